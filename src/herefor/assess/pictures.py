"""Evidence as a reader meets it: what it says in sentences, its chart, and the chart's numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.assess.models import Evidence
from herefor.assess.queries.saying import Document, said_by
from herefor.insight.words import amount, change_words, clear_words, spoken
from herefor.measure import Difference
from herefor.ui.charts import Estimate, Point
from herefor.ui.templatetags.ui import count, interval_words, points

LEAST_PERIODS = 3


@dataclass(frozen=True)
class Shown:
    """`points` of the chart over time and `beside` of the one that compares; empty where there is
    nothing to draw. `other` is whose the second line is. `says` are sentences, `notices` what the
    chart does not show although it is named for it."""

    evidence: Evidence
    kind: str
    title: str
    says: tuple[str, ...]
    notices: tuple[str, ...]
    points: tuple[Point, ...] = ()
    beside: tuple[Estimate, ...] = ()
    url: str = ""
    of: str = ""
    decimals: int = 1
    other: str = ""

    @property
    def is_frozen(self) -> bool:
        return self.evidence.frozen is not None

    @property
    def ends(self) -> tuple[float, float]:
        """One scale for what is compared."""
        edges = [edge for one in self.beside for edge in (one.low, one.high, one.value)]
        known = [edge for edge in edges if edge is not None]
        return max(0, 5 * (min(known) // 5)), min(100, 5 * (max(known) // 5 + 1))


def shown(evidence: Evidence) -> Shown:
    """From what was frozen; before the submission from what it says today."""
    said = evidence.frozen or said_by(evidence)
    if said["kind"] == "finding" and "series" in said:
        return _measured(evidence, said)
    if said["kind"] == "result":
        return _kept_elsewhere(evidence, said)
    if said["kind"] == "unit" and "series" in said:
        return _cases(evidence, said)
    sentences = tuple(SENTENCES[said["kind"]](said)) if said["kind"] in SENTENCES else ()
    return Shown(evidence, said["kind"], said["name"], sentences, (), url=said.get("url", ""))


def _measured(evidence: Evidence, said: Document) -> Shown:
    series, others = said["series"], said.get("others", [])
    title = _("%(measure)s, %(unit)s") % {"measure": spoken(said["measure"]), "unit": said["unit"]}
    if not series:
        sentence = _(
            "No number can be shown: too few customers answered, it is not measured, or who named "
            "it may not see it any more."
        )
        return Shown(evidence, "finding", title, (sentence,), _weak(evidence, series, others))
    return Shown(
        evidence,
        "finding",
        title,
        tuple(_measured_words(said)),
        _weak(evidence, series, others),
        tuple(_point(one) for one in series),
        tuple(_beside(said["unit"], series[-1], others)),
        of=_("of 100, %(survey)s") % {"survey": said["survey"]},
    )


def _measured_words(said: Document) -> Iterator[str]:
    last, first = said["series"][-1], said["series"][0]
    yield _("%(value)s in %(period)s (%(interval)s, n = %(n)s): %(change)s.") % {
        "value": points(last["value"]),
        "period": last["period"],
        "interval": interval_words(last["low"], last["high"]),
        "n": count(last["n"]),
        "change": change_words(_difference(last["change"]), last["since"]),
    }
    if since := _difference(said.get("since_first")):
        yield _("Over all periods: %(change)s.") % {"change": change_words(since, first["period"])}
    for other in said["others"]:
        yield _compared_words(other)


def _compared_words(other: Document) -> str:
    words = {"name": other["name"]}
    if "value" not in other:
        return _("Beside %(name)s nothing can be shown.") % words
    change = _difference(other["change"])
    words["at"] = points(other["value"])
    if change is None or not change.clear:
        told = _("No clear difference from %(name)s (%(at)s).") % words
    else:
        words["points"] = amount(change)
        if change.value > 0:
            told = _("Clearly above %(name)s (%(at)s), by %(points)s points.") % words
        else:
            told = _("Clearly below %(name)s (%(at)s), by %(points)s points.") % words
    if other.get("holds"):
        return _(
            "%(told)s Its own customers are among those of %(name)s, so this is rather too careful "
            "than too bold."
        ) % {
            "told": told,
            "name": other["name"],
        }
    if other["kind"] == "benchmark":
        return _("%(told)s How sure the benchmark is, its source may say.") % {"told": told}
    return told


def _weak(evidence: Evidence, series: list[Any], others: list[Document]) -> tuple[str, ...]:
    """What is claimed and not seen."""
    told = []
    if "trends" in evidence.factors and len(series) < LEAST_PERIODS:
        told.append(_("It is named for trends, and has fewer than three periods."))
    if "comparisons" in evidence.factors and not any("value" in one for one in others):
        told.append(_("It is named for comparisons, and nothing is compared."))
    return tuple(told)


def _point(one: Document) -> Point:
    clear = clear_words(_difference(one.get("change")))
    return Point(one["period"], one["value"], one["low"], one["high"], one["n"], clear=clear)


def _beside(name: str, last: Document, others: list[Document]) -> Iterator[Estimate]:
    known = [one for one in others if "value" in one]
    if not known:
        return
    yield Estimate(name, last["value"], last["low"], last["high"])
    for one in known:
        called = _("Benchmark") if one["kind"] == "benchmark" else one["name"]
        yield Estimate(called, one["value"], one.get("low"), one.get("high"))


def _kept_elsewhere(evidence: Evidence, said: Document) -> Shown:
    series, others = said["series"], said["others"]
    return Shown(
        evidence,
        "result",
        _("%(measure)s, %(unit)s") % {"measure": said["name"], "unit": said["unit"]},
        tuple(_kept_elsewhere_words(said)),
        _weak(evidence, series, others),
        tuple(Point(one["period"], one["value"], other=one["other"]) for one in series),
        of=said["measured_in"],
        decimals=said["decimals"],
        other=others[0]["name"] if others else "",
    )


def _kept_elsewhere_words(said: Document) -> Iterator[str]:
    """Numbers and their direction. No change is called clear, for no interval is known."""
    first, last, is_lower = said["series"][0], said["series"][-1], said["better"] == "lower"
    yield _("%(before)s in %(since)s, %(value)s in %(period)s.") % {
        "before": points(first["value"], said["decimals"]),
        "since": first["period"],
        "value": points(last["value"], said["decimals"]),
        "period": last["period"],
    }
    if is_lower:
        yield _("Lower is better: a line that falls is good.")
    else:
        yield _("Higher is better: a line that rises is good.")
    for other in said["others"]:
        ahead = (other["value"] - other["own"]) * (1 if is_lower else -1)
        yield _beside_words(ahead) % {
            "name": other["name"],
            "at": points(other["value"], said["decimals"]),
            "period": other["period"],
            "source": other["source"],
        }
    yield _("As told by %(source)s; no interval is known.") % {
        "source": said["source"].rstrip(". ")
    }


def _beside_words(ahead: float) -> str:
    if ahead > 0:
        return _("Hollow points: %(name)s, %(at)s in %(period)s, which is worse (%(source)s).")
    if ahead < 0:
        return _("Hollow points: %(name)s, %(at)s in %(period)s, which is better (%(source)s).")
    return _("Hollow points: %(name)s, %(at)s in %(period)s, which is the same (%(source)s).")


def _cases(evidence: Evidence, said: Document) -> Shown:
    series = [one for one in said["series"] if "value" in one]
    return Shown(
        evidence,
        "unit",
        _("Answered by the time promised, %(unit)s") % {"unit": said["name"]},
        tuple(_cases_words(said, series)),
        _weak(evidence, series, []),
        tuple(_point(one) for one in series),
        of=_("percent of cases"),
    )


def _cases_words(said: Document, series: list[Document]) -> Iterator[str]:
    opened = sum(one["opened"] for one in said["series"])
    complaints = sum(one["complaints"] for one in said["series"])
    yield ngettext(
        "%(n)s case, %(c)s a complaint.", "%(n)s cases, %(c)s of them complaints.", opened
    ) % {
        "n": count(opened),
        "c": count(complaints),
    }
    if not series:
        yield _("In no quarter enough of them were due to show a share.")
        return
    last = series[-1]
    yield _("%(period)s: %(value)s %% in time (%(interval)s, n = %(n)s).") % {
        "period": last["period"],
        "value": points(last["value"], 0),
        "interval": interval_words(last["low"], last["high"], 0),
        "n": count(last["n"]),
    }
    if since := _difference(said.get("since_first")):
        yield _("Over all quarters: %(change)s.") % {
            "change": change_words(since, series[0]["period"])
        }


def _commitment_words(said: Document) -> Iterator[str]:
    yield _("Promised at %(unit)s by %(on)s.") % {"unit": said["unit"], "on": _day(said["due_on"])}
    if said["kept_on"]:
        yield _("Kept on %(on)s.") % {"on": _day(said["kept_on"])}
    else:
        yield _("Not kept yet.")
    if said["told_on"]:
        yield _("Customers who raised it were told on %(on)s.") % {"on": _day(said["told_on"])}


def _post_words(said: Document) -> Iterator[str]:
    if said["on"]:
        yield _("Published on %(on)s.") % {"on": _day(said["on"])}


def _drill_words(said: Document) -> Iterator[str]:
    if said["seconds"] is None:
        yield _("A drill on %(on)s: nobody took it.") % {"on": _day(said["on"])}
        return
    minutes = max(1, round(said["seconds"] / 60))
    yield ngettext(
        "A drill on %(on)s: somebody had it within %(n)s minute.",
        "A drill on %(on)s: somebody had it within %(n)s minutes.",
        minutes,
    ) % {"on": _day(said["on"]), "n": count(minutes)}


SENTENCES = {"commitment": _commitment_words, "post": _post_words, "drill": _drill_words}


def _difference(said: Document | None) -> Difference | None:
    return Difference(said["value"], said["low"], said["high"], said["se"]) if said else None


def _day(iso: str) -> str:
    return str(date_format(date.fromisoformat(iso), "j F Y"))
