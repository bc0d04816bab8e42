"""What this room hears: a customer who answered badly, or who asks to be contacted."""

from django.utils.translation import gettext as _

from herefor.answer.models import Case
from herefor.answer.titles import title_of
from herefor.answer.verbs import open_case
from herefor.listen.models import Response
from herefor.listen.queries import satisfaction_score
from herefor.people.queries import the_organisation
from herefor.story.models import Event
from herefor.story.verbs import hear


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
        title_of(
            words,
            otherwise=_("Not satisfied, no words left") if is_low else _("Asks to be contacted"),
        ),
        kind=Case.Kind.COMPLAINT if is_low else Case.Kind.QUESTION,
        unit=response.unit,
        customer=response.customer,
        response=response,
        words=words,
    )
