"""What this room hears: a customer who answered badly, or who asks to be contacted."""

from django.utils.translation import gettext as _

from herefor.answer.models import Case
from herefor.answer.verbs import open_case
from herefor.listen.models import Response
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import the_organisation
from herefor.story.models import Event
from herefor.story.verbs import hear

TITLE_LENGTH = 80


@hear("answer submitted")
def open_a_case_for_who_needs_one(event: Event) -> None:
    response = event.about
    if not isinstance(response, Response):
        return
    score = satisfaction_score(response)
    organisation = the_organisation()
    is_low = score is not None and organisation is not None and score <= organisation.low_score
    wishes_contact = bool(response.answer("CONTACT"))
    if not (is_low or wishes_contact):
        return
    words = str(response.answer("COMMENT") or "")
    open_case(
        _title(words, is_low=is_low),
        kind=Case.Kind.COMPLAINT if is_low else Case.Kind.QUESTION,
        unit=response.unit,
        customer=response.customer,
        response=response,
        words=words,
    )


def _title(words: str, *, is_low: bool) -> str:
    """The customer's first sentence, cut at a word; without one, what we know."""
    first = words.strip().split("\n", 1)[0]
    if not first:
        return _("Not satisfied, no words left") if is_low else _("Asks to be contacted")
    if len(first) <= TITLE_LENGTH:
        return first
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"
