"""What every channel is given and promises."""

from dataclasses import dataclass
from typing import Protocol


class NotSent(Exception):
    """The other side refused it, or could not be reached; the words say why.

    `is_final`: trying again would say the same, so nobody waits for it.
    """

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


@dataclass(frozen=True)
class Outgoing:
    """One message on its way out. `once` names it: the same message always has the same."""

    once: str
    to_name: str
    address: str
    secret: str
    subject: str
    text: str
    link: str
    is_urgent: bool

    @property
    def text_with_link(self) -> str:
        return f"{self.text}\n{self.link}".strip()


class Channel(Protocol):
    """`may_repeat`: the receiver recognises `once`, so that sending again reaches nobody twice."""

    may_repeat: bool

    def hand_over(self, message: Outgoing) -> None:
        """Returns when the other side said that it has it; raises NotSent when it did not."""
