"""What is read of an old case, whatever program it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from herefor.answer.models import Case, Message
from herefor.mail.models import Letter

IN, OUT, INTERNAL = Message.Direction.IN, Message.Direction.OUT, Message.Direction.INTERNAL


class NotKept(Exception):
    """Why nothing can be kept of a row, as a sentence."""


@dataclass(frozen=True)
class Person:
    """Somebody in the other program; `number` is theirs there."""

    name: str = ""
    email: str = ""
    phone: str = ""
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)

    def is_same(self, other: "Person") -> bool:
        """By their number there, else by their address."""
        if self.number and other.number:
            return self.number == other.number
        return self == other or bool(self.email and self.email == other.email)


@dataclass(frozen=True)
class OldMessage:
    direction: str
    text: str
    said_at: datetime
    by: Person = Person()
    letter: Letter | None = None


@dataclass(frozen=True)
class OldCase:
    """A case as it was there; `remarks` say what was not kept of it."""

    tool: str
    number: str
    title: str
    opened_at: datetime
    customer: Person = Person()
    owner: Person = Person()
    messages: list[OldMessage] = field(default_factory=list)
    kind: str = Case.Kind.QUESTION
    severity: int = Case.Severity.NORMAL
    status: str = ""
    closed_at: datetime | None = None
    waits_for_us: bool = False
    remarks: list[str] = field(default_factory=list)
    row: int = 0

    @property
    def once(self) -> str:
        return f"import-{self.tool}-{self.number}"


@dataclass(frozen=True)
class NoCase:
    """A row of which no case was made, and why; or one that is here already."""

    row: int
    why: str = ""
    is_there: bool = False


Read = Iterator[OldCase | NoCase]


def customer_spoke_last(messages: list[OldMessage], *, otherwise: bool) -> bool:
    """Whether an answer is owed; where nothing was said to be read, what the state there says."""
    heard = [message for message in messages if message.direction != INTERNAL]
    return heard[-1].direction == IN if heard else otherwise
