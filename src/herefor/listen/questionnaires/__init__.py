"""The questionnaires this program brings along: data files beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from herefor.listen.models import Question

NAMES = ("acsi", "ecsi")
SCALE = {"rating": (1.0, 10.0), "yes-no": (0.0, 1.0), "contact": (0.0, 1.0)}


@dataclass(frozen=True)
class Questionnaire:
    """What a new survey asks. `name` is also the name of the model that measures it."""

    name: str
    title: str
    about: str
    asked: tuple[dict[str, Any], ...]

    def questions(self) -> list[Question]:
        """The questions as records that belong to no edition yet."""
        return [Question(position=place, **fields) for place, fields in enumerate(self.asked, 1)]


@cache
def questionnaire(name: str) -> Questionnaire:
    document = _document(name)
    pages = document["page"] + _document(document["ends_with"])["page"]
    asked = tuple(_fields(page, question) for page in pages for question in page["question"])
    return Questionnaire(name, document["title"], document["about"], asked)


def questionnaires() -> list[Questionnaire]:
    return [questionnaire(name) for name in NAMES]


def _document(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _fields(page: dict[str, Any], question: dict[str, Any]) -> dict[str, Any]:
    kind = question.get("kind", "rating")
    low, high = SCALE.get(kind, (None, None))
    low_words, high_words = question.get("ends", ("", ""))
    return {
        "code": question["code"],
        "kind": kind,
        "topic": page["topic"],
        "construct": page.get("construct", ""),
        "words": question["words"],
        "hint": question.get("hint", ""),
        "low": low,
        "high": high,
        "low_words": low_words,
        "high_words": high_words,
    }
