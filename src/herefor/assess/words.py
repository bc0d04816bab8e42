"""The terms of assessment as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from herefor.assess.progress_gap import Gap
from herefor.assess.queries.evidence import Gaps
from herefor.assess.queries.overview import Waiting
from herefor.insight.words import listed
from herefor.measure import Rating

FACTORS: dict[str, str | Promise] = {
    "approach": _("Approach: how it is done"),
    "deployment": _("Deployment: how far it reaches"),
    "learning": _("Learning: how it gets better"),
    "integration": _("Integration: how it fits with the rest"),
    "levels": _("Levels: how good results are"),
    "trends": _("Trends: where they are going"),
    "comparisons": _("Comparisons: how others do"),
}


SHORT: dict[str, Promise] = {
    "approach": _("approach"),
    "deployment": _("deployment"),
    "learning": _("learning"),
    "integration": _("integration"),
    "levels": _("levels"),
    "trends": _("trends"),
    "comparisons": _("comparisons"),
}


def factor_in_short(factor: str) -> str:
    return str(SHORT.get(factor, factor))


def gaps_in_words(gaps: Gaps) -> str:
    """As in: 7.2 has levels and trends, no comparisons."""
    words = {
        "item": gaps.item.id,
        "shown": listed([factor_in_short(one) for one in gaps.shown]),
        "missing": listed(
            [gettext("no %(factor)s") % {"factor": factor_in_short(one)} for one in gaps.missing]
        ),
    }
    if not gaps.count:
        return gettext("%(item)s has no evidence yet.") % words
    if not gaps.missing:
        return gettext("%(item)s has evidence for every factor.") % words
    if not gaps.shown:
        return gettext("%(item)s has %(missing)s.") % words
    return gettext("%(item)s has %(shown)s, %(missing)s.") % words


def factor_in_words(factor: str) -> str:
    return str(FACTORS.get(factor, factor))


KINDS: dict[str, str | Promise] = {
    "process": _("Process items, band"),
    "results": _("Results items, band"),
    "strength": _("Strength"),
    "opportunity": _("Opportunity"),
}


THEMES: dict[str, Promise] = {
    "strength": _("Strength"),
    "opportunity": _("Opportunity"),
    "results": _("What the results say"),
}
OF_KIND: dict[str, Promise] = {
    "process": _("Process items"),
    "results": _("Results items"),
}

STATISTICS: dict[str, Promise] = {
    "icc": _("Same percent, one examiner (ICC(A,1))"),
    "alpha": _("Same percent (Krippendorff's alpha)"),
    "ac2": _("Same band (Gwet's AC2)"),
}

NOTICES: dict[str, Promise] = {
    "prescriptive": _(
        "It seems to say what to do (could, should). The Criteria ask what is there; how to "
        "improve it is theirs to find."
    ),
    "judgemental": _(
        "A word of praise or blame is in it. A fact in its place lets the reader judge."
    ),
    "outside": _("It may speak of something that the Criteria do not ask."),
    "contradicting": _("A comment of the other kind seems to speak of the same. Do both hold?"),
    "no example": _("An example would show where you saw it."),
    "no relevance": _("Why does it matter to this applicant? A key factor may tell."),
    "outside factors": _("The mark lies outside the bands you gave to its factors."),
    "high with gaps": _("The mark is 70 or more, and a comment speaks of gaps in deployment."),
    "high with opportunities": _("The mark is in the upper half, and opportunities prevail."),
    "low with strengths": _("The mark is in the lower half, and strengths prevail."),
}

SPREADS: dict[str, Promise] = {
    "range": _("More than 20 lie between the lowest and the highest mark."),
    "bands": _("The marks lie in bands that do not touch."),
    "deviation": _("The standard deviation is above 10."),
}

STATES: dict[str, Promise] = {
    "tied": _("declared a tie; the seat is closed"),
    "left": _("left the team"),
    "silent": _("has yet to say whether there is a tie"),
    "handed in": _("handed in"),
    "at work": _("at work"),
}

NOT_NOW: dict[str, Promise] = {
    "items are not marked": _("Not yet: some items of your scorebook have no mark."),
    "marks are not open": _("Not yet: somebody has not handed in, so the marks are still hidden."),
    "items are not agreed": _("Not yet: the team has not agreed on every item."),
    "items were marked since": _(
        "Not yet: somebody marked an item after the team had agreed on it. Agree on it once more."
    ),
    "comments clash": _(
        "Not yet: two wordings of a comment stand beside each other. Save what holds of both."
    ),
    "seated already": _("This person has a seat here already."),
    "marks are open": _(
        "Nobody can be invited to examine any more: the marks are open, so nobody new marks alone."
    ),
    "issues of the visit are open": _(
        "Not yet: an issue of the visit is open, or its item has not been agreed on since."
    ),
    "judges have not recommended": _("Not yet: a judge has not recommended."),
    "somebody else leads the item": _("Somebody else leads this item and writes down its mark."),
    "nobody has marked it": _("Nobody has marked this item."),
    "the spread asks to mark again": _(
        "Not yet: the marks are far apart, and somebody who gave one has not marked again."
    ),
    "a reason is missing": _("This mark is ten or more from the median. Say why."),
    "the comment was reworded": _(
        "Somebody reworded this comment meanwhile, so it was not dropped. Read it once more."
    ),
    "the comment is somebody else's": _("This comment is somebody else's."),
    "the issue is settled": _("Somebody wrote down a finding first. It stands below."),
    "the practice is reviewed": _("Somebody has reviewed this practice. It stays as it was read."),
    "one's own is not reviewed": _("Whoever wrote it does not review it."),
    "it has no evidence": _("Not yet: nothing shows that it worked. Name evidence first."),
    "it is not reviewed": _("Not yet: somebody else has to review it before it is published."),
    "the exercise is finished": _("This exercise is finished. Nothing in it changes any more."),
    "the key factor was changed": _(
        "Somebody changed or took back this key factor meanwhile. Look at it once more."
    ),
    "nobody waits for a lead": _("Somebody leads already, or this person cannot."),
    "this seat cannot be released": _("This seat cannot be released."),
}


def not_now_in_words(refused: Exception) -> str:
    return str(NOT_NOW.get(str(refused), _("This cannot be done at this stage.")))


def waiting_words(waiting: Waiting) -> tuple[str, str]:
    """What waits, as a sentence, and the words of the way there."""
    n = waiting.n
    counted = {
        "beside": ngettext(
            "Two texts stand beside each other in %(n)s answer.",
            "Two texts stand beside each other in %(n)s answers.",
            n,
        ),
        "answers": ngettext("%(n)s item has no answer yet.", "%(n)s items have no answer yet.", n),
        "evidence": ngettext(
            "Everything is answered; %(n)s item has no evidence.",
            "Everything is answered; %(n)s items have no evidence.",
            n,
        ),
        "marks": ngettext("%(n)s item waits for your mark.", "%(n)s items wait for your mark.", n),
        "mark again": ngettext(
            "The team waits for you to mark %(n)s item again.",
            "The team waits for you to mark %(n)s items again.",
            n,
        ),
        "lead items": ngettext(
            "You lead %(n)s item that is not agreed yet.",
            "You lead %(n)s items that are not agreed yet.",
            n,
        ),
        "agree": ngettext("%(n)s item is not settled yet.", "%(n)s items are not settled yet.", n),
    }
    sentence = counted.get(waiting.what) or str(WAITING[waiting.what])
    way = (
        gettext("Go to %(item)s") % {"item": waiting.item} if waiting.item else gettext("Go there")
    )
    return sentence % {"n": n}, way


WAITING: dict[str, Promise] = {
    "ties": _("Say whether you have a tie to who is judged."),
    "submit": _("Every item is answered and has evidence. You may submit."),
    "hand in": _("Every item is marked. Hand your scorebook in."),
    "no writer": _("Nobody writes yet. Invite people of the unit."),
    "no examiner": _("Nobody examines yet. Invite examiners."),
    "move on": _("Nothing is missing. Move on to the next stage."),
    "recommend": _("Read what the team agreed on, and recommend."),
    "report": _("The report waits to be written."),
    "read report": _("The report is there."),
}


def rating_in_words(rating: Rating | None) -> str:
    """A share with its interval, in percent."""
    if rating is None:
        return gettext("too few")
    return gettext("%(share)d %% (%(low)d to %(high)d), n\u00a0=\u00a0%(n)d") % {
        "share": round(100 * rating.value),
        "low": round(100 * rating.low),
        "high": round(100 * rating.high),
        "n": rating.n,
    }


def gap_in_points(gap: Gap) -> str:
    """With the sign: minus where the workforce sees it better."""
    value, low, high = (_signed(round(100 * end)) for end in (gap.value, gap.low, gap.high))
    return gettext("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def _signed(points: int) -> str:
    return f"{points:+d}".replace("-", "−") if points else "0"


def gap_in_words(gap: Gap | None) -> str:
    """Who sees it better, and by how many points."""
    if gap is None:
        return gettext("Too few to compare.")
    if not gap.clear and gap.low <= 0 <= gap.high:
        return gettext("No clear gap.")
    if not gap.clear:
        return gettext("Clear alone, not among all.")
    near, far = sorted((abs(100 * gap.low), abs(100 * gap.high)))
    ends = {"low": f"{near:.0f}" if near >= 1 else gettext("less than 1"), "high": f"{far:.0f}"}
    if gap.value > 0:
        said = gettext(
            "Leaders see this better than the workforce does, by %(low)s to %(high)s points."
        )
    else:
        said = gettext(
            "The workforce sees this better than leaders do, by %(low)s to %(high)s points."
        )
    return said % ends
