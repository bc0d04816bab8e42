"""What this room hears of town halls: whoever was not answered there is answered here."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from herefor.answer.models import Case
from herefor.answer.queries import front_of
from herefor.answer.queries.cases import told_within
from herefor.answer.titles import title_of
from herefor.answer.verbs import acknowledge, answer_case, open_case
from herefor.answer.verbs.opening import Door
from herefor.hall.models import Answer, Owing, Question, TownHall
from herefor.hall.queries.afterwards import owed_here, unanswered
from herefor.hall.verbs import note_told_alone, owe_answer, restate_owing
from herefor.people.models import Customer
from herefor.people.verbs import meet_customer
from herefor.story.models import Event
from herefor.story.verbs import hear

HAS_IT_NOW = ("case taken", "case given", "case accepted", "case passed on")


@hear("hall ended")
@hear("hall called off")
def whoever_was_not_answered_is(event: Event) -> None:
    """A case with an owner and a date for each; the page says so, and so does a letter."""
    if isinstance(event.about, TownHall):
        for question in unanswered(event.about):
            case = _case_of(question)
            owe_answer(question, about=case, who=case.owner, due_at=case.promised_by)


@hear("hall question answered")
def an_answer_in_public_answers_the_case(event: Event) -> None:
    """The asker is written to with the same words, and the clock stops."""
    answer = Answer.objects.filter(pk=event.payload.get("answer")).first()
    owing = Owing.objects.filter(question=answer.question).first() if answer else None
    case = owing.about if owing else None
    if answer is None or not isinstance(case, Case):
        return
    words = answer.text or _("It was answered by word of mouth.")
    answer_case(case, text=words, by=answer.leader)


@hear("case answered")
def the_asker_has_an_answer_that_others_have_not(event: Event) -> None:
    """What is written to one person may be meant for that person alone, so nothing publishes it:
    the page says that an answer was given, and the desk asks for one that all may read."""
    for owing in _owed_for(event):
        note_told_alone(owing)


def whoever_has_it_is_named_in_public(event: Event) -> None:
    case = event.about
    for owing in _owed_for(event):
        if isinstance(case, Case):
            front = front_of(case)
            restate_owing(owing, who=front.owner, due_at=front.due_at)


for what in HAS_IT_NOW:
    hear(what)(whoever_has_it_is_named_in_public)


def _owed_for(event: Event) -> list[Owing]:
    """What is still owed in public for the case, or for one that was merged into it."""
    case = event.about
    if not isinstance(case, Case):
        return []
    kind = ContentType.objects.get_for_model(Case)
    return [owing for told in told_within(case) for owing in owed_here(kind, told.pk)]


def _case_of(question: Question) -> Case:
    case = open_case(
        title_of(question.text, otherwise=_("Asked at a town hall")),
        kind=Case.Kind.QUESTION,
        unit=question.hall.unit,
        customer=_asker(question),
        words=question.text,
        door=Door(source=Case.Source.TOWN_HALL, once=f"hall-question-{question.pk}"),
    )
    if case.customer and question.email:
        acknowledge(case)
    return case


def _asker(question: Question) -> Customer | None:
    if not (question.name or question.email):
        return None
    return meet_customer(
        unit=question.hall.unit,
        name=question.name,
        email=question.email,
        consent_words=question.consent_words,
    )
