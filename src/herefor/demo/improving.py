"""Where Harbour & Vale began: a workshop on phones, what worked, and an examiner who learned."""

from datetime import datetime, timedelta

import numpy as np

from herefor.assess.cases import shipped_cases
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Workshop
from herefor.assess.queries.workshop import factors_of, light_items
from herefor.assess.verbs import (
    agree_action,
    begin_exercise,
    close_workshop,
    finish_exercise,
    join_workshop,
    mark_exercise,
    name_proof,
    open_workshop,
    review_practice,
    say_levels,
    write_practice,
)
from herefor.demo.assessing import EXAMINER
from herefor.demo.people import Cast
from herefor.lead.models import Commitment
from herefor.people.models import Account
from herefor.story.clock import acting_at

SEED = 20265
VOICES = 8
STANDS = {"3": 3.1, "7": 2.4, "5": 2.2}
"""Where most see a category on the four levels; others lie between."""
APART = "5.2"
"""Half of the team sees it at the first level, half at the fourth."""
CASE = "saltmarsh-ferries"


def improve(cast: Cast, *, today: datetime) -> None:
    with acting_at(today - timedelta(days=70)):
        _meet(cast, today=today)
    with acting_at(today - timedelta(days=300)):
        _write_down_what_worked(cast)
    with acting_at(today - timedelta(days=55)):
        _learn(Account.objects.get(email=EXAMINER))


def _meet(cast: Cast, *, today: datetime) -> Workshop:
    ann, ruth = cast.accounts["Ann Fox"], cast.accounts["Ruth Amadi"]
    workshop = open_workshop(
        unit=cast.company, framework=DEFAULT, title="Where are we, in two hours?", by=ann
    )
    rng = np.random.default_rng(SEED)
    for place in range(VOICES):
        voice = join_workshop(workshop)
        for item in light_items(shipped()[DEFAULT]):
            middle = STANDS.get(item.id[0], 2.6)
            if item.id == APART:
                middle = 1 if place % 2 else 4
            levels = {
                factor: int(np.clip(round(middle + rng.normal(0, 0.35)), 1, 4))
                for factor in factors_of(item)
            }
            say_levels(voice, item=item.id, levels=levels, weight=3 if item.id[0] in "37" else 2)
    close_workshop(workshop, by=ann)
    agree_action(
        workshop,
        item="5.2",
        words="Ask fitters each month what keeps them from putting things right at once",
        owner=ruth,
        due_on=(today + timedelta(days=20)).date(),
        by=ann,
    )
    return workshop


def _write_down_what_worked(cast: Cast) -> None:
    alice, ruth = cast.accounts["Alice Berg"], cast.accounts["Ruth Amadi"]
    practice = write_practice(
        cast.units["Online"],
        title="Letters one can read, and what was paid shown once more",
        worked="Pages of statements and payments are set in larger letters, and before anything is "
        "paid the sum, the account and the month stand there once more. Customers who had "
        "complained looked at it first.",
        advice="Ask those who complained before you draw anything.",
        topic_ids=["complaints", "listening"],
        by=alice,
    )
    kept = Commitment.objects.filter(unit=cast.units["Online"]).earliest("made_at")
    name_proof(practice, about=kept, by=alice)
    review_practice(practice, words="The promise was kept and told; I would do it again.", by=ruth)


def _learn(examiner: Account) -> None:
    """Ida marks a case, sometimes a step too high or too low, and earns her certificate."""
    rng = np.random.default_rng(SEED)
    exercise = begin_exercise(shipped_cases()[CASE], by=examiner)
    for one in exercise.case.items:
        known = one.reference
        percent = int(np.clip(known.percent + 5 * int(rng.integers(-1, 2)), 0, 100))
        mark_exercise(exercise, item=one.item, percent=percent, factors=known.factors)
    finish_exercise(exercise)
