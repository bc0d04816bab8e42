"""The terms of assessment as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FACTORS: dict[str, str | Promise] = {
    "approach": _("Approach: how it is done"),
    "deployment": _("Deployment: how far it reaches"),
    "learning": _("Learning: how it gets better"),
    "integration": _("Integration: how it fits with the rest"),
    "levels": _("Levels: how good results are"),
    "trends": _("Trends: where they are going"),
    "comparisons": _("Comparisons: how others do"),
}


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
    "this seat cannot be released": _("This seat cannot be released."),
}


def not_now_in_words(refused: Exception) -> str:
    return str(NOT_NOW.get(str(refused), _("This cannot be done at this stage.")))
