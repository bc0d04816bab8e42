"""What this room hears: a letter that called somebody did not arrive, or the mail itself stops."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from herefor.duty.channels.email import MARK
from herefor.duty.models import Page
from herefor.duty.models.chains import Severity
from herefor.duty.queries.alarms import ringing_about
from herefor.duty.verbs import raise_alarm, stand_down_about
from herefor.duty.verbs.sending import note_came_back
from herefor.mail.models import HeldLetter, Letter, Mailbox
from herefor.people.models import Role
from herefor.people.queries import holders
from herefor.story.models import Event
from herefor.story.verbs import hear


@hear("letter failed")
@hear("letter bounced")
@hear("letter in doubt")
def call_somebody_else(event: Event) -> None:
    letter = event.about
    if not isinstance(letter, Letter) or not (letter.once or "").startswith(MARK):
        return
    page = Page.objects.filter(once=(letter.once or "").removeprefix(MARK)).first()
    if page is not None:
        note_came_back(page, error=letter.delivery.reason or event.what)


@hear("mail ceiling reached")
def call_about_a_stop(event: Event) -> None:
    """No customer gets a letter until a person looks: once for each pause."""
    mailbox = event.about
    if isinstance(mailbox, Mailbox):
        words = _("%(address)s has stopped sending: more letters were due than allowed.")
        _call(mailbox, mailbox, words, once=f"mail-ceiling-{event.payload['pause']}")


@hear("mail cannot be sent")
def call_about_what_is_not_sent(event: Event) -> None:
    mailbox = event.about
    if isinstance(mailbox, Mailbox):
        words = _("Nothing can be sent from %(address)s; letters to customers wait.")
        _call(mailbox, mailbox, words, once=f"mail-not-sent-{event.pk}")


@hear("mail released")
@hear("mail is sent again")
def sending_goes_on(event: Event) -> None:
    if isinstance(event.about, Mailbox):
        stand_down_about(event.about, by=event.by, why=_("Letters are sent again."))


@hear("letter held")
def call_about_a_letter_that_waits(event: Event) -> None:
    """Somebody wrote and nobody can read it: one call while letters of the mailbox wait.

    Old mail that was brought in calls nobody.
    """
    held = event.about
    if isinstance(held, HeldLetter) and not (held.is_history or _others_waiting(held)):
        words = _("A letter to %(address)s could not be read. Nobody has answered it.")
        _call(held, held.mailbox, words, once=f"letter-held-{held.pk}")


@hear("held letter taken in")
@hear("held letter settled")
def a_letter_waits_no_more(event: Event) -> None:
    held = event.about
    if isinstance(held, HeldLetter) and not _others_waiting(held):
        rings = ringing_about(HeldLetter).values("about_id")
        for one in HeldLetter.objects.filter(mailbox=held.mailbox, pk__in=rings):
            stand_down_about(one, by=event.by, why=_("Done meanwhile."))


def _others_waiting(held: HeldLetter) -> bool:
    standing = HeldLetter.objects.filter(mailbox=held.mailbox, settled_at=None, is_history=False)
    return standing.exclude(pk=held.pk).exists()


def _call(about: Model, mailbox: Mailbox, words: str, *, once: str) -> None:
    raise_alarm(
        about,
        unit=mailbox.unit,
        severity=Severity.HIGH,
        words=words % {"address": mailbox.address},
        first=holders(mailbox.unit, Role.Kind.ADMINISTRATOR).first(),
        once=once,
        address=reverse("mail:waiting"),
    )
