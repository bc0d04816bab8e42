"""What was found, as sentences: a change is called one only where its interval leaves zero out."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from herefor.insight.models import NOBODY, TOO_FEW, Finding
from herefor.insight.queries import (
    LOYALTY,
    SATISFACTION,
    Comparison,
    Gap,
    Reading,
    index_of,
    is_over,
    some_wait,
)
from herefor.insight.shown import Shown, Why
from herefor.insight.told import too_few_of
from herefor.listen.models import Wave
from herefor.measure import Difference
from herefor.people.models import Unit
from herefor.people.queries import smallest_group
from herefor.ui.templatetags.ui import count, interval_words, points

CONSTRUCTS = (
    gettext_noop("Image"),
    gettext_noop("Expectation"),
    gettext_noop("Expectations"),
    gettext_noop("Quality"),
    gettext_noop("Value"),
    gettext_noop("Satisfaction"),
    gettext_noop("Complaints"),
    gettext_noop("Loyalty"),
)


def spoken(construct: str) -> str:
    """The construct's name in the reader's language."""
    return _(construct) if construct in CONSTRUCTS else construct


def customers_of(unit: Unit) -> str:
    """Who answered: all customers, or those of a part."""
    return _("Customers of %(unit)s") % {"unit": unit} if unit.parent_id else _("Customers")


def headline(reading: Reading) -> str:
    """What became of the index, as one would say it at a table."""
    words = {"customers": customers_of(reading.unit), "period": reading.since}
    if reading.change is None:
        return _first(reading)
    loyal = reading.construct == LOYALTY
    if not reading.is_clear:
        same = (
            _("%(customers)s are as loyal as in %(period)s")
            if loyal
            else _("%(customers)s are as satisfied as in %(period)s")
        )
        return same % words
    if reading.change.value > 0:
        more = (
            _("%(customers)s are clearly more loyal than in %(period)s")
            if loyal
            else _("%(customers)s are clearly more satisfied than in %(period)s")
        )
        return more % words
    less = (
        _("%(customers)s are clearly less loyal than in %(period)s")
        if loyal
        else _("%(customers)s are clearly less satisfied than in %(period)s")
    )
    return less % words


def _first(reading: Reading) -> str:
    words = {"customers": customers_of(reading.unit), "index": points(reading.index.value)}
    if reading.construct == LOYALTY:
        return _("%(customers)s: loyalty is %(index)s of 100, measured for the first time") % words
    return _("%(customers)s: satisfaction is %(index)s of 100, measured for the first time") % words


def change_words(change: Difference | None, since: str) -> str:
    """As in: fell clearly, by 3 to 6 points, since 2026 Q3."""
    if change is None:
        return _("nothing to compare with yet")
    words = {"since": since, "points": amount(change)}
    if not change.clear:
        return _("no clear change since %(since)s") % words
    if change.value > 0:
        return _("rose clearly, by %(points)s points, since %(since)s") % words
    return _("fell clearly, by %(points)s points, since %(since)s") % words


def change_of(reading: Reading) -> str:
    return change_words(reading.change, reading.since)


def comparison_words(comparison: Comparison) -> str:
    if not comparison.change.clear:
        return _("no clear change")
    words = {"points": amount(comparison.change)}
    if comparison.change.value > 0:
        return _("clearly higher, by %(points)s points") % words
    return _("clearly lower, by %(points)s points") % words


def clear_mark(reading: Reading) -> str:
    """For a chart: a word where a change is clear, nothing where it is not."""
    return clear_words(reading.change)


def clear_words(change: Difference | None) -> str:
    if change is None or not change.clear:
        return ""
    return _("rose clearly") if change.value > 0 else _("fell clearly")


def amount(change: Difference) -> str:
    """How much, without a sign, in as many decimals as keep a clear change away from zero."""
    low, high = sorted((abs(change.low), abs(change.high)))
    return interval_words(low, high, _decimals(low))


def change_interval(change: Difference) -> str:
    """The interval of a change; one that leaves zero out never seems to reach it."""
    near = min(abs(change.low), abs(change.high))
    return interval_words(change.low, change.high, max(1, _decimals(near)) if change.clear else 1)


def _decimals(near: float) -> int:
    """As many as tell the end that is nearest to zero from zero."""
    enough = (decimals for decimals in range(6) if near >= 10**-decimals)
    return next(enough, 6)


def gap_title(gap: Gap) -> str:
    missing = round(gap.missing.value)
    return ngettext(
        "Where the other %(n)s point is", "Where the other %(n)s points are", missing
    ) % {"n": count(missing)}


def gap_question(gap: Gap) -> str:
    missing = round(gap.missing.value)
    return ngettext(
        "Where is the other %(n)s point?", "Where are the other %(n)s points?", missing
    ) % {"n": count(missing)}


def tie_words(gap: Gap) -> list[str]:
    """One sentence for each pair whose order could be the other way round."""
    return [
        _("%(a)s and %(b)s cannot be told apart.") % {"a": spoken(a), "b": spoken(b)}
        for a, b in gap.ties
    ]


def listed(names: Sequence[str]) -> str:
    """As in: Quality, Value and Image."""
    if len(names) < 2:
        return "".join(names)
    return _("%(most)s and %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}


def why_not(finding: Finding, shown: Shown) -> str:
    """Why a page has no numbers of a finding to show; empty when it has."""
    if finding.reason == NOBODY:
        return reason_words(finding)
    if why := shown.why_not(finding):
        return why_not_words(why, smallest=shown.smallest)
    if not finding.is_estimated:
        return reason_words(finding)
    return "" if index_of(finding, SATISFACTION) else few_words(too_few_of(finding))


def waiting_words(unit: Unit, wave: Wave) -> str:
    """That some answers are not counted; how many is not said. Nothing when all are."""
    if not some_wait(wave, unit):
        return ""
    if is_over(wave):
        return _(
            "A few answers of %(wave)s are not counted here: there are not enough of them to be "
            "shown together."
        ) % {"wave": wave}
    return _(
        "A few newer answers of %(wave)s wait until there are enough to show them together."
    ) % {"wave": wave}


def why_not_words(why: Why, *, smallest: int) -> str:
    if why is Why.FEW:
        return ngettext(
            "Fewer than %(n)s customer answered, so nothing is shown: nobody should be "
            "recognised by what they said.",
            "Fewer than %(n)s customers answered, so nothing is shown: nobody should be "
            "recognised by what they said.",
            smallest,
        ) % {"n": count(smallest)}
    return _(
        "There are enough answers, but nothing is shown: together with the numbers of the other "
        "units they would uncover a unit that is too small to be shown."
    )


def followed_words() -> str:
    return _("Newer answers were counted since, so these numbers are not shown any more.")


def reason_words(finding: Finding) -> str:
    """Why a finding has no numbers although there were enough answers."""
    if finding.reason == TOO_FEW:
        return _(
            "When this was measured there were too few answers to show. It is measured again as "
            "soon as there are more."
        )
    if finding.reason == NOBODY:
        return _("The answers this rested on were taken back.")
    return finding.reason


def few_words(constructs: Sequence[str]) -> str:
    """That some constructs are not shown, and why; nothing when all are."""
    if not constructs:
        return ""
    smallest = smallest_group()
    return ngettext(
        "Fewer than %(n)s customer answered what measures %(names)s, so that is not shown.",
        "Fewer than %(n)s customers answered what measures %(names)s, so that is not shown.",
        smallest,
    ) % {"n": count(smallest), "names": listed([spoken(name) for name in constructs])}


def hidden_words(few: int, cover: int, *, smallest: int) -> list[str]:
    """How many units are not shown in a table, and why; nothing when all are."""
    told = []
    if few:
        told.append(
            ngettext(
                "%(units)s unit has fewer than %(n)s answers and is not shown.",
                "%(units)s units have fewer than %(n)s answers and are not shown.",
                few,
            )
            % {"units": count(few), "n": count(smallest)}
        )
    if cover:
        told.append(
            ngettext(
                "%(units)s more is not shown, because it would uncover those that are too small.",
                "%(units)s more are not shown, because they would uncover those that are too "
                "small.",
                cover,
            )
            % {"units": count(cover)}
        )
    return told
