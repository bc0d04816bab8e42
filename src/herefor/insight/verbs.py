"""Waves are measured: every unit with answers, and every unit above it."""

from datetime import timedelta

import polars as pl
from django.db import transaction
from django.db.models import F

from herefor.insight.counting import COUNTED_AT, GROUP, Counted, count_answers
from herefor.insight.estimate import (
    METHOD_VERSION,
    WEIGHT,
    estimated,
    fingerprint,
    model_of,
)
from herefor.insight.models import NOBODY, TOO_FEW, Finding, Remeasurement
from herefor.insight.queries import is_over, some_wait
from herefor.listen.models import GRACE, Wave
from herefor.listen.queries import answers_frame
from herefor.people.models import Unit
from herefor.people.queries import and_below, smallest_group
from herefor.story.clock import now
from herefor.story.verbs import tell

SETTLE_SECONDS = 3
"""Answers that come in together are measured together."""
TRY_AGAIN_MINUTES = 10


def note_change(wave: Wave) -> Remeasurement:
    """Answers of the wave changed: let a worker measure it, soon and once."""
    with transaction.atomic():
        due = now() + timedelta(seconds=SETTLE_SECONDS)
        locked = Remeasurement.objects.select_for_update()  # so that it is not finished meanwhile
        row, made = locked.get_or_create(wave=wave, defaults={"due_at": due})
        if not made:
            row.changes += 1
            if not row.attempts:  # nobody is at it
                row.due_at = min(row.due_at, due)
            row.save(update_fields=["changes", "due_at"])
    return row


def claim_remeasurement(row: Remeasurement) -> bool:
    """Whether it is ours: of any number of workers, one changes the row.

    It is moved on before the work, so that a crash or an error only delays.
    """
    later = now() + timedelta(minutes=TRY_AGAIN_MINUTES)
    as_seen = Remeasurement.objects.filter(pk=row.pk, due_at=row.due_at)
    return bool(as_seen.update(due_at=later, attempts=F("attempts") + 1))


def note_failure(row: Remeasurement, *, error: Exception) -> None:
    words = f"{type(error).__name__}: {error}"[:2000]
    Remeasurement.objects.filter(pk=row.pk).update(last_error=words)


def finish_remeasurement(row: Remeasurement) -> None:
    """It is measured; answers that came in meanwhile are measured soon, in another round.

    A wave with answers that still wait to be counted is looked at again when it is over.
    """
    as_seen = Remeasurement.objects.filter(pk=row.pk, changes=row.changes)
    if not is_over(row.wave) and some_wait(row.wave):
        over_at = row.wave.closes_at + GRACE
        done = as_seen.update(due_at=over_at, changes=1, attempts=0, last_error="")
    else:
        done = as_seen.delete()[0]
    if not done:
        soon = now() + timedelta(seconds=SETTLE_SECONDS)
        again = Remeasurement.objects.filter(pk=row.pk)
        again.update(due_at=soon, attempts=0, last_error="")


def measure_wave(wave: Wave) -> list[Finding]:
    """Count and estimate every unit of a wave outside of any transaction; store what is new."""
    frame = answers_frame(wave, units=Unit.objects.all())
    counted = count_answers(wave, frame, model=model_of(wave.edition.survey.model))
    answered = set(frame["unit"])
    made = [
        finding
        for unit in _units_to_measure(wave, answered)
        if unit.pk not in counted.frozen
        if (finding := _measure_unit(wave, unit, counted, answered=answered)) is not None
    ]
    with transaction.atomic():
        stored = [_store(finding) for finding in made]
        if stored:
            survey = wave.edition.survey
            tell(
                "wave measured", about=wave, unit=survey.unit, wave=wave.name, findings=len(stored)
            )
    return stored


def _units_to_measure(wave: Wave, answered: set[int]) -> list[Unit]:
    """Units with answers, those above them, and those measured before their answers went away."""
    ids = {number for unit in Unit.objects.filter(pk__in=answered) for number in unit.trail_ids}
    ids |= set(wave.findings.values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=ids))


def _measure_unit(
    wave: Wave, unit: Unit, counted: Counted, *, answered: set[int]
) -> Finding | None:
    """A finding that is not stored yet; None when these data were measured before.

    The weights of units are not part of the data: two findings that differ in them alone would
    tell the units apart.
    """
    below = dict(and_below(unit).values_list("pk", "weight"))
    here = pl.col(COUNTED_AT).is_in(list(below))
    answers, held = counted.answers.filter(here), counted.held.filter(here)
    model = wave.edition.survey.model
    identity = {
        "wave": wave,
        "unit": unit,
        "model": model,
        "fingerprint": fingerprint(answers.drop(COUNTED_AT, GROUP)),
        "method_version": METHOD_VERSION,
    }
    newest = Finding.objects.filter(wave=wave, unit=unit).first()
    reason = _reason(answers, somebody_answered=bool(answered & set(below)))
    same = newest and all(getattr(newest, key) == value for key, value in identity.items())
    if newest and same and (newest.is_estimated or _says(newest, reason)):
        return None
    rolled_up = _rolled_up(answers, below)
    result = {"reason": reason} if reason else estimated(rolled_up, model, held=held)
    return Finding(**identity, n=answers.height, result=result)


def _says(finding: Finding, reason: str) -> bool:
    """Whether a finding without numbers has them for this reason; any of `measure` if empty."""
    return finding.reason == reason if reason else finding.reason not in (TOO_FEW, NOBODY)


def _reason(answers: pl.DataFrame, *, somebody_answered: bool) -> str:
    """Why nothing is estimated; empty when there are enough answers."""
    if answers.height >= smallest_group():
        return ""
    return TOO_FEW if somebody_answered else NOBODY


def _rolled_up(answers: pl.DataFrame, weights: dict[int, float]) -> pl.DataFrame:
    """Answers weighted so that each unit counts by its weight, not by how many answered there."""
    share = pl.col("unit").replace_strict(weights, return_dtype=pl.Float64)
    weight = pl.col(WEIGHT) / pl.col(WEIGHT).max().over("unit")
    of_unit = weight / weight.sum().over("unit")
    return answers.with_columns((share / share.max() * of_unit).alias(WEIGHT))


def _store(finding: Finding) -> Finding:
    """A finding is followed, never changed; the same data found again are only found later."""
    identity = ("wave", "unit", "model", "fingerprint", "method_version")
    stored, _ = Finding.objects.update_or_create(
        **{field: getattr(finding, field) for field in identity},
        defaults={"n": finding.n, "result": finding.result, "found_at": now()},
    )
    return stored
