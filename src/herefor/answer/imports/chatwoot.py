"""Conversations as the API of Chatwoot lists them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.answer.imports.old import (
    IN,
    INTERNAL,
    OUT,
    NotKept,
    OldCase,
    OldMessage,
    Person,
    customer_spoke_last,
)
from herefor.answer.imports.values import (
    STATUS,
    TITLE,
    an_object,
    line,
    moment,
    number_of,
    objects,
    person,
    words,
)
from herefor.answer.models import Case
from herefor.answer.titles import title_of

TOOL = "chatwoot"
INCOMING, OUTGOING = (0, "incoming"), (1, "outgoing")  # the rest was written by the program
OPEN = {"open", "pending", "snoozed"}
SEVERITIES = {
    "low": Case.Severity.LOW,
    "high": Case.Severity.HIGH,
    "urgent": Case.Severity.CRITICAL,
}


def is_one(record: dict[str, Any]) -> bool:
    return "messages" in record and "meta" in record


def case_of(conversation: dict[str, Any], *, row: int) -> OldCase:
    remarks: list[str] = []
    number = number_of(conversation.get("id"))
    status = line(conversation.get("status"), limit=STATUS)
    meta = an_object(conversation.get("meta"))
    customer, owner = person(meta.get("sender"), remarks), person(meta.get("assignee"), remarks)
    messages = _messages(conversation, owner, remarks)
    times = [moment(conversation.get("created_at")), *(message.said_at for message in messages)]
    known = [at for at in times if at]
    if not known:
        raise NotKept(_("It does not say when it was opened."))
    ended = moment(conversation.get("last_activity_at") or conversation.get("timestamp"))
    if status not in OPEN | {"resolved"}:
        remarks.append(_("Its state there is not known to us, so it is open here."))
    subject = an_object(conversation.get("additional_attributes")).get("mail_subject")
    return OldCase(
        tool=TOOL,
        number=number,
        title=line(subject, limit=TITLE)
        or title_of(messages[0].text if messages else "", otherwise=_("Came without words")),
        opened_at=min(known),
        customer=customer,
        owner=owner,
        messages=messages,
        severity=SEVERITIES.get(line(conversation.get("priority"), limit=20), Case.Severity.NORMAL),
        status=status,
        closed_at=max([*known, ended] if ended else known) if status == "resolved" else None,
        waits_for_us=customer_spoke_last(messages, otherwise=False),
        remarks=remarks,
        row=row,
    )


def _messages(conversation: dict[str, Any], owner: Person, remarks: list[str]) -> list[OldMessage]:
    opened_at, found, files = moment(conversation.get("created_at")), [], 0
    for message in objects(conversation.get("messages")):
        direction, text = _direction(message), words(message.get("content"))
        if direction is None:
            continue
        files += len(objects(message.get("attachments")))
        at = moment(message.get("created_at"))
        if at is None:
            remarks.append(
                _("A message without a time stands at the time of the case.")
                if opened_at
                else _("A message without a time was left out.")
            )
        if text and (at or opened_at):
            sender = person(message.get("sender"), remarks)
            by = owner if owner and direction != IN and sender.number == owner.number else sender
            found.append(OldMessage(direction, text, at or opened_at, by))  # type: ignore[arg-type]
    if files:
        said = ngettext("%(n)d file stayed there.", "%(n)d files stayed there.", files)
        remarks.append(said % {"n": files})
    return sorted(found, key=lambda message: message.said_at)


def _direction(message: dict[str, Any]) -> str | None:
    """None for what no person wrote. Ours is shown only where it is said not to be private."""
    if message.get("message_type") in INCOMING:
        return INTERNAL if message.get("private") else IN
    if message.get("message_type") in OUTGOING:
        return OUT if message.get("private") is False else INTERNAL
    return None
