"""Cases of the demonstration, played by the same verbs that the pages use, at their own times."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from herefor.answer import verbs
from herefor.answer.forms.customer import asking_words
from herefor.answer.models import Case, FollowUp
from herefor.answer.queries import standing_settlement
from herefor.demo import words
from herefor.listen.answers import Answer
from herefor.listen.models import Wave
from herefor.listen.verbs import Contact, keep_answers, start_response, submit_answers
from herefor.people.models import Account, Unit
from herefor.people.verbs import allow_asking
from herefor.story.clock import acting_at

NIGHT_BEGINS, NIGHT_ENDS = 20, 7
CONSENT = "You may contact me about what I said."
LETS_US_ASK = 3
"""Every how many customers, of those who had it put right, let us ask for their view."""


@dataclass(frozen=True)
class Complaint:
    """A customer who answered badly, and when."""

    wave: Wave
    unit: Unit
    at: datetime
    answers: dict[str, Answer]
    number: int


def play_case(complaint: Complaint, *, until: datetime, rng: np.random.Generator) -> None:
    """The customer answers; what follows happens as far as `until` has come."""
    with acting_at(complaint.at):
        case = _answer_badly(complaint, rng)
    first = _by_day(complaint.at + timedelta(hours=float(rng.gamma(2.0, 7.0)) + 0.5))
    waited = until - complaint.at
    if first > until or timedelta(hours=28) < waited < timedelta(hours=40):
        return
    with acting_at(first):
        verbs.answer_case(
            case, text=_pick(words.FIRST_ANSWERS, rng).format(name=case.customer), by=case.owner
        )
    _go_on(case, after=first, until=until, rng=rng)


def ask_again(*, until: datetime, rng: np.random.Generator) -> None:
    """Some days after each settlement those drawn are asked how it is now; most answer."""
    due = FollowUp.objects.filter(asked_at=None, due_at__lt=until).order_by("due_at")
    for follow_up in due.select_related("settlement__case"):
        with acting_at(follow_up.due_at or until):
            asked = verbs.ask_again(follow_up)
        answered = (follow_up.due_at or until) + timedelta(hours=float(rng.gamma(2.0, 12.0)))
        if not asked or answered > until or rng.random() < 0.25:
            continue
        with acting_at(answered):
            verbs.answer_follow_up(
                follow_up,
                is_put_right=bool(rng.random() < 0.9),
                had_to_repeat=bool(rng.random() < 0.2),
            )


def leave_for_the_leader(leader: Account, *, by: Account) -> None:
    """Two of the customers who wait are handed to the leader, the longest waiting first."""
    for case in list(Case.objects.filter(due_at__isnull=False)[:2]):
        verbs.give_case(case, owner=leader, by=by)


def _answer_badly(complaint: Complaint, rng: np.random.Generator) -> Case:
    name = words.CUSTOMERS[complaint.number % len(words.CUSTOMERS)]
    response = start_response(
        complaint.wave, unit=complaint.unit, once=f"demo-case-{complaint.number}"
    )
    said = _pick(words.LOW[complaint.unit.name], rng)
    answers = complaint.answers | {"COMMENT": said, "CONTACT": 1}
    keep_answers(response, answers=answers, asked=answers)
    email = f"{name.split()[0].lower()}.{complaint.number}@customers.example"
    submit_answers(response, contact=Contact(words=CONSENT, name=name, email=email))
    return Case.objects.get(response=response)


def _go_on(case: Case, *, after: datetime, until: datetime, rng: np.random.Generator) -> None:
    """A note, perhaps another word of the customer, settlement, and the customer's verdict."""
    moment = after
    for act in _acts(rng):
        moment = _by_day(moment + timedelta(hours=float(rng.gamma(2.0, 14.0))))
        if moment > until:
            return
        with acting_at(moment):
            _do(act, case, rng)


def _by_day(moment: datetime) -> datetime:
    """Nobody writes at night: what falls there is done in the morning."""
    if NIGHT_ENDS <= moment.hour < NIGHT_BEGINS:
        return moment
    morning = moment.replace(hour=NIGHT_ENDS)
    return morning if moment.hour < NIGHT_ENDS else morning + timedelta(days=1)


def _acts(rng: np.random.Generator) -> list[str]:
    acts = ["note"] if rng.random() < 0.3 else []
    if rng.random() < 0.4:
        acts += ["customer writes", "answer"]
    acts += ["settle"]
    verdict = rng.random()
    if verdict < 0.12:
        return [*acts, "reopen", "answer", "settle", "confirm"]
    return [*acts, "confirm"] if verdict < 0.9 else acts


def _do(act: str, case: Case, rng: np.random.Generator) -> None:
    def said(spoken: words.Spoken) -> str:
        return _pick(words.for_unit(spoken, case.unit.name), rng)

    if act == "note":
        verbs.note_on_case(case, text=said(words.NOTES), by=case.owner)
    elif act == "customer writes":
        verbs.hear_customer(case, text=said(words.FURTHER))
    elif act == "answer":
        verbs.answer_case(case, text=_pick(words.LATER_ANSWERS, rng), by=case.owner)
    elif act == "settle":
        verbs.settle_case(case, words=said(words.SETTLED), by=case.owner)
    elif act == "confirm":
        verbs.confirm_settlement(case)
        if case.customer and case.pk % LETS_US_ASK == 0:
            allow_asking(case.customer, words=asking_words())
    elif settlement := standing_settlement(case):
        verbs.reopen_case(settlement, reason=said(words.NOT_YET))


def _pick(choices: list[str], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
