"""The door for programs: a case by a complaint form, with the checks and words of its page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema, Status

from herefor.answer.forms.customer import ComplaintWords, consent_words
from herefor.answer.models import Case, ComplaintForm
from herefor.answer.queries.public import first_words
from herefor.answer.verbs import complain
from herefor.listen.answers import Problem, clean_text
from herefor.listen.api_shapes import ONCE, ProblemsOut
from herefor.listen.refusals import (
    CarefulParser,
    Refused,
    no_such_address,
    not_this_way,
    refuse_in_our_words,
)
from herefor.people.queries import the_organisation

api = NinjaAPI(
    title="herefor cases",
    version="1",
    description="Ask in your own way; the case opens here.",
    docs_url=None,
    urls_namespace="answer:cases-api",
    parser=CarefulParser(),
)
refuse_in_our_words(api, schema="/api/v1/forms/openapi.json")
WRONG = dict.fromkeys((404, 409, 410, 413, 422), ProblemsOut)
OTHERS = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]


class CaseIn(Schema):
    text: str = Field(description="What happened, in the customer's own words.")
    once: str = Field(pattern=ONCE, description="Your own mark; sent twice, it is one case.")
    kind: str = Field(Case.Kind.COMPLAINT.value, description=", ".join(Case.Kind.values))
    name: str = ""
    email: str = ""
    phone: str = ""


class AnsweredByOut(Schema):
    person: str
    unit: str
    due: str


class CaseOut(Schema):
    reference: str
    follow: str = Field(description="The customer's own page of the case; give it to nobody else.")
    answered_by: AnsweredByOut
    already_stored: bool = Field(description="True when the same mark had been sent before.")


@api.post("/{key}/cases", response={200: CaseOut, 201: CaseOut, **WRONG}, url_name="cases")
def open_by_form(request: HttpRequest, key: str, sent: CaseIn) -> Any:
    door = _open_door(key)
    form = ComplaintWords(sent.dict())
    if not form.is_valid():
        raise _wrong_words(form)
    mark = f"{door.pk}-{sent.once}"
    said = form.cleaned_data
    known = Case.objects.filter(once=f"{Case.Source.API}-{mark}").first()
    if known:
        if not _is_the_same(known, said):
            raise _used_for_another()
        return Status(200, _receipt(known, already_stored=True))
    case = complain(door, **said, once=mark, source=Case.Source.API, consent_words=consent_words())
    return Status(201, _receipt(case, already_stored=False))


@api.api_operation(OTHERS, "/{key}/cases", include_in_schema=False)
def only_post(request: HttpRequest, key: str) -> Any:
    raise not_this_way(request, allow="POST")


@api.api_operation([*OTHERS, "POST"], "/{path:address}", include_in_schema=False)
def nothing_here(request: HttpRequest, address: str) -> Any:
    raise no_such_address()


def _open_door(key: str) -> ComplaintForm:
    door = ComplaintForm.objects.select_related("unit").filter(key=key).first()
    if door is None:
        raise Refused(
            404,
            [Problem("", _("We do not know this form."))],
            kept=_("Nothing was stored."),
            what_next=_("Take the key again from the address of the form."),
        )
    if door.closed_at:
        todo = _("Please look for the newer form on the site of %(organisation)s.")
        raise Refused(
            410,
            [Problem("", _("This form is closed."))],
            kept=_("Nothing was sent. What was sent before is kept, and its pages open as before."),
            what_next=todo % {"organisation": the_organisation()},
        )
    return door


def _wrong_words(form: ComplaintWords) -> Refused:
    problems = [
        Problem(name, str(message)) for name, found in form.errors.items() for message in found
    ]
    return Refused(
        422,
        problems,
        kept=_("Nothing was stored."),
        what_next=_("Mend what is named here and send it again."),
    )


def _is_the_same(case: Case, said: dict[str, str]) -> bool:
    """Whoever guesses a mark and not the words is shown nothing."""
    customer = case.customer
    ways = set(customer.contact_points.values_list("value", flat=True)) if customer else set()
    return (
        first_words(case) == clean_text(said["text"])
        and (customer.name if customer else "") == said["name"]
        and ways == {said["email"].lower(), said["phone"]} - {""}
    )


def _used_for_another() -> Refused:
    return Refused(
        409,
        [Problem("once", _("This mark was used before for something else."))],
        kept=_("What was sent with it the first time is kept unchanged."),
        what_next=_("Send it with a new mark."),
    )


def _receipt(case: Case, *, already_stored: bool) -> dict[str, Any]:
    return {
        "reference": case.reference,
        "follow": settings.PUBLIC_ADDRESS + case.follow_url,
        "answered_by": {
            "person": case.owner.name,
            "unit": case.unit.name,
            "due": case.promised_by.isoformat(),
        },
        "already_stored": already_stored,
    }
