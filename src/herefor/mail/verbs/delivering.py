"""Sending what is due, so that a power cut at any point neither loses nor doubles a letter."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from herefor.mail.composing import bounce_address, composed, copy_address
from herefor.mail.models import Delivery, Letter, Mailbox, Pause
from herefor.mail.queries import goes_freely, sent_lately, standing_pause
from herefor.mail.sealing import Unreadable
from herefor.mail.smtp import (
    LostMeanwhile,
    NotConnected,
    NotOurs,
    NotReached,
    Refused,
    connected,
    hand_over,
)
from herefor.mail.verbs.trouble import REST, is_set_up_wrongly, note_trouble, trouble_is_over
from herefor.mail.verbs.writing import why_not
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell

CLAIM = timedelta(minutes=10)
BACK_OFF_MINUTES = (1, 5, 15, 60, 180, 360, 720, 1440)
COPY_WAIT = timedelta(minutes=15)
TURN_WAIT = timedelta(minutes=15)
LETTERS_AN_HOUR = 20
"""To one recipient; what is more waits."""
Step = Callable[[str], None]


def _no_step(name: str) -> None:
    """Named points of a send, for whoever wants to follow it."""


def claim(delivery: Delivery) -> Delivery | None:
    """Make the delivery ours, or leave it. One process at a time checks the ceiling.

    Until the claim ends nobody else sends it; if we die before handing it over, it is sent then.
    """
    with transaction.atomic():
        take_the_pen()
        mailbox = Mailbox.objects.get(letters=delivery.letter)
        is_held_back = not goes_freely(delivery.letter)
        if is_held_back and standing_pause(mailbox):
            return None
        if is_held_back and _over_ceiling(mailbox):
            pause = Pause.objects.create(
                mailbox=mailbox, because=Pause.Because.CEILING, paused_at=now()
            )
            tell(
                "mail ceiling reached",
                about=mailbox,
                unit=mailbox.unit,
                address=mailbox.address,
                ceiling=mailbox.ceiling,
                pause=pause.pk,
            )
            return None
        seen = Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at, sent_at=None)
        moment = now()
        ours = seen.update(claimed_at=moment, due_at=moment + CLAIM, attempts=F("attempts") + 1)
    return Delivery.objects.select_related("letter__mailbox").get(pk=delivery.pk) if ours else None


def deliver(delivery: Delivery, *, step: Step = _no_step) -> Delivery:
    """Send a claimed delivery and record what became of it. Talks to the server in between."""
    letter, mailbox = delivery.letter, delivery.letter.mailbox
    assert mailbox is not None  # noqa: S101  a delivery without a mailbox is never due
    if reason := why_not(letter):
        return _fail(delivery, reason)
    if not goes_freely(letter) and sent_lately(delivery.recipient, hours=1) >= LETTERS_AN_HOUR:
        return _untried(delivery, TURN_WAIT, _("The recipient got many letters lately."))
    copy = copy_address(letter, mailbox) if mailbox.keeps_sent_copy else ""
    content = composed(letter, mailbox, at=now())
    step("claimed")
    try:
        with connected(mailbox) as server:
            step("connected")
            hand_over(
                server,
                content,
                sender=bounce_address(letter, mailbox),
                recipient=delivery.recipient,
                copy=copy,
                ready=lambda with_copy: _mark(delivery, with_copy=with_copy),
                step=step,
            )
            _record(delivery)
    except NotOurs:
        pass
    except Refused as refusal:
        return _refused(delivery, refusal)
    except (NotConnected, Unreadable) as failure:
        return _not_connected(delivery, failure)
    except NotReached as failure:
        return _try_again(delivery, note_trouble(mailbox, failure))
    except LostMeanwhile:
        return doubt(delivery)
    step("recorded")
    return _fresh(delivery)


def settle_doubt(delivery: Delivery) -> Delivery:
    """A letter whose handing over never ended: wait for the proof, send again, or ask a person.

    The copy to ourselves went the same way in the same moment: there, or not, it tells whether the
    letter did. It only tells when the mailbox has been read long enough afterwards.
    """
    if delivery.doubted_at is None:
        return doubt(delivery)
    mailbox = delivery.letter.mailbox
    looked = mailbox.last_read_at if mailbox else None
    if looked is None or looked < delivery.doubted_at + COPY_WAIT:
        return _wait_for_copy(delivery)
    again = Delivery.objects.filter(
        pk=delivery.pk, due_at=delivery.due_at, sent_at=None, doubted_at=delivery.doubted_at
    )
    again.update(due_at=now(), handing_over_at=None, doubted_at=None)
    return _fresh(delivery)


def doubt(delivery: Delivery) -> Delivery:
    """Nobody can tell whether it went out. With a copy to look for, it waits for that."""
    with transaction.atomic():
        take_the_pen()
        moment = now()
        waits = moment + COPY_WAIT if delivery.expects_copy else None
        open_ones = Delivery.objects.filter(pk=delivery.pk, sent_at=None, doubted_at=None)
        if open_ones.update(doubted_at=moment, due_at=waits) and waits is None:
            letter = delivery.letter
            tell("letter in doubt", about=letter, unit=letter.unit)
    return _fresh(delivery)


def record_sent(letter: Letter) -> bool:
    """The letter is known to have gone out. Whether that was news."""
    mine = Delivery.objects.filter(letter=letter, sent_at=None)
    return bool(mine.update(sent_at=now(), due_at=None, failed_at=None, reason=""))


def _mark(delivery: Delivery, *, with_copy: bool) -> bool:
    """From here on somebody may be mailed: committed before the first byte of the content."""
    ours = Delivery.objects.filter(
        pk=delivery.pk,
        claimed_at=delivery.claimed_at,
        due_at=delivery.due_at,
        handing_over_at=None,
        sent_at=None,
        withdrawn_at=None,
    )
    delivery.expects_copy = with_copy
    return bool(ours.update(handing_over_at=now(), expects_copy=with_copy))


def _record(delivery: Delivery) -> None:
    record_sent(delivery.letter)
    mailbox = delivery.letter.mailbox
    if mailbox is not None:
        trouble_is_over(mailbox)


def _refused(delivery: Delivery, refusal: Refused) -> Delivery:
    if refusal.is_final:
        return _fail(delivery, str(refusal))
    return _try_again(delivery, str(refusal))


def _not_connected(delivery: Delivery, failure: NotConnected | Unreadable) -> Delivery:
    """Letters stay queued, however long it takes. A call does not wait for a password to be
    mended: it fails, so that the next is called."""
    letter = delivery.letter
    assert letter.mailbox is not None  # noqa: S101  it was delivered through it
    words = note_trouble(letter.mailbox, failure)
    if letter.is_urgent and is_set_up_wrongly(failure):
        return _fail(delivery, words)
    return _untried(delivery, REST, words)


def _try_again(delivery: Delivery, reason: str) -> Delivery:
    if delivery.attempts > len(BACK_OFF_MINUTES):
        return _fail(delivery, reason)
    minutes = BACK_OFF_MINUTES[delivery.attempts - 1]
    return _later(delivery, timedelta(minutes=minutes), reason)


def _later(delivery: Delivery, wait: timedelta, reason: str) -> Delivery:
    mine = _claimed_by_us(delivery)
    mine.update(due_at=now() + wait, handing_over_at=None, reason=reason)
    return _fresh(delivery)


def _untried(delivery: Delivery, wait: timedelta, reason: str) -> Delivery:
    """It was not its turn, or no server took any letter: nothing is counted as tried."""
    _claimed_by_us(delivery).update(
        due_at=now() + wait, claimed_at=None, attempts=delivery.attempts - 1, reason=reason
    )
    return _fresh(delivery)


def _fail(delivery: Delivery, reason: str) -> Delivery:
    with transaction.atomic():
        take_the_pen()
        if _claimed_by_us(delivery).update(
            failed_at=now(), due_at=None, handing_over_at=None, reason=reason
        ):
            tell("letter failed", about=delivery.letter, unit=delivery.letter.unit)
    return _fresh(delivery)


def _claimed_by_us(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(
        pk=delivery.pk, claimed_at=delivery.claimed_at, sent_at=None, withdrawn_at=None
    )


def _wait_for_copy(delivery: Delivery) -> Delivery:
    Delivery.objects.filter(pk=delivery.pk, sent_at=None).update(due_at=now() + REST)
    return _fresh(delivery)


def _over_ceiling(mailbox: Mailbox) -> bool:
    """Whether as many letters as allowed were begun within the last minute."""
    since: datetime = now() - timedelta(minutes=1)
    last = mailbox.pauses.exclude(released_at=None).first()
    if last and last.released_at and last.released_at > since:
        since = last.released_at
    begun = Delivery.objects.filter(letter__mailbox=mailbox, claimed_at__gt=since)
    return begun.count() >= mailbox.ceiling


def _fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("letter__mailbox").get(pk=delivery.pk)
