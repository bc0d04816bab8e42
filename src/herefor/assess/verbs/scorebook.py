"""Marks given alone, again after the talk, and by the team as one."""

from collections.abc import Mapping

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import Assessment, Consensus, Handing, Mark, Seat, Stage
from herefor.assess.queries.consensus import where_item_stands
from herefor.assess.queries.marks import items_not_marked
from herefor.assess.scoring import scoring_system
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def mark_item(seat: Seat, *, item: str, percent: int, factors: Mapping[str, int]) -> Mark:
    """Alone, or once more after the talk: the stage says which. Not told as an event before the
    marks are open: the story would show peers who is how far. Raises NotNow, and ValueError for a
    percent that may not be given."""
    with transaction.atomic():
        take_the_pen()
        assessment = seat.assessment
        scoring_system(assessment.framework.scoring).band_of(percent)
        stage = assessment.stage
        refuse(seat, Act.MARK if stage == Stage.INDEPENDENT else Act.MARK_AGAIN)
        mark = seat.marks.create(
            item=item, round=_round(stage), percent=percent, factors=dict(factors), at=now()
        )
        if stage != Stage.INDEPENDENT:
            tell(
                "item marked again",
                about=assessment,
                by=seat.account,
                unit=assessment.unit,
                item=item,
            )
    return mark


def hand_in(seat: Seat) -> Handing:
    """Lock the scorebook. Every item must have a mark. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(seat, Act.HAND_IN)
        if items_not_marked(seat):
            raise NotNow("items are not marked")
        handing = Handing.objects.create(seat=seat, at=now())
        assessment = seat.assessment
        tell("scorebook handed in", about=assessment, by=seat.account, unit=assessment.unit)
    return handing


def agree_mark(
    assessment: Assessment, *, item: str, percent: int, reason: str, by: Seat
) -> Consensus:
    """The team's mark, by the lead or who leads the item. Raises NotNow: where somebody else leads
    it, where a reason is missing, and where the spread asks for a talk and somebody who marked it
    has not done so again."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.AGREE)
        stands = where_item_stands(assessment, item=item)
        if not stands.may_be_agreed_by(by):
            raise NotNow("somebody else leads the item")
        if stands.last is None:
            raise NotNow("nobody has marked it")
        if stands.waits_for:
            raise NotNow("the spread asks to mark again")
        if stands.last.needs_reason(percent) and not reason.strip():
            raise NotNow("a reason is missing")
        agreed = assessment.consensuses.create(
            item=item,
            percent=percent,
            median=stands.last.median,
            reason=reason.strip(),
            by=by,
            at=now(),
        )
        tell("mark agreed", about=assessment, by=by.account, unit=assessment.unit, item=item)
    return agreed


def _round(stage: Stage) -> str:
    rounds = {Stage.INDEPENDENT: Mark.Round.INDEPENDENT, Stage.CONSENSUS: Mark.Round.BLIND}
    return rounds.get(stage, Mark.Round.SITE_VISIT)
