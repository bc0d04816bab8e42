"""Bringing old mail in from files. Nothing is sent and nobody is called for it."""

import mailbox as mail_files
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from herefor.mail.models import Letter, Mailbox
from herefor.mail.verbs.taking import take_letter
from herefor.people.models import Account
from herefor.story.verbs import tell

MBOX = b"From "


@dataclass(frozen=True)
class Imported:
    """What came of an import: `held` are those that no program may answer, `sent` is always 0."""

    letters: int
    already_there: int
    threaded: int
    held: int
    sent: int


def import_mail(path: Path, *, mailbox: Mailbox, by: Account | None = None) -> Imported:
    """Take in an mbox or a single letter (.eml) as history."""
    before = Letter.objects.filter(mailbox=mailbox).last()
    newest = before.pk if before else 0
    read = [take_letter(raw, mailbox=mailbox, history=True) for raw in letters_of(path)]
    new = {letter.pk: letter for letter in read if letter.pk > newest and letter.is_history}
    return tell_imported(mailbox, new.values(), already_there=len(read) - len(new), by=by)


def letters_of(path: Path) -> Iterator[bytes]:
    """The letters in a file, as they were; lines that were escaped for the mbox are unescaped."""
    with path.open("rb") as file:
        is_mbox = file.read(len(MBOX)) == MBOX
    if not is_mbox:
        yield path.read_bytes()
        return
    box = mail_files.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key).replace(b"\n>From ", b"\nFrom ")
    finally:
        box.close()


def tell_imported(
    mailbox: Mailbox,
    letters: Iterable[Letter],
    *,
    already_there: int = 0,
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
    )
    with transaction.atomic():
        tell("mail imported", about=mailbox, by=by, unit=mailbox.unit, **asdict(made))
    return made
