"""What a piece of evidence says, as a document that may be frozen: plain numbers and dates.

It is read with the eyes of who named it, so that nothing is told that this person may not see.
Nobody's name is in it, and no words of customers. A document or a result that a writer brought in
is part of the application and is read as it is.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from math import isfinite
from typing import Any

from django.db.models import Count, F, Q
from django.utils.timezone import localdate

from herefor.answer.learned import difference as difference_of_shares
from herefor.answer.learned import part_of
from herefor.answer.models import Case
from herefor.answer.rules import cases_visible_to
from herefor.assess.models import Evidence, Result
from herefor.duty.models import Drill
from herefor.files.models import File
from herefor.insight.models import Finding
from herefor.insight.queries import SATISFACTION, Reading, readings
from herefor.lead.models import Commitment
from herefor.listen.models import Wave
from herefor.listen.queries import quarter_of
from herefor.measure import Difference, Index, difference
from herefor.people.models import Unit
from herefor.people.queries import smallest_group
from herefor.speak.models import Post
from herefor.story.clock import now

QUARTERS = 8
IN_TIME = "in time"
Document = dict[str, Any]
Quarter = tuple[str, date, date]


def said_by(evidence: Evidence) -> Document:
    """What it says today."""
    about = evidence.about
    said: Document = {"kind": evidence.about_type.model, "name": str(about or "")}
    if isinstance(about, Finding):
        return said | _measured(evidence, about)
    if isinstance(about, Result):
        return said | _kept_elsewhere(about.newest)
    if isinstance(about, Unit):
        return said | {"measure": evidence.measure} | _cases(evidence, about)
    if isinstance(about, Commitment):
        return said | _promised(about)
    if isinstance(about, Post):
        return said | _published(about)
    if isinstance(about, Drill):
        return said | _drilled(about)
    if isinstance(about, File):
        return said | {"size": about.size, "sha256": about.sha256}
    return said


def _measured(evidence: Evidence, finding: Finding) -> Document:
    """The index over its waves up to the newest, and the same of others in the newest one."""
    measure = evidence.measure or SATISFACTION
    survey = finding.wave.survey
    newest = Wave.objects.filter(edition__survey=survey).latest("opens_on", "pk")
    trend = readings(evidence.by, unit=finding.unit, until=newest, construct=measure)
    said: Document = {
        "unit": str(finding.unit),
        "survey": str(survey),
        "measure": measure,
        "series": [_point(one) for one in trend],
    }
    if not trend:
        return said
    last = trend[-1]
    return said | {
        "n": last.index.n,
        "on": last.finding.found_at.date().isoformat(),
        "fingerprint": last.finding.fingerprint,
        "method": last.finding.method_version,
        "since_first": _change(difference(last.index, trend[0].index)) if len(trend) > 2 else None,
        "others": list(_others(evidence, last)),
    }


def _point(reading: Reading) -> Document:
    index = reading.index
    return {
        "period": reading.period,
        "value": index.value,
        "low": index.low,
        "high": index.high,
        "n": index.n,
        "change": _change(reading.change),
        "since": reading.since,
    }


def _change(change: Difference | None) -> Document | None:
    if change is None or not isfinite(change.se):
        return None
    return {"value": change.value, "low": change.low, "high": change.high, "se": change.se}


def _others(evidence: Evidence, last: Reading) -> Iterator[Document]:
    """A unit beside which it stands, and a benchmark. A unit whose number may not be shown has
    none."""
    against = evidence.against
    if other := Unit.objects.filter(pk=against.get("unit")).first():
        wave = last.finding.wave
        trend = readings(evidence.by, unit=other, until=wave, construct=last.construct)
        same = next((one for one in trend if one.finding.wave_id == wave.pk), None)
        said: Document = {"kind": "unit", "name": str(other), "holds": _holds(other, last.unit)}
        if same:
            change = _change(difference(last.index, same.index))
            said |= {key: _point(same)[key] for key in ("value", "low", "high", "n", "period")}
            said |= {"change": change}
        yield said
    if (value := against.get("value")) is not None:
        yield {
            "kind": "benchmark",
            "name": against["source"],
            "value": value,
            "change": _change(_from_fixed(last.index, value)),
        }


def _kept_elsewhere(result: Result) -> Document:
    """As it was written down: nobody knows an interval."""
    series = [
        {"period": period, "value": value, "other": other} for period, value, other in result.rows
    ]
    compared = [one for one in series if one["other"] is not None]
    said: Document = {
        "name": result.name,
        "unit": str(result.unit),
        "measured_in": result.measured_in,
        "better": result.better,
        "source": result.source,
        "decimals": result.decimals,
        "series": series,
        "others": [],
    }
    if compared:
        last = compared[-1]
        said["others"] = [
            {
                "kind": "result",
                "name": result.other,
                "source": result.other_source,
                "period": last["period"],
                "value": last["other"],
                "own": last["value"],
            }
        ]
    return said


def _holds(whole: Unit, part: Unit) -> bool:
    """Whether the first contains the second, so that their answers are partly the same."""
    return whole.pk != part.pk and part.trail.startswith(whole.trail)


def _from_fixed(index: Index, value: float) -> Difference:
    """From a number of which no interval is known."""
    return Difference(index.value - value, index.low - value, index.high - value, index.se)


def _cases(evidence: Evidence, unit: Unit) -> Document:
    """Cases by quarter, and the share that was answered by the time promised. Quarters in which
    too few were due have no share; imported cases promised nothing here."""
    series = [_in_quarter(quarter, evidence, unit) for quarter in _quarters()]
    while series and not series[0]["opened"]:
        series.pop(0)
    shares = [one for one in series if "value" in one]
    said: Document = {
        "series": series,
        "n": sum(one["opened"] for one in series),
        "on": localdate(now()).isoformat(),
    }
    if len(shares) > 1:
        low, high = difference_of_shares(
            (shares[-1]["kept"], shares[-1]["n"]), (shares[0]["kept"], shares[0]["n"])
        )
        value = shares[-1]["value"] - shares[0]["value"]
        said["since_first"] = {"value": value, "low": 100 * low, "high": 100 * high, "se": 0.0}
    return said


def _quarters() -> list[Quarter]:
    found = [quarter_of(localdate(now()))]
    while len(found) < QUARTERS:
        found.insert(0, quarter_of(found[0][1] - timedelta(days=1)))
    return found


def _in_quarter(quarter: Quarter, evidence: Evidence, unit: Unit) -> Document:
    name, opens_on, closes_on = quarter
    is_due = Q(promised_by__lte=now()) | Q(first_answered_at__isnull=False)
    cases = cases_visible_to(evidence.by).filter(
        unit__trail__startswith=unit.trail,
        opened_at__date__gte=opens_on,
        opened_at__date__lte=closes_on,
    )
    counted = cases.exclude(source=Case.Source.IMPORT).aggregate(
        opened=Count("pk"),
        complaints=Count("pk", filter=Q(kind=Case.Kind.COMPLAINT)),
        n=Count("pk", filter=is_due),
        kept=Count("pk", filter=Q(first_answered_at__lte=F("promised_by"))),
    )
    said = {"period": name} | counted
    if counted["n"] < smallest_group():
        return {key: said[key] for key in ("period", "opened", "complaints")}
    share = part_of(counted["kept"], counted["n"])
    return said | {
        "value": 100 * share.value,
        "low": 100 * share.low,
        "high": 100 * share.high,
    }


def _promised(commitment: Commitment) -> Document:
    keeping = getattr(commitment, "keeping", None)
    telling = getattr(commitment, "telling", None)
    return {
        "unit": str(commitment.unit),
        "driver": commitment.driver,
        "due_on": commitment.due_on.isoformat(),
        "kept_on": localdate(keeping.kept_at).isoformat() if keeping else None,
        "told_on": localdate(telling.told_at).isoformat() if telling else None,
    }


def _published(post: Post) -> Document:
    words = post.first_words
    return {
        "name": words.title if words else "",
        "on": localdate(post.published_at).isoformat() if post.published_at else None,
        "url": post.get_absolute_url() if post.is_public else "",
    }


def _drilled(drill: Drill) -> Document:
    alarm = drill.alarm
    taken = alarm.acknowledged_at if alarm else None
    return {
        "name": str(drill.unit),
        "on": localdate(alarm.raised_at if alarm else drill.due_at).isoformat(),
        "seconds": (taken - alarm.raised_at).total_seconds() if alarm and taken else None,
    }
