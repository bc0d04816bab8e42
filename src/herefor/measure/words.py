"""Sentences for people: what happened, what was kept, what to do."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import SupportsFloat, SupportsIndex

SHOWN = 8
LARGEST_SEED = 2**63


class Refused(ValueError):
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


def perhaps(word: object, known: Sequence[str]) -> str:
    """A hint at the nearest known names, or nothing.

    >>> perhaps("CUSA9", ["CUSA1", "PERQ1"])
    ' Did you mean CUSA1?'
    """
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(str(word).casefold(), folded, n=3, cutoff=0.6)
    if not near:
        return ""
    *others, last = [folded[name] for name in near]
    return f" Did you mean {', '.join(others) + ' or ' if others else ''}{last}?"


def level_of(level: object) -> float:
    """
    >>> level_of(95)
    Traceback (most recent call last):
        ...
    herefor.measure.words.Refused: The level must lie between 0 and 1, such as 0.95; it is 95.
    """
    if isinstance(level, SupportsFloat) and 0 < float(level) < 1:
        return float(level)
    raise Refused(f"The level must lie between 0 and 1, such as 0.95; it is {level!r}.")


def whole(number: object, what: str, *, least: int = 0) -> int:
    """
    >>> whole(2.5, "replicates")
    Traceback (most recent call last):
        ...
    herefor.measure.words.Refused: A whole number of replicates is needed, 0 or more; not 2.5.
    """
    if isinstance(number, SupportsIndex) and not isinstance(number, bool) and int(number) >= least:
        return int(number)
    raise Refused(f"A whole number of {what} is needed, {least} or more; not {number!r}.")


def seed_of(seed: object) -> int:
    """
    >>> seed_of(-1)
    Traceback (most recent call last):
        ...
    herefor.measure.words.Refused: A seed is a whole number of 0 or more, such as 7; it is -1.
    """
    if isinstance(seed, SupportsIndex) and not isinstance(seed, bool):
        if 0 <= int(seed) < LARGEST_SEED:
            return int(seed)
        seed = seed if int(seed) < 0 else "too large"
    raise Refused(f"A seed is a whole number of 0 or more, such as 7; it is {seed}.")


def plain(number: float) -> str:
    """
    >>> plain(7.0), plain(2.5)
    ('7', '2.5')
    """
    return f"{number:g}"
