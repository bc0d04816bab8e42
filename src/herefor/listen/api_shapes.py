"""What the door for programs takes and gives, as its schema describes it."""

from typing import Any

from ninja import Field, Schema

ONCE = r"^[A-Za-z0-9_.:-]{8,60}$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?$"


class ScaleOut(Schema):
    low: int
    high: int
    low_words: str
    high_words: str


class QuestionOut(Schema):
    code: str
    kind: str
    topic: str
    words: str
    hint: str
    scale: ScaleOut | None


class QuestionnaireOut(Schema):
    organisation: str
    unit: str
    survey: str
    opens_on: str
    closes_on: str
    questions: list[QuestionOut]


class ContactIn(Schema):
    name: str = ""
    email: str = ""
    phone: str = ""


class ResponseIn(Schema):
    answers: dict[str, Any] = Field(
        description="Question code to answer; leave out what is skipped."
    )
    once: str = Field(pattern=ONCE, description="Your own mark; sent twice, it is stored once.")
    language: str = Field("en", pattern=LANGUAGE, max_length=10)
    contact: ContactIn | None = Field(None, description="Needed when CONTACT is answered with 1.")


class StoredOut(Schema):
    question: str
    asked: str
    answer: str


class ReplyOut(Schema):
    person: str
    unit: str
    by: str
    url: str


class ReceiptOut(Schema):
    receipt: str = Field(description="The address at which the customer can read this again.")
    stored: list[StoredOut]
    kept_years: int
    reply: ReplyOut | None
    already_stored: bool = Field(description="True when the same mark had been sent before.")


class ProblemOut(Schema):
    question: str
    message: str


class ProblemsOut(Schema):
    problems: list[ProblemOut]
    kept: str
    next: str
