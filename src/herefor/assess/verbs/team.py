"""The lead's acts on the team, and what judges recommend."""

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import Assessment, ItemLead, Release, Seat, Verdict
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def name_item_lead(assessment: Assessment, *, item: str, seat: Seat, by: Seat) -> ItemLead:
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.NAME_ITEM_LEAD)
        named = assessment.item_leads.create(item=item, seat=seat, at=now())
        tell(
            "item lead named",
            about=assessment,
            by=by.account,
            unit=assessment.unit,
            item=item,
            name=seat.account.name,
        )
    return named


def release(seat: Seat, *, reason: str, by: Seat) -> Release:
    """Nobody waits for this seat any more and it opens nothing. Raises NotNow for one's own."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.RELEASE)
        if seat.pk == by.pk or seat.assessment_id != by.assessment_id:
            raise NotNow("this seat cannot be released")
        released, made = Release.objects.get_or_create(
            seat=seat, defaults={"reason": reason, "by": by.account, "at": now()}
        )
        if made:
            tell(
                "seat released",
                about=seat.assessment,
                by=by.account,
                unit=seat.assessment.unit,
                name=seat.account.name,
            )
    return released


def recommend(seat: Seat, *, is_recommended: bool, words: str) -> Verdict:
    """Once; a judge with a tie is blocked as everybody is. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(seat, Act.RECOMMEND)
        verdict, made = Verdict.objects.get_or_create(
            seat=seat,
            defaults={"is_recommended": is_recommended, "words": words, "at": now()},
        )
        if made:
            assessment = seat.assessment
            tell("judge recommended", about=assessment, by=seat.account, unit=assessment.unit)
    return verdict
