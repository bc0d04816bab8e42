"""Tickets as Zendesk exports them: JSON, one on a line, or a table without what was said."""

from datetime import datetime
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
from herefor.mail.plain import from_html

TOOL = "zendesk"
HEADINGS = {"id", "subject", "status"}
OVER = {"solved", "closed"}
OUR_TURN, THEIR_TURN = {"new", "open", "hold", "on-hold"}, {"pending"}
KINDS = {"problem": Case.Kind.COMPLAINT, "incident": Case.Kind.COMPLAINT}
SEVERITIES = {
    "low": Case.Severity.LOW,
    "high": Case.Severity.HIGH,
    "urgent": Case.Severity.CRITICAL,
}
PEOPLE = ("requester", "submitter", "assignee")


def is_one(record: dict[str, Any]) -> bool:
    return "subject" in record and "status" in record


def ticket_of(row: dict[str, str]) -> dict[str, Any]:
    """A row of the table as the ticket it is; it holds nothing that was said."""
    named = {"name": row.get("requester"), "email": row.get("requester email")}
    return {
        "id": row.get("id"),
        "subject": row.get("subject"),
        "status": row.get("status"),
        "priority": row.get("priority"),
        "type": row.get("ticket type"),
        "created_at": row.get("created at"),
        "updated_at": row.get("solved at") or row.get("updated at"),
        "requester": named | {"id": row.get("requester id")},
        "assignee": {"name": row.get("assignee")},
    }


def case_of(ticket: dict[str, Any], *, row: int) -> OldCase:
    remarks: list[str] = []
    number, status = number_of(ticket.get("id")), line(ticket.get("status"), limit=STATUS)
    state = status.casefold()
    if state == "deleted":
        raise NotKept(_("It was deleted there."))
    people = _people(ticket, remarks)
    opened_at = _opened_at(ticket)
    messages = _messages(ticket, people, opened_at, remarks)
    if state not in OVER | OUR_TURN | THEIR_TURN:
        remarks.append(_("Its state there is not known to us, so it is open here."))
    return OldCase(
        tool=TOOL,
        number=number,
        title=line(ticket.get("subject"), limit=TITLE)
        or title_of(messages[0].text if messages else "", otherwise=_("Came without a subject")),
        opened_at=opened_at,
        customer=people.get(_requester(ticket)) or person(ticket.get("requester"), remarks),
        owner=people.get(_id(ticket, "assignee_id")) or person(ticket.get("assignee"), remarks),
        messages=messages,
        kind=KINDS.get(line(ticket.get("type"), limit=20).casefold(), Case.Kind.QUESTION),
        severity=SEVERITIES.get(
            line(ticket.get("priority"), limit=20).casefold(), Case.Severity.NORMAL
        ),
        status=status,
        closed_at=_closed_at(ticket, opened_at, messages) if state in OVER else None,
        waits_for_us=customer_spoke_last(messages, otherwise=state not in THEIR_TURN),
        remarks=remarks,
        row=row,
    )


def _id(record: dict[str, Any], name: str) -> str:
    return line(record.get(name), limit=40)


def _requester(ticket: dict[str, Any]) -> str:
    return _id(ticket, "requester_id") or _id(an_object(ticket.get("requester")), "id")


def _named(ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """Every person the ticket describes."""
    authors = [an_object(comment.get("author")) for comment in objects(ticket.get("comments"))]
    parts = [an_object(ticket.get(part)) for part in PEOPLE]
    return [one for one in [*objects(ticket.get("users")), *parts, *authors] if one]


def _people(ticket: dict[str, Any], remarks: list[str]) -> dict[str, Person]:
    """By the number they have there."""
    found = [person(one, remarks) for one in _named(ticket)]
    return {one.number: one for one in found if one.number}


def _opened_at(ticket: dict[str, Any]) -> datetime:
    comments = objects(ticket.get("comments"))
    moments = [moment(ticket.get("created_at")), *(moment(c.get("created_at")) for c in comments)]
    known = [at for at in moments if at]
    if not known:
        raise NotKept(_("It does not say when it was opened."))
    return min(known)


def _closed_at(ticket: dict[str, Any], opened_at: datetime, messages: list[OldMessage]) -> datetime:
    said = max((message.said_at for message in messages), default=opened_at)
    return max(moment(ticket.get("updated_at")) or said, said)


def _messages(
    ticket: dict[str, Any], people: dict[str, Person], opened_at: datetime, remarks: list[str]
) -> list[OldMessage]:
    customers = _customers(ticket)
    first = {
        "author_id": _requester(ticket),
        "body": ticket.get("description"),
        "public": True,
        "created_at": ticket.get("created_at"),
    }
    comments = objects(ticket.get("comments")) or [first]
    messages = []
    for comment in comments:
        text, author = _text(comment), _id(comment, "author_id")
        if not text:
            continue
        is_theirs = author in customers or (not author and comment is first)
        at = moment(comment.get("created_at"))
        if at is None:
            remarks.append(_("A message without a time stands at the time of the case."))
        by = people.get(author, Person())
        if is_theirs and author != _requester(ticket) and not by:
            by = Person(name=_("Somebody who was copied in"), number=author)
        direction = _direction(comment.get("public"), is_theirs=is_theirs)
        messages.append(OldMessage(direction, text, at or opened_at, by))
    _remark_files(comments, remarks)
    return sorted(messages, key=lambda message: message.said_at)


def _customers(ticket: dict[str, Any]) -> set[str]:
    """Who asked, and who was copied in."""
    copied = ticket.get("email_cc_ids")
    others = [_id(one, "id") for one in _named(ticket) if one.get("role") == "end-user"]
    others += [line(one, limit=40) for one in copied] if isinstance(copied, list) else []
    return {_requester(ticket), *others} - {""}


def _direction(is_public: Any, *, is_theirs: bool) -> str:
    """What we said is shown to a customer only where it is said to be public."""
    if is_theirs and is_public is not False:
        return IN
    return OUT if is_public is True and not is_theirs else INTERNAL


def _text(comment: dict[str, Any]) -> str:
    plain = words(comment.get("plain_body")) or words(comment.get("body"))
    return plain or words(from_html(words(comment.get("html_body"))))


def _remark_files(comments: list[dict[str, Any]], remarks: list[str]) -> None:
    files = sum(len(objects(comment.get("attachments"))) for comment in comments)
    if files:
        said = ngettext("%(n)d file stayed there.", "%(n)d files stayed there.", files)
        remarks.append(said % {"n": files})
