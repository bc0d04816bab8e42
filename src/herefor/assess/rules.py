"""Who may assess, and what they may see."""

from django.db.models import Q, QuerySet

from herefor.assess.access import Act, is_allowed
from herefor.assess.models import (
    Assessment,
    Certificate,
    ConflictDeclaration,
    Exercise,
    Handing,
    Mark,
    Opening,
    Practice,
    ProgressCheck,
    Release,
    Result,
    Seat,
    Stage,
    Workshop,
)
from herefor.people.models import Account, Role, Unit
from herefor.people.rules import ANALYST, EXAMINER, LEADER, Visitor, holds, units_where


def may_assess(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    if holds(user, LEADER, ANALYST, EXAMINER):
        return True
    return isinstance(user, Account) and user.is_active and user.seats.exists()


def may_open(user: Visitor) -> bool:
    """Whether the user may begin a workshop or an assessment of some unit."""
    return holds(user, LEADER, ANALYST)


def units_to_assess(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, LEADER, ANALYST)


def workshops_visible_to(user: Visitor) -> QuerySet[Workshop]:
    return Workshop.objects.filter(unit__in=units_to_assess(user)).select_related("unit", "by")


def checks_visible_to(user: Visitor) -> QuerySet[ProgressCheck]:
    units = units_to_assess(user)
    return ProgressCheck.objects.filter(unit__in=units).select_related("unit", "by")


def may_act(unit: Unit) -> QuerySet[Account]:
    """Those to whom an action may be given: who holds a role at the unit, above or below it."""
    return (
        Account.objects.filter(is_active=True, roles__in=_roles_near(unit))
        .distinct()
        .order_by("name")
    )


def _roles_near(unit: Unit) -> QuerySet[Role]:
    below = Q(unit__trail__startswith=unit.trail)
    return Role.objects.filter(below | Q(unit__in=unit.trail_ids))


def assessments_visible_to(user: Visitor) -> QuerySet[Assessment]:
    """Those at which the user has a seat; leading a unit alone opens nobody's scorebook."""
    if not isinstance(user, Account) or not user.is_active:
        return Assessment.objects.none()
    return Assessment.objects.filter(seats__account=user).select_related("unit", "by")


def seats_of(user: Visitor) -> QuerySet[Seat]:
    """Everywhere, the newest assessment first."""
    seats = Seat.objects.filter(assessment__in=assessments_visible_to(user), account=user.pk)
    return seats.select_related("account", "assessment__unit").order_by("-assessment__opened_at")


def seat_of(user: Visitor, assessment: Assessment) -> Seat | None:
    if not isinstance(user, Account) or not user.is_active:
        return None
    return assessment.seats.filter(account=user).select_related("account").first()


def is_blocked(seat: Seat) -> bool:
    """Any declared tie, at any stage, closes the seat; so does leaving the team."""
    if seat.declarations.exclude(tie=ConflictDeclaration.Tie.NONE).exists():
        return True
    return Release.objects.filter(seat=seat).exists()


def examiners_to_invite(assessment: Assessment) -> QuerySet[Account]:
    """Those who hold the role of an examiner anywhere and are not seated here. They examine, lead
    and judge."""
    return _not_seated(
        Account.objects.filter(is_active=True, roles__kind=EXAMINER).distinct(), assessment
    )


def writers_to_invite(assessment: Assessment) -> QuerySet[Account]:
    """People of the applicant, above or below it, who are not seated here. To be an examiner
    there is no part in the work of the unit."""
    at_work = _roles_near(assessment.unit).exclude(kind=EXAMINER)
    people = Account.objects.filter(is_active=True, roles__in=at_work).distinct()
    return _not_seated(people, assessment)


def _not_seated(people: QuerySet[Account], assessment: Assessment) -> QuerySet[Account]:
    return people.exclude(pk__in=assessment.seats.values("account")).order_by("name")


def may_take_over(assessment: Assessment) -> QuerySet[Account]:
    return examiners_to_invite(assessment)


def may_hand_over(seat: Seat) -> bool:
    """A lead with a tie, who was not let go, while nobody else leads and the report is not out."""
    if seat.role != Seat.Role.LEAD or not is_here(seat) or not is_blocked(seat):
        return False
    assessment = seat.assessment
    if assessment.stage == Stage.REPORTED:
        return False
    return not leads_free(assessment).filter(release=None).exists()


def must_declare(seat: Seat, *, stage: str) -> bool:
    """A writer belongs to the applicant, so has no tie to declare."""
    if seat.role == Seat.Role.WRITER:
        return False
    return not seat.declarations.filter(stage=stage).exists()


def may(seat: Seat, act: Act, *, stage: str) -> bool:
    """The table of `access.py`, for somebody who has declared and is free of ties."""
    if is_blocked(seat) or must_declare(seat, stage=stage):
        return False
    return may_if_free(seat, act, stage=stage)


def may_if_free(seat: Seat, act: Act, *, stage: str) -> bool:
    """The same for a seat that is known to be neither blocked nor asked."""
    if not is_allowed(seat.role, act, stage=stage):
        return False
    if act in (Act.MARK, Act.HAND_IN) and is_locked(seat):
        return False
    return act != Act.READ_MARKS or marks_are_open(seat.assessment, stage=stage)


def acts_of(seat: Seat, *, stage: str) -> dict[str, bool]:
    """Every act of the table by its name, for a page that shows what is open."""
    closed = is_blocked(seat) or must_declare(seat, stage=stage)
    return {act.name.lower(): not closed and may_if_free(seat, act, stage=stage) for act in Act}


def is_locked(seat: Seat) -> bool:
    """Handed in, or the lead has opened the marks: whoever may see others' gives none alone."""
    if Opening.objects.filter(assessment=seat.assessment_id).exists():
        return True
    return Handing.objects.filter(seat=seat).exists()


def examiners_free(assessment: Assessment) -> QuerySet[Seat]:
    """Examiners of whom no tie is known. Who was let go is among them: a lead who could make marks
    not count could silence whoever disagrees."""
    return _free(assessment, Seat.Role.EXAMINER)


def is_here(seat: Seat) -> bool:
    """Not let go."""
    return not hasattr(seat, "release")


def examiners_here(assessment: Assessment) -> QuerySet[Seat]:
    """Those of them for whom one may wait."""
    return examiners_free(assessment).filter(release=None)


def leads_free(assessment: Assessment) -> QuerySet[Seat]:
    return _free(assessment, Seat.Role.LEAD)


def judges_free(assessment: Assessment) -> QuerySet[Seat]:
    return _free(assessment, Seat.Role.JUDGE)


def _free(assessment: Assessment, role: Seat.Role) -> QuerySet[Seat]:
    tied = ConflictDeclaration.objects.exclude(tie=ConflictDeclaration.Tie.NONE)
    seats = assessment.seats.filter(role=role)
    return seats.exclude(declarations__in=tied)


def marks_are_open(assessment: Assessment, *, stage: str) -> bool:
    """All examiners have handed in, or the lead opened them, or the stage is past."""
    if stage != Stage.INDEPENDENT:
        return stage != Stage.WRITING
    if Opening.objects.filter(assessment=assessment).exists():
        return True
    seats = examiners_here(assessment)
    return seats.exists() and not seats.filter(handing=None).exists()


def may_still_examine(assessment: Assessment) -> bool:
    """Whether a newcomer could mark alone: while the marks of others are hidden, or where nobody
    free has given any."""
    stage = assessment.stage
    if not Mark.objects.filter(seat__in=examiners_free(assessment)).exists():
        return stage not in (Stage.JUDGES, Stage.REPORTED)
    return stage in (Stage.WRITING, Stage.INDEPENDENT) and not marks_are_open(
        assessment, stage=stage
    )


def may_train(user: Visitor) -> bool:
    """Whoever may enter the room may learn to examine."""
    return may_assess(user)


def exercises_of(user: Visitor) -> QuerySet[Exercise]:
    """One's own: nobody else sees how somebody learned."""
    if not may_train(user):
        return Exercise.objects.none()
    return Exercise.objects.filter(account=user.pk)


def certificates_visible_to(user: Visitor) -> QuerySet[Certificate]:
    """One's own, and those of people at whose assessments one is the lead."""
    if not isinstance(user, Account) or not user.is_active:
        return Certificate.objects.none()
    led = Assessment.objects.filter(seats__account=user, seats__role=Seat.Role.LEAD)
    team = Seat.objects.filter(assessment__in=led).values("account")
    mine = Q(exercise__account=user) | Q(exercise__account__in=team)
    return Certificate.objects.filter(mine).select_related("exercise__account")


def practices_visible_to(user: Visitor) -> QuerySet[Practice]:
    """Reviewed ones for whoever may enter the room; drafts at units that one may assess."""
    if not may_assess(user):
        return Practice.objects.none()
    seen = Q(review__isnull=False) | Q(unit__in=units_to_assess(user))
    return Practice.objects.filter(seen).select_related("unit", "by", "review", "published")


def practices_to_write(user: Visitor) -> QuerySet[Practice]:
    return practices_visible_to(user).filter(unit__in=units_to_assess(user))


def results_visible_to(user: Visitor) -> QuerySet[Result]:
    """Those of units that one leads or analyses, and of units of whose assessment one writes."""
    seen = Q(unit__in=units_to_assess(user))
    for seat in seats_of(user).filter(role=Seat.Role.WRITER):
        if not is_blocked(seat):
            seen |= Q(unit__trail__startswith=seat.assessment.unit.trail)
    return Result.objects.filter(seen).select_related("unit", "correction")
