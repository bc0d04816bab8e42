"""What a person does about a letter that failed or is in doubt, and about those who get none."""

from django.db import transaction
from django.db.models import Q

from herefor.mail.models import BouncedAddress, Delivery, Unsubscription
from herefor.mail.queries import mailbox_for
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def send_again(delivery: Delivery, *, by: Account) -> Delivery:
    """Somebody decided: a letter that failed, is in doubt or had no mailbox is sent once more."""
    letter = delivery.letter
    with transaction.atomic():
        take_the_pen()
        if letter.mailbox is None or not letter.mailbox.may_send:
            letter.mailbox = mailbox_for(letter.unit)
            if letter.mailbox is None:
                return delivery
            letter.from_address, letter.from_name = letter.mailbox.address, letter.mailbox.name
            letter.save(update_fields=["mailbox", "from_address", "from_name"])
        stuck = Delivery.objects.filter(pk=delivery.pk, sent_at=None, withdrawn_at=None).filter(
            Q(failed_at__isnull=False) | Q(doubted_at__isnull=False) | Q(due_at=None)
        )
        if stuck.update(
            due_at=now(),
            attempts=0,
            handing_over_at=None,
            doubted_at=None,
            failed_at=None,
            reason="",
            settled_by=by,
        ):
            tell("letter sent again", about=letter, by=by, unit=letter.unit)
    return Delivery.objects.get(pk=delivery.pk)


def take_for_sent(delivery: Delivery, *, by: Account) -> Delivery:
    """Somebody knows that a letter in doubt has arrived."""
    with transaction.atomic():
        take_the_pen()
        doubted = Delivery.objects.filter(pk=delivery.pk, sent_at=None, doubted_at__isnull=False)
        if doubted.update(sent_at=now(), due_at=None, settled_by=by):
            letter = delivery.letter
            tell("letter taken for sent", about=letter, by=by, unit=letter.unit)
    return Delivery.objects.get(pk=delivery.pk)


def allow_address(bounced: BouncedAddress, *, by: Account) -> None:
    """Letters to the address are sent again."""
    with transaction.atomic():
        tell("address released", about=bounced, by=by)
        bounced.delete()


def unsubscribe(address: str, *, topic: str) -> Unsubscription:
    """The recipient gets no more letters on this topic."""
    with transaction.atomic():
        made, is_new = Unsubscription.objects.get_or_create(
            address=address.lower(), topic=topic, defaults={"unsubscribed_at": now()}
        )
        if is_new:
            tell("unsubscribed", about=made)
    return made


def subscribe_again(address: str, *, topic: str) -> None:
    """The recipient asked for letters on this topic and confirmed it: they may go out again."""
    with transaction.atomic():
        take_the_pen()
        for ended in Unsubscription.objects.filter(address=address.lower(), topic=topic):
            tell("subscribed again", about=ended)
            ended.delete()
