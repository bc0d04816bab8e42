"""What a provider is asked and promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


class NotPlaced(Exception):
    """The provider did not place the call, for certain; the words say why.

    `is_final`: asking again would say the same.
    """

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.is_final = is_final


class InDoubt(Exception):
    """Nobody knows whether the call was placed: it is not placed again by itself."""


@dataclass(frozen=True)
class Steps:
    """Where the provider asks what to do next, as full addresses."""

    answered: str
    asks: str
    back: str
    status: str


class Provider(Protocol):
    def place(self, number: str, *, steps: Steps) -> str:
        """Have the number called; returns the provider's name of the call.

        Raises NotPlaced or InDoubt.
        """

    def is_genuine(self, url: str, *, told: Mapping[str, str], signature: str) -> bool:
        """Whether a request to one of the steps comes from the provider."""

    def listen(self, words: str, *, room: str, steps: Steps) -> str:
        """What makes the caller hear the words and then the room, and ask by a key."""

    def speak(self, words: str, *, room: str, steps: Steps) -> str:
        """The same for somebody who is heard in the room."""

    def talk(self, words: str, *, room: str, steps: Steps) -> str:
        """Bring the caller together with whoever writes questions down; then back."""

    def part(self, words: str) -> str:
        """Say the words and hang up."""
