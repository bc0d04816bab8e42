"""What counts as an answer: one check for every door, so that every door says the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from herefor.listen.models import Question

LONGEST_TEXT = 5000
DOES_NOT_APPLY = "na"
YES, NO = {"1", "yes", "true"}, {"0", "no", "false"}
WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,]0+)?")

TURNING = {*"\u202a\u202b\u202c\u202d\u202e", *"\u2066\u2067\u2068\u2069"}

Answer = int | str


class WrongAnswer(Exception):
    """An answer that cannot be taken; the message is for the one who gave it."""

    @property
    def message(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Problem:
    """What is wrong with the answer to one question, in words for who gave it."""

    question: str
    message: str


@dataclass(frozen=True)
class Checked:
    """The answers that can be kept, and what is wrong with the others."""

    answers: dict[str, Answer]
    problems: list[Problem]


def check_answers(
    questions: Iterable[Question], *, given: Mapping[str, Sequence[object]]
) -> Checked:
    """Check what was given, a list of values to each question code; skipping is always right."""
    asked = {question.code: question for question in questions}
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for code, values in given.items():
        try:
            answer = _one_answer(asked, code, values)
        except WrongAnswer as wrong:
            problems.append(Problem(code, wrong.message))
            continue
        if answer is not None:
            answers[code] = answer
    return Checked(answers, problems)


def _one_answer(
    asked: Mapping[str, Question], code: str, values: Sequence[object]
) -> Answer | None:
    if code not in asked:
        shown = clean_text(code)[:40]
        raise WrongAnswer(_("No question here is called “%(code)s”.") % {"code": shown})
    if len(values) > 1:
        raise WrongAnswer(_("There are two answers to this question. Please give one."))
    return check_answer(asked[code], value=values[0]) if values else None


def check_answer(question: Question, *, value: object) -> Answer | None:
    """The answer as it is stored, or None when it was skipped; raises WrongAnswer."""
    if value is None:
        return None
    if question.kind == Question.Kind.TEXT:
        return _text(value)
    word = value.strip().lower() if isinstance(value, str) else value
    if word == "":
        return None
    if question.kind == Question.Kind.RATING:
        return DOES_NOT_APPLY if word == DOES_NOT_APPLY else _rating(question, word)
    if question.kind == Question.Kind.YES_NO and word == DOES_NOT_APPLY:
        return DOES_NOT_APPLY
    return _yes_or_no(word)


def says_something(answers: Mapping[str, Any]) -> bool:
    """Whether anything was answered at all; only declining to be contacted says nothing."""
    return any(code != "CONTACT" or answer for code, answer in answers.items())


def clean_text(text: str) -> str:
    """As typed, without control characters, which no screen shows and some databases refuse.

    Nor with those that turn round what stands beside them; right-to-left words need none.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if _is_kept(sign)).strip()


def _is_kept(sign: str) -> bool:
    if sign in TURNING:
        return False
    return sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs"}


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        raise WrongAnswer(_("Please answer in words."))
    text = clean_text(value)
    if len(text) > LONGEST_TEXT:
        counted = {"length": number_format(len(text)), "limit": number_format(LONGEST_TEXT)}
        raise WrongAnswer(
            _("This has %(length)s characters; we can take %(limit)s. Please shorten it.") % counted
        )
    return text or None


def _rating(question: Question, value: object) -> int:
    low, high = int(question.low or 0), int(question.high or 0)
    number = _whole_number(value)
    if number is None or not low <= number <= high:
        ends = {"low": low, "high": high}
        raise WrongAnswer(
            _("Choose a whole number from %(low)d to %(high)d, or skip the question.") % ends
        )
    return number


def _whole_number(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and WHOLE_NUMBER.fullmatch(value):
        return int(value.replace(",", ".").partition(".")[0])
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return None


def _yes_or_no(value: object) -> int:
    word = str(value).lower() if isinstance(value, bool | int | str) else ""
    if word in YES:
        return 1
    if word in NO:
        return 0
    raise WrongAnswer(_("Choose yes or no, or skip the question."))


def in_words(question: Question, *, answer: Any) -> str:
    """A stored answer as the customer reads it on the receipt."""
    if answer is None:
        return _("You skipped this.")
    if question.kind == Question.Kind.TEXT:
        return str(answer)
    if answer == DOES_NOT_APPLY:
        return _("It does not apply to you.")
    if question.kind != Question.Kind.RATING:
        return _("Yes") if answer else _("No")
    return _("%(answer)d on a scale from %(low)d (%(low_words)s) to %(high)d (%(high_words)s)") % {
        "answer": answer,
        "low": question.low or 0,
        "high": question.high or 0,
        "low_words": question.low_words,
        "high_words": question.high_words,
    }
