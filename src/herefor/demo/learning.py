"""What was found on the cases of the demonstration, and what should change because of it."""

from datetime import datetime, timedelta

import numpy as np

from herefor.answer.models import Assessment, Case, Cause, Remedy, Settlement
from herefor.answer.verbs.learning import (
    assess_case,
    give_remedy,
    keep_usual_causes,
    lesson_is_done,
    write_lesson,
)
from herefor.demo.people import Cast
from herefor.story.clock import acting_at

SEED = 20263
DAYS = 300
NOT_OURS = 0.12
WEIGHTS = {
    "Repairs": [0.42, 0.14, 0.12, 0.26, 0.01, 0.02, 0.01, 0.02],
    "elsewhere": [0.16, 0.24, 0.08, 0.05, 0.28, 0.06, 0.05, 0.08],
}
"""How often each of the usual causes is behind a case, in their order."""


def learn(cast: Cast, *, today: datetime) -> None:
    """Cases that were settled have a cause and a remedy; two of them left a lesson."""
    rng = np.random.default_rng(SEED)
    began = today - timedelta(days=DAYS)
    with acting_at(began):
        causes = keep_usual_causes(unit=cast.company, by=cast.accounts["Alice Berg"])
    settled = Settlement.objects.filter(settled_at__gt=began, reopening=None)
    for settlement in settled.order_by("settled_at").select_related("case__unit", "by"):
        with acting_at(settlement.settled_at):
            _find(settlement, causes, rng)
    _leave_lessons(cast, today)


def _find(settlement: Settlement, causes: list[Cause], rng: np.random.Generator) -> None:
    case = settlement.case
    if rng.random() < NOT_OURS:
        assess_case(case, whose=Assessment.Whose.NOT_UPHELD, by=settlement.by)
        return
    weights = WEIGHTS.get(case.unit.name, WEIGHTS["elsewhere"])
    cause = causes[int(rng.choice(len(causes), p=weights))]
    assess_case(case, whose=Assessment.Whose.OURS, cause=cause, by=settlement.by)
    repaired = case.unit.name == "Repairs"
    kind = Remedy.Kind.REPAIR if repaired else Remedy.Kind.EXPLANATION
    give_remedy(case, kind=kind, by=settlement.by)


def _leave_lessons(cast: Cast, today: datetime) -> None:
    """One that changed something, and one whose day is near."""
    cases = Case.objects.filter(assessments__cause__isnull=False, unit__name="Repairs")
    older, newer = cases.order_by("opened_at").first(), cases.order_by("opened_at").last()
    ruth = cast.accounts["Ruth Amadi"]
    if older is None or newer is None:
        return
    with acting_at(today - timedelta(days=60)):
        lesson = write_lesson(
            older,
            what="Say on the same day when a part is missing, and when it comes.",
            unit=cast.units["Repairs"],
            owner=ruth,
            due_on=(today - timedelta(days=30)).date(),
            by=ruth,
        )
    with acting_at(today - timedelta(days=33)):
        lesson_is_done(
            lesson, changed="The store writes to the customer when a part is ordered.", by=ruth
        )
    with acting_at(today - timedelta(days=5)):
        write_lesson(
            newer,
            what="Ring before a fitter comes, from the van.",
            unit=cast.units["Repairs"],
            owner=ruth,
            due_on=(today + timedelta(days=20)).date(),
            by=cast.accounts["Alice Berg"],
        )
