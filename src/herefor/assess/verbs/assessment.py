"""An assessment opened, its seats, its conflicts and its stages."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.frameworks import Framework
from herefor.assess.models import (
    Assessment,
    ConflictDeclaration,
    Evidence,
    Opening,
    Report,
    Seat,
    Stage,
)
from herefor.assess.queries.comments import items_with_clashes
from herefor.assess.queries.consensus import items_marked_since, items_not_settled
from herefor.assess.queries.marks import items_not_agreed
from herefor.assess.queries.report import Theme, report_document
from herefor.assess.queries.saying import said_by
from herefor.assess.queries.team import judges_awaited
from herefor.assess.rules import may, may_hand_over, may_still_examine, may_take_over
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


class NotNow(Exception):
    """The seat, the stage or what is missing forbids it; the message says which."""


def open_assessment(*, unit: Unit, framework: Framework, title: str, by: Account) -> Assessment:
    """Begin one; the framework is copied, so that a later edition of the file changes nothing."""
    with transaction.atomic():
        assessment = Assessment.objects.create(
            unit=unit,
            framework_id=framework.id,
            framework_document=asdict(framework),
            title=title,
            by=by,
            opened_at=now(),
        )
        assessment.stages.create(stage=Stage.WRITING, by=by, at=now())
        assessment.seats.create(account=by, role=Seat.Role.LEAD, by=by, invited_at=now())
        tell("assessment opened", about=assessment, by=by, unit=unit, name=title)
    return assessment


def invite(assessment: Assessment, *, account: Account, role: str, by: Account) -> Seat:
    """Raises NotNow for somebody who is seated, and for an examiner who could not mark alone."""
    with transaction.atomic():
        take_the_pen()
        if assessment.seats.filter(account=account).exists():
            raise NotNow("seated already")
        if role == Seat.Role.EXAMINER and not may_still_examine(assessment):
            raise NotNow("marks are open")
        seat = assessment.seats.create(account=account, role=role, by=by, invited_at=now())
        tell(
            "seat given",
            about=assessment,
            by=by,
            unit=assessment.unit,
            name=account.name,
            role=role,
            seat=seat.pk,
        )
    return seat


def declare(seat: Seat, *, tie: str, words: str = "") -> ConflictDeclaration:
    """Said once for the stage; a tie said later in it closes the seat as well."""
    with transaction.atomic():
        stage = seat.assessment.stage
        declaration = seat.declarations.create(stage=stage, tie=tie, words=words, at=now())
        closed = tie != ConflictDeclaration.Tie.NONE
        tell(
            "tie declared" if closed else "no tie declared",
            about=seat.assessment,
            by=seat.account,
            unit=seat.assessment.unit,
            stage=stage,
        )
    return declaration


def hand_over(seat: Seat, *, to: Account) -> Seat:
    """A lead who has a tie names who leads from now on; nothing else opens for this person.

    Raises NotNow for anybody else, and where somebody leads already or may not.
    """
    with transaction.atomic():
        take_the_pen()
        if not may_hand_over(seat) or not may_take_over(seat.assessment).filter(pk=to.pk).exists():
            raise NotNow("nobody waits for a lead")
        assessment = seat.assessment
        given = assessment.seats.create(
            account=to, role=Seat.Role.LEAD, by=seat.account, invited_at=now()
        )
        tell(
            "lead handed over",
            about=assessment,
            by=seat.account,
            unit=assessment.unit,
            name=to.name,
            seat=given.pk,
        )
    return given


def submit(assessment: Assessment, *, by: Seat) -> Assessment:
    """The answers are locked and the evidence is kept as it stands today. Raises NotNow."""
    standing = Evidence.objects.filter(assessment=assessment, taken_back_at=None)
    said = {one.pk: said_by(one) for one in standing.select_related("by", "about_type")}
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.SUBMIT)
        for evidence in standing.all():
            evidence.frozen = said.get(evidence.pk) or said_by(evidence)
            evidence.save(update_fields=["frozen"])
        _enter(assessment, Stage.INDEPENDENT, by=by.account)
    return assessment


def open_marks(assessment: Assessment, *, reason: str, by: Seat) -> Opening:
    """The team sees the marks although somebody has not handed in. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.OPEN_MARKS)
        opening, made = Opening.objects.get_or_create(
            assessment=assessment, defaults={"reason": reason, "by": by.account, "at": now()}
        )
        if made:
            tell("marks opened", about=assessment, by=by.account, unit=assessment.unit)
    return opening


def move_on(assessment: Assessment, *, by: Seat) -> Stage:
    """Into the next stage. To leave the consensus or the visit every item must be agreed, after its
    newest mark, and no comment may stand beside another wording of it; to leave the visit no issue
    may be open either, and what it found must be agreed on. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.MOVE_ON)
        stage = assessment.stage
        if stage == Stage.INDEPENDENT and not may(by, Act.READ_MARKS, stage=stage):
            raise NotNow("marks are not open")
        if stage in (Stage.CONSENSUS, Stage.SITE_VISIT):
            _refuse_unsettled(assessment)
        if stage == Stage.SITE_VISIT and items_not_settled(assessment):
            raise NotNow("issues of the visit are open")
        following = stage.following
        if following is None:
            raise NotNow("there is no stage after this one")
        _enter(assessment, following, by=by.account)
    return following


def _refuse_unsettled(assessment: Assessment) -> None:
    if items_not_agreed(assessment):
        raise NotNow("items are not agreed")
    if items_marked_since(assessment):
        raise NotNow("items were marked since")
    if items_with_clashes(assessment):
        raise NotNow("comments clash")


def report(assessment: Assessment, *, themes: Sequence[Theme], by: Seat) -> Report:
    """Write what the applicant receives, once. Waits for every judge who is free. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.REPORT)
        if judges_awaited(assessment):
            raise NotNow("judges have not recommended")
        written = Report.objects.create(
            assessment=assessment,
            document=report_document(assessment, themes=themes),
            by=by.account,
            at=now(),
        )
        _enter(assessment, Stage.REPORTED, by=by.account)
    return written


def refuse(seat: Seat, act: Act) -> None:
    """Raises NotNow where the table forbids the act to this seat at this stage."""
    if not may(seat, act, stage=seat.assessment.stage):
        raise NotNow(f"{seat.role} may not {act}")


def _enter(assessment: Assessment, stage: Stage, *, by: Account) -> None:
    assessment.stages.create(stage=stage, by=by, at=now())
    tell("stage entered", about=assessment, by=by, unit=assessment.unit, stage=stage)
