"""Old letters as old cases: what hangs together is one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.answer.imports.old import IN, INTERNAL, OUT, NoCase, OldCase, OldMessage, Person, Read
from herefor.answer.models import Case
from herefor.answer.titles import title_of
from herefor.answer.verbs.letters import PREFIXES, words_of
from herefor.mail.models import Letter, Mailbox
from herefor.mail.verbs import letters_of, take_or_hold
from herefor.people.models import Account
from herefor.story.clock import now

TOOL = "mail"
BY_PEOPLE = {Letter.Kind.PERSON, Letter.Kind.OWN}


def cases_in_letters(path: Path, *, mailbox: Mailbox) -> Read:
    """Keep the letters of a file as history; each thread in which a customer wrote is a case.

    Letters do not say whether somebody still waits, so these cases are over. Whoever writes again
    opens theirs.
    """
    named: list[Named] = []
    for row, raw in enumerate(letters_of(path), start=1):
        if letter := take_or_hold(raw, mailbox=mailbox, history=True):
            named.append(Named.of(letter, row))
        else:
            yield NoCase(row, _("It could not be read. It is kept; see what waits under Mail."))
    ours = {*Mailbox.objects.values_list("address", flat=True)}
    ours |= {*Account.objects.values_list("email", flat=True)}
    ours = {address.lower() for address in ours}
    for thread in threads(named):
        letters = Letter.objects.filter(pk__in=[one.pk for one in thread])
        in_order = letters.select_related("mailbox", "message").order_by("written_at", "pk")
        yield _case_of(list(in_order), row=min(one.row for one in thread), ours=ours)


@dataclass(frozen=True)
class Named:
    """What a letter calls itself, and the letters it names; enough to tell what hangs together."""

    pk: int
    row: int
    name: str
    names: tuple[str, ...]

    @classmethod
    def of(cls, letter: Letter, row: int) -> "Named":
        others = (letter.in_reply_to, *letter.references)
        name = letter.message_id or f"letter {letter.pk}"
        return cls(letter.pk, row, name, tuple(other for other in others if other))


def threads(letters: Iterable[Named]) -> list[list[Named]]:
    """Letters that name each other belong together, in whatever order they came."""
    leads_to: dict[str, str] = {}

    def first(name: str) -> str:
        while (before := leads_to.setdefault(name, name)) != name:
            leads_to[name] = name = leads_to[before]
        return name

    letters = list(letters)
    for letter in letters:
        for other in letter.names:
            leads_to[first(other)] = first(letter.name)
    together: dict[str, list[Named]] = defaultdict(list)
    for letter in letters:
        together[first(letter.name)].append(letter)
    return list(together.values())


def _case_of(thread: list[Letter], *, row: int, ours: set[str]) -> OldCase | NoCase:
    if known := next((one.about for one in thread if isinstance(one.about, Case)), None):
        return _told_already(known, thread, row=row)
    said = [letter for letter in thread if letter.kind in BY_PEOPLE]
    heard = [letter for letter in said if not _is_ours(letter, ours)]
    if not heard:
        return NoCase(row, _("No customer wrote it. It is kept as a letter alone."))
    first = heard[0]
    subject = PREFIXES.sub("", first.subject).strip()
    return OldCase(
        tool=TOOL,
        number=str(thread[0].pk),
        title=subject or title_of(first.text, otherwise=_("A letter without words")),
        opened_at=min(said[0].written_at, now()),
        customer=Person(name=first.from_name, email=first.from_address.lower()),
        messages=[_message(letter, first, ours) for letter in said],
        closed_at=min(said[-1].written_at, now()),
        row=row,
    )


def _told_already(case: Case, thread: list[Letter], *, row: int) -> NoCase:
    beside = [one for one in thread if one.kind in BY_PEOPLE and not hasattr(one, "message")]
    if not beside:
        return NoCase(row, is_there=True)
    why = ngettext(
        "%(reference)s has this thread. %(n)d more letter of it is kept as a letter alone.",
        "%(reference)s has this thread. %(n)d more letters of it are kept as letters alone.",
        len(beside),
    )
    return NoCase(row, why % {"reference": case.reference, "n": len(beside)}, is_there=True)


def _message(letter: Letter, first: Letter, ours: set[str]) -> OldMessage:
    """What went between the customer and us; what went to or came from others is a note."""
    theirs = {first.from_address.lower(), first.reply_to.lower()} - {""}
    if letter.from_address.lower() in theirs:
        direction = IN
    elif _is_ours(letter, ours) and letter.to_address.lower() in theirs:
        direction = OUT
    else:
        direction = INTERNAL
    by = Person(name=letter.from_name, email=letter.from_address.lower())
    return OldMessage(direction, words_of(letter), min(letter.written_at, now()), by, letter)


def _is_ours(letter: Letter, ours: set[str]) -> bool:
    return letter.kind == Letter.Kind.OWN or letter.from_address.lower() in ours
