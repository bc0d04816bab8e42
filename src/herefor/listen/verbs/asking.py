"""Surveys, their editions and waves, and whom we ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from herefor.listen.models import Edition, Invitation, OpenLink, Question, Survey, Wave
from herefor.listen.questionnaires import questionnaire as load
from herefor.listen.rules import units_to_invite_at
from herefor.people.models import Account, ContactPoint, Customer, Unit
from herefor.people.verbs import meet_customer
from herefor.story.clock import now
from herefor.story.verbs import tell


class EditionFrozen(Exception):
    """Customers may have seen these questions, so they are not changed any more."""


def start_survey(questionnaire: str, *, unit: Unit, name: str, by: Account | None) -> Survey:
    """A survey with its first edition; the questionnaire's name is also its model's."""
    with transaction.atomic():
        survey = Survey.objects.create(name=name, unit=unit, model=questionnaire, made_at=now())
        edition = survey.editions.create(number=1)
        _ask(edition, load(questionnaire).questions())
        tell("survey started", about=survey, by=by, unit=unit, name=name)
    return survey


def begin_edition(survey: Survey, *, by: Account) -> Edition:
    """A new edition to change: a copy of the newest, or that one while it is not frozen."""
    with transaction.atomic():
        newest = survey.editions.select_for_update().latest("number")
        if newest.frozen_at is None:
            return newest
        edition = survey.editions.create(number=newest.number + 1)
        _ask(edition, list(newest.questions.all()))
        tell("edition begun", about=survey, by=by, unit=survey.unit, number=edition.number)
    return edition


def _ask(edition: Edition, questions: Iterable[Question]) -> None:
    for question in questions:
        question.pk, question.edition = None, edition
        question._state.adding = True
    Question.objects.bulk_create(questions)


def reword_question(question: Question, *, words: str, hint: str, by: Account) -> Question:
    """Change how a question is put. What it measures, its code and scale, stays."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=question.edition_id)
        if edition.frozen_at is not None:
            raise EditionFrozen
        question.words, question.hint = words, hint
        question.save(update_fields=["words", "hint"])
        survey = edition.survey
        tell("question reworded", about=survey, by=by, unit=survey.unit, code=question.code)
    return question


def open_wave(
    edition: Edition,
    *,
    name: str,
    opens_on: date,
    closes_on: date,
    units: Iterable[Unit],
    by: Account | None,
) -> Wave:
    """Ask an edition for a period: it is frozen, and each unit gets its open link."""
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if edition.frozen_at is None:
            edition.frozen_at = now()
            edition.save(update_fields=["frozen_at"])
        wave = edition.waves.create(name=name, opens_on=opens_on, closes_on=closes_on)
        OpenLink.objects.bulk_create(OpenLink(wave=wave, unit=unit) for unit in units)
        survey = edition.survey
        tell("wave opened", about=wave, by=by, unit=survey.unit, wave=name, survey=survey.name)
    return wave


def invite(wave: Wave, *, customer: Customer, unit: Unit, by: Account | None) -> Invitation:
    """Ask one customer by a personal link; asking again in the same wave changes nothing."""
    with transaction.atomic():
        invitation, made = wave.invitations.get_or_create(
            customer=customer, defaults={"unit": unit, "made_at": now()}
        )
        if made:
            tell(
                "customer invited",
                about=invitation,
                by=by,
                customer=customer,
                unit=unit,
                wave=wave.pk,
            )
    return invitation


@dataclass(frozen=True)
class Invited:
    """Whom we asked now, and the addresses we had asked before."""

    new: list[Invitation]
    already: list[str]


def invite_people(
    wave: Wave, *, people: Iterable[tuple[str, str]], unit: Unit, by: Account | None
) -> Invited:
    """Ask people by name and e-mail; somebody `by` knows by that e-mail is not met twice.

    A customer of a unit out of sight stays there: here they are met anew, by the name given here.
    """
    new: list[Invitation] = []
    already: list[str] = []
    with transaction.atomic():
        known = _known_to(by, wave)
        for name, email in people:
            points = known.filter(kind=ContactPoint.Kind.EMAIL, value=email.lower())
            point = points.select_related("customer").order_by("pk").first()
            customer = point.customer if point else None
            if customer and wave.invitations.filter(customer=customer).exists():
                already.append(email)
                continue
            customer = customer or meet_customer(unit=unit, name=name, email=email)
            new.append(invite(wave, customer=customer, unit=unit, by=by))
    return Invited(new, already)


def _known_to(by: Account | None, wave: Wave) -> QuerySet[ContactPoint]:
    """Ways to reach the customers of units where `by` invites, or asked there in this wave."""
    if by is None:
        return ContactPoint.objects.all()
    mine = units_to_invite_at(by)
    asked = wave.invitations.filter(unit__in=mine).values("customer")
    return ContactPoint.objects.filter(Q(customer__unit__in=mine) | Q(customer__in=asked))
