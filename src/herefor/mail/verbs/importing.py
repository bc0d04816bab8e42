"""Bringing old mail in from files. Nothing is sent and nobody is called for it."""

import mailbox as mail_files
from collections.abc import Iterator
from pathlib import Path

from herefor.mail.models import Letter, Mailbox
from herefor.mail.verbs.history import Imported, tell_imported
from herefor.mail.verbs.holding import take_or_hold
from herefor.people.models import Account

MBOX = b"From "


def import_mail(path: Path, *, mailbox: Mailbox, by: Account | None = None) -> Imported:
    """Take in an mbox or a single letter (.eml) as history; what breaks is held for people."""
    before = Letter.objects.filter(mailbox=mailbox).last()
    newest = before.pk if before else 0
    taken = [take_or_hold(raw, mailbox=mailbox, history=True) for raw in letters_of(path)]
    read = [letter for letter in taken if letter]
    new = {letter.pk: letter for letter in read if letter.pk > newest and letter.is_history}
    return tell_imported(
        mailbox,
        new.values(),
        already_there=len(read) - len(new),
        unreadable=len(taken) - len(read),
        by=by,
    )


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
