"""The door for programs: the same questions, the same checks, the same words as on the pages."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Status

from herefor.listen import sorry
from herefor.listen.answers import Checked, Problem, check_answers, says_something
from herefor.listen.api_shapes import (
    ContactIn,
    ProblemsOut,
    QuestionnaireOut,
    ReceiptOut,
    ResponseIn,
)
from herefor.listen.forms.answers import ContactForm
from herefor.listen.models import OpenLink, Question, Response
from herefor.listen.queries import receipt_of
from herefor.listen.receipt import reply_to
from herefor.listen.refusals import (
    CarefulParser,
    Refused,
    Several,
    no_such_address,
    not_this_way,
    refuse_in_our_words,
)
from herefor.listen.verbs import Contact, NotOpen, keep_answers, start_response, submit_answers
from herefor.people.queries import the_organisation
from herefor.story.clock import now

api = NinjaAPI(
    title="herefor answers",
    version="1",
    description="Ask in your own way; the answers arrive here.",
    docs_url=None,
    urls_namespace="listen:answers-api",
    parser=CarefulParser(),
)
refuse_in_our_words(api, schema="/api/v1/openapi.json")
OTHERS = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"]
WRONG = dict.fromkeys((404, 409, 410, 413, 422), ProblemsOut)


@api.get("/waves/{key}", response={200: QuestionnaireOut, **WRONG}, url_name="questionnaire")
def questionnaire(request: HttpRequest, key: str) -> Any:
    link = _open_link(key)
    wave = link.wave
    return {
        "organisation": str(the_organisation() or ""),
        "unit": link.unit.name,
        "survey": wave.survey.name,
        "opens_on": wave.opens_on.isoformat(),
        "closes_on": wave.closes_on.isoformat(),
        "questions": [_asked(question) for question in wave.edition.questions.all()],
    }


@api.post(
    "/waves/{key}/responses",
    response={200: ReceiptOut, 201: ReceiptOut, **WRONG},
    url_name="responses",
)
def respond(request: HttpRequest, key: str, sent: ResponseIn) -> Any:
    link = _open_link(key)
    checked = _checked(link, sent.answers)
    contact = _contact(sent.contact) if checked.answers.get("CONTACT") else None
    earlier = link.wave.responses.filter(once=f"api-{sent.once}").first()
    if earlier:
        if earlier.answers != checked.answers or earlier.submitted_at is None:
            raise _used_for_other_answers()
        return Status(200, _receipt(earlier, already_stored=True))
    try:
        response = _stored(link, sent, checked, contact)
    except NotOpen as ended:  # it closed between the check and the storing
        raise Refused.from_sorry(sorry.closed(link.wave)) from ended
    return Status(201, _receipt(response, already_stored=False))


@api.api_operation([*OTHERS, "POST"], "/waves/{key}", include_in_schema=False)
def only_get(request: HttpRequest, key: str) -> Any:
    raise not_this_way(request, allow="GET")


@api.api_operation([*OTHERS, "GET"], "/waves/{key}/responses", include_in_schema=False)
def only_post(request: HttpRequest, key: str) -> Any:
    raise not_this_way(request, allow="POST")


@api.api_operation([*OTHERS, "GET", "POST"], "/{path:address}", include_in_schema=False)
def nothing_here(request: HttpRequest, address: str) -> Any:
    raise no_such_address()


@api.api_operation([*OTHERS, "GET", "POST"], "/", include_in_schema=False)
def nothing_at_the_top(request: HttpRequest) -> Any:
    raise no_such_address()


def _open_link(key: str) -> OpenLink:
    links = OpenLink.objects.select_related("wave__edition__survey", "unit")
    link = links.filter(key=key).first()
    if link is None:
        raise Refused.from_sorry(sorry.no_such_link())
    if now() < link.wave.opens_at:
        raise Refused.from_sorry(sorry.not_open_yet(link.wave))
    if not link.wave.is_open(now()):
        raise Refused.from_sorry(sorry.closed(link.wave))
    return link


def _checked(link: OpenLink, sent: dict[str, Any]) -> Checked:
    given = {
        code: list(value) if isinstance(value, Several) else [value] for code, value in sent.items()
    }
    checked = check_answers(link.wave.edition.questions.all(), given=given)
    if checked.problems:
        raise _wrong_answers(checked.problems)
    if not says_something(checked.answers):
        raise _wrong_answers([Problem("", sorry.nothing_answered())])
    return checked


def _stored(
    link: OpenLink, sent: ResponseIn, checked: Checked, contact: Contact | None
) -> Response:
    with transaction.atomic():
        response = start_response(
            link.wave,
            unit=link.unit,
            once=f"api-{sent.once}",
            language=sent.language,
            channel=Response.Channel.API,
        )
        keep_answers(response, answers=checked.answers, asked=checked.answers)
        return submit_answers(response, contact=contact)


def _contact(sent: ContactIn | None) -> Contact:
    form = ContactForm((sent or ContactIn()).dict())
    if form.is_valid():
        return form.contact
    said = [(name, str(message)) for name, found in form.errors.items() for message in found]
    raise _wrong_answers([Problem(f"contact.{name}", message) for name, message in said])


def _wrong_answers(problems: list[Problem]) -> Refused:
    return Refused(
        422,
        problems,
        kept=_("Nothing was stored."),
        what_next=_("Mend what is named here and send all answers again."),
    )


def _used_for_other_answers() -> Refused:
    return Refused(
        409,
        [Problem("once", _("This mark was used before for other answers."))],
        kept=_("What was sent with it the first time is kept unchanged."),
        what_next=_("Send new answers with a new mark."),
    )


def _asked(question: Question) -> dict[str, Any]:
    scale = None
    if question.kind == Question.Kind.RATING:
        scale = {
            "low": int(question.low or 0),
            "high": int(question.high or 0),
            "low_words": question.low_words,
            "high_words": question.high_words,
        }
    fields = ("code", "kind", "topic", "words", "hint")
    return {field: getattr(question, field) for field in fields} | {"scale": scale}


def _receipt(response: Response, *, already_stored: bool) -> dict[str, Any]:
    organisation, reply = the_organisation(), reply_to(response)
    return {
        "receipt": settings.PUBLIC_ADDRESS + response.receipt_url(),
        "stored": [
            {"question": line.question.code, "asked": line.question.words, "answer": line.words}
            for line in receipt_of(response)
        ],
        "kept_years": organisation.kept_years if organisation else 0,
        "reply": reply
        and {
            "person": reply.person,
            "unit": reply.unit,
            "by": reply.by.isoformat(),
            "url": settings.PUBLIC_ADDRESS + reply.url,
        },
        "already_stored": already_stored,
    }
