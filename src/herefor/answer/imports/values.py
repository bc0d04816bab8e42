"""Single values out of another program's export, whatever was put in their place."""

import math
import re
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from herefor.answer.imports.old import NotKept, Person
from herefor.listen.answers import clean_text
from herefor.mail.text import one_line
from herefor.story.clock import now

NUMBER = re.compile(r"[A-Za-z0-9_.-]{1,40}")
MILLISECONDS_FROM = 100_000_000_000
EARLIEST = 1990
NAME, PHONE, TITLE, STATUS = 160, 40, 140, 40


def words(value: Any) -> str:
    """The text in it; nothing for what is no text."""
    return clean_text(value) if isinstance(value, str) else ""


def line(value: Any, *, limit: int) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return one_line(words(str(value) if is_number else value), limit=limit)


def objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def an_object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def number_of(value: Any) -> str:
    """The number a case has there; without one it could not be told from others."""
    number = line(value, limit=80)
    if not NUMBER.fullmatch(number):
        raise NotKept(_("It has no number, so it could not be told from others."))
    return number


def person(value: Any, remarks: list[str]) -> Person:
    """A name, an address and a telephone number, each as far as it is one."""
    given = an_object(value)
    email = line(given.get("email"), limit=300).lower()
    if email and not _is_address(email):
        remarks.append(_("An e-mail address that is none was left out."))
        email = ""
    return Person(
        name=line(given.get("name"), limit=NAME),
        email=email,
        phone=line(given.get("phone_number") or given.get("phone"), limit=PHONE),
        number=line(given.get("id"), limit=40),
    )


def moment(value: Any) -> datetime | None:
    """A point in time, written out or in seconds since 1970; None for what is none.

    Without a time zone it is read in ours. What lies ahead of us did not happen yet: it is now.
    """
    try:
        found = _since_1970(value) if _is_count(value) else parse_datetime(words(value))
    except (ValueError, OverflowError, OSError):
        return None
    if found is None or found.year < EARLIEST:
        return None
    return min(found if found.tzinfo else found.replace(tzinfo=get_current_timezone()), now())


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def _is_count(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().isascii() and value.strip().isdigit()
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _since_1970(value: Any) -> datetime:
    seconds = float(value)
    return datetime.fromtimestamp(
        seconds / 1000 if seconds > MILLISECONDS_FROM else seconds, tz=UTC
    )
