"""What is worth a second look in comments and marks. It flags and enforces nothing. No database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from herefor.assess.scoring import Scoring

PRESCRIPTIVE = re.compile(
    r"\b(?:could|should|would|must|ought to|needs? to|recommend\w*|suggest\w*|consider)\b", re.I
)
JUDGEMENTAL = re.compile(
    r"\b(?:good|bad|poor|inadequate|excellent|great|weak|fails?|failure|disappointing"
    r"|impressive|unfortunately|wonderful)\b",
    re.I,
)
WORD = re.compile(r"[^\W\d_]{5,}")
NEVER_ASKED = {"logo", "website", "colour", "handwriting", "grammar", "spelling", "typo", "layout"}
SHARED_WORDS, SHARE_ALIKE = 3, 0.5
MUCH, MIDDLE = 70, 50
STRENGTH, OPPORTUNITY = "strength", "opportunity"


@dataclass(frozen=True)
class Said:
    """A comment as it stands."""

    pk: int
    kind: str
    idea: str
    examples: str = ""
    relevance: str = ""
    is_bold: bool = False

    @property
    def text(self) -> str:
        return f"{self.idea} {self.examples} {self.relevance}"


def notices_of(comment: Said, *, others: Sequence[Said] = ()) -> list[str]:
    """Names of what is noticed in one comment beside those of the same item."""
    found = []
    if PRESCRIPTIVE.search(comment.text):
        found.append("prescriptive")
    if JUDGEMENTAL.search(comment.text):
        found.append("judgemental")
    if NEVER_ASKED & set(comment.text.lower().replace(",", " ").replace(".", " ").split()):
        found.append("outside")
    if any(_contradict(comment, other) for other in others if other.pk != comment.pk):
        found.append("contradicting")
    if not comment.examples:
        found.append("no example")
    if not comment.relevance and (comment.kind == OPPORTUNITY or comment.is_bold):
        found.append("no relevance")
    return found


def notices_of_mark(
    percent: int, *, factors: Mapping[str, int], comments: Sequence[Said], scoring: Scoring
) -> list[str]:
    """Where the mark, the factor bands and the comments tell different stories."""
    found = []
    if factors:
        band = scoring.band_of(percent).id
        if not min(factors.values()) <= band <= max(factors.values()):
            found.append("outside factors")
    opportunities = [one for one in comments if one.kind == OPPORTUNITY]
    strengths = [one for one in comments if one.kind == STRENGTH]
    if percent >= MUCH and any("deploy" in one.text.lower() for one in opportunities):
        found.append("high with gaps")
    if percent >= MIDDLE and len(opportunities) > len(strengths) + 1:
        found.append("high with opportunities")
    if percent < MIDDLE and len(strengths) > len(opportunities) + 1:
        found.append("low with strengths")
    return found


def _contradict(one: Said, other: Said) -> bool:
    """Opposite kinds that speak of the same: they share three words or more, half of the fewer."""
    if one.kind == other.kind:
        return False
    mine, theirs = _words(one.idea), _words(other.idea)
    shared = len(mine & theirs)
    return shared >= SHARED_WORDS and shared >= SHARE_ALIKE * min(len(mine), len(theirs))


def _words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}
