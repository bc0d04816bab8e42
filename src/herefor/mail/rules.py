"""Who may set up mailboxes, and who may read letters."""

from django.db.models import Q, QuerySet

from herefor.mail.models import Delivery, HeldLetter, Letter, Mailbox
from herefor.people.rules import ADMINISTRATOR, LEADER, RESPONDER, Visitor, units_where


def mailboxes_administered_by(user: Visitor) -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(unit__in=units_where(user, ADMINISTRATOR))


def deliveries_administered_by(user: Visitor) -> QuerySet[Delivery]:
    """Letters on their way from the user's units; those of no unit for who administers the top."""
    mine = units_where(user, ADMINISTRATOR)
    whole = Q(letter__unit=None) if mine.filter(parent=None).exists() else Q(pk__in=[])
    return Delivery.objects.filter(Q(letter__unit__in=mine) | whole)


def letters_visible_to(user: Visitor) -> QuerySet[Letter]:
    """What customers wrote is read by those who answer or lead at the unit, not by others."""
    return Letter.objects.filter(unit__in=units_where(user, LEADER, RESPONDER))


def mailboxes_seen_by(user: Visitor) -> QuerySet[Mailbox]:
    """The people of a mailbox: who answers, leads or administers at its unit."""
    return Mailbox.objects.filter(unit__in=units_where(user, LEADER, RESPONDER, ADMINISTRATOR))


def held_letters_visible_to(user: Visitor) -> QuerySet[HeldLetter]:
    """That they wait; what is in them is for `may_read_held`."""
    return HeldLetter.objects.filter(mailbox__in=mailboxes_seen_by(user))


def may_read_held(user: Visitor) -> QuerySet[HeldLetter]:
    return HeldLetter.objects.filter(mailbox__unit__in=units_where(user, LEADER, RESPONDER))


def mailboxes_released_by(user: Visitor) -> QuerySet[Mailbox]:
    """Whose sending the user may let go on: at night there may be no administrator."""
    return Mailbox.objects.filter(unit__in=units_where(user, LEADER, ADMINISTRATOR))
