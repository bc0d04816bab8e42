"""What the columns of a file mean: by the question's code, else by similar words."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from herefor.listen.models import Question
from herefor.listen.questionnaires import questionnaires

ALIKE = 0.8
WEIGHTS = {"weight", "weights", "wgt"}


def guess_questionnaire(headings: Sequence[str]) -> str:
    """The questionnaire most of whose questions the headings name."""
    known = questionnaires()
    return max(
        known, key=lambda each: len(guess_columns(headings, questions=each.questions()))
    ).name


def guess_columns(headings: Sequence[str], *, questions: Iterable[Question]) -> dict[int, str]:
    """Column number to question code; each question is taken once, codes before words."""
    asked = [question for question in questions if question.kind != Question.Kind.CONTACT]
    codes = {_plain(question.code): question.code for question in asked}
    found: dict[int, str] = {}
    for column, heading in enumerate(headings):
        code = codes.get(_plain(heading)) or codes.get(_plain(_in_brackets(heading)))
        if code and code not in found.values():
            found[column] = code
    for column, heading in enumerate(headings):
        if column not in found:
            rest = [question for question in asked if question.code not in found.values()]
            if alike := _most_alike(heading, rest):
                found[column] = alike.code
    return dict(sorted(found.items()))


def guess_weight(headings: Sequence[str]) -> int | None:
    matches = (column for column, heading in enumerate(headings) if _plain(heading) in WEIGHTS)
    return next(matches, None)


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).lower()


def _in_brackets(heading: str) -> str:
    """As in `ACSI[SATIS]`."""
    match = re.search(r"\[([^\]]+)\]", heading)
    return match.group(1) if match else ""


def _most_alike(heading: str, questions: Iterable[Question]) -> Question | None:
    words = heading.lower()
    if len(words.split()) < 3:
        return None
    scored = [
        (SequenceMatcher(None, words, question.words.lower()).ratio(), question)
        for question in questions
    ]
    best, question = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return question if best >= ALIKE else None
