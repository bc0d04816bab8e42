"""Sentences for people: what happened, what was kept, what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

SHOWN = 8


class Refused(ValueError):  # noqa: N818 - it reads as what happened
    """Something we cannot measure, told in the sentence that mends it."""


class ModelRefused(Refused):
    """The model is wrong."""


class AnswersRefused(Refused):
    """The answers do not fit the model."""


class TooFewAnswers(AnswersRefused):
    """There are not enough answers to say anything; `used` is how many there were."""

    def __init__(self, sentence: str, *, used: int) -> None:
        super().__init__(sentence)
        self.used = used


def listed(words: Iterable[object], *, most: int = SHOWN) -> str:
    """The words as they are spoken, the tail counted.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    >>> listed(range(12), most=3)
    '0, 1, 2 and 9 more'
    """
    spoken = [str(word) for word in words]
    if len(spoken) > most:
        spoken = [*spoken[:most], f"{len(spoken) - most} more"]
    if len(spoken) < 2:
        return "".join(spoken)
    return f"{', '.join(spoken[:-1])} and {spoken[-1]}"


def counted(count: int, thing: str, things: str = "") -> str:
    """
    >>> counted(1, "answer"), counted(1200, "answer"), counted(2, "is", "are")
    ('1 answer', '1,200 answers', '2 are')
    """
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"


def perhaps(word: str, known: Sequence[str]) -> str:
    """A hint at the nearest known names, or nothing.

    >>> perhaps("CUSA9", ["CUSA1", "PERQ1"])
    ' Did you mean CUSA1?'
    """
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), folded, n=3, cutoff=0.6)
    if not near:
        return ""
    *others, last = [folded[name] for name in near]
    return f" Did you mean {', '.join(others) + ' or ' if others else ''}{last}?"


def plain(number: float) -> str:
    """
    >>> plain(7.0), plain(2.5)
    ('7', '2.5')
    """
    return f"{number:g}"
