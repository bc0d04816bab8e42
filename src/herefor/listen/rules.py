"""Who may ask customers, and see what they answered."""

from django.db.models import QuerySet

from herefor.listen.models import ImportRun, Invitation, OpenLink, Response, Survey, Wave
from herefor.people.models import Unit
from herefor.people.rules import ADMINISTRATOR, ANALYST, LEADER, Visitor, holds, units_where

ASKERS = (ANALYST, LEADER, ADMINISTRATOR)


def may_ask(user: Visitor) -> bool:
    """Whether the user may enter the room at all."""
    return holds(user, *ASKERS)


def units_to_ask_at(user: Visitor) -> QuerySet[Unit]:
    return units_where(user, *ASKERS)


def may_run(user: Visitor, survey: Survey) -> bool:
    """Whether the user may change a survey and open waves of it: those who ask at its unit."""
    return units_to_ask_at(user).filter(pk=survey.unit_id).exists()


def units_to_invite_at(user: Visitor) -> QuerySet[Unit]:
    """Personal links join names to answers, so analysts, who see no names, do not make them."""
    return units_where(user, LEADER, ADMINISTRATOR)


def surveys_visible_to(user: Visitor) -> QuerySet[Survey]:
    """A survey asked at a unit is seen by those who ask there, above it or below it."""
    above = {number for unit in units_to_ask_at(user) for number in unit.trail_ids}
    return Survey.objects.filter(unit__in=above)


def waves_visible_to(user: Visitor) -> QuerySet[Wave]:
    return Wave.objects.filter(edition__survey__in=surveys_visible_to(user))


def open_links_visible_to(user: Visitor) -> QuerySet[OpenLink]:
    return OpenLink.objects.filter(unit__in=units_to_ask_at(user))


def invitations_visible_to(user: Visitor) -> QuerySet[Invitation]:
    return Invitation.objects.filter(unit__in=units_to_invite_at(user))


def responses_visible_to(user: Visitor) -> QuerySet[Response]:
    """Answers of the units where the user analyses or leads; drafts too, marked as such."""
    return Response.objects.filter(unit__in=units_where(user, ANALYST, LEADER))


def imports_visible_to(user: Visitor) -> QuerySet[ImportRun]:
    return ImportRun.objects.filter(unit__in=units_to_ask_at(user))
