"""What somebody typed into the search box, understood the same way for every database."""

import re
import unicodedata
from dataclasses import dataclass

REFERENCE = re.compile(r"^\s*[^\W\d_]{1,3}-\d+\s*$")
PIECES = re.compile(r'(from:)?(?:"([^"]*)"?|(\S+))')
MOST_TERMS = 12


@dataclass(frozen=True)
class Term:
    """Words that follow each other; the last may be the beginning of a longer one."""

    words: tuple[str, ...]
    is_prefix: bool = False
    where: str = ""


@dataclass(frozen=True)
class Wanted:
    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)


def wanted(typed: str) -> Wanted:
    """All of these terms; quotes keep words together, and `from:` looks at the customer alone.

    The last word is taken for the beginning of one, unless it is quoted or followed by a blank.
    """
    terms = []
    pieces = list(PIECES.finditer(typed))[:MOST_TERMS]
    for piece in pieces:
        where, quoted, word = piece.groups()
        words = tuple(plain(quoted if quoted is not None else word).split())
        goes_on = quoted is None and piece.end() == len(typed)
        if words:
            terms.append(Term(words, is_prefix=goes_on, where="from" if where else ""))
    return Wanted(tuple(terms))


def plain(text: str) -> str:
    """Lower case, without accents, only letters and digits between blanks."""
    return "".join(letters(text))


def letters(text: str) -> list[str]:
    """For each character what it counts as in a search: so places stay what they are."""
    return [_letter(sign) for sign in text]


def _letter(sign: str) -> str:
    bare = "".join(
        part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)
    )
    if unicodedata.combining(sign):
        return ""
    return bare.lower() if bare.isalnum() else " "


def looks_like_reference(typed: str) -> bool:
    return bool(REFERENCE.match(typed))
