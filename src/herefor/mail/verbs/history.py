"""What came of bringing old mail in."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction

from herefor.mail.models import Letter, Mailbox
from herefor.people.models import Account
from herefor.story.verbs import tell


@dataclass(frozen=True)
class Imported:
    """What came of an import: `held` are those that no program may answer, `sent` is always 0.

    `unreadable` ones broke on the way in and wait for people.
    """

    letters: int
    already_there: int
    threaded: int
    held: int
    sent: int
    unreadable: int


def tell_imported(
    mailbox: Mailbox,
    letters: Iterable[Letter],
    *,
    already_there: int = 0,
    unreadable: int = 0,
    by: Account | None = None,
) -> Imported:
    """One event for the whole run."""
    new = list(letters)
    made = Imported(
        letters=len(new),
        already_there=already_there,
        threaded=sum(letter.answers_id is not None for letter in new),
        held=sum(letter.kind not in (Letter.Kind.PERSON, Letter.Kind.OWN) for letter in new),
        sent=Letter.objects.filter(answers__in=new, delivery__isnull=False).count(),
        unreadable=unreadable,
    )
    with transaction.atomic():
        tell("mail imported", about=mailbox, by=by, unit=mailbox.unit, **asdict(made))
    return made
