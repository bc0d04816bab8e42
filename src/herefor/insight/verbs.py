"""Waves are measured: every unit with answers, and every unit above it."""

from datetime import timedelta

import polars as pl
from django.db import transaction
from django.db.models import F

from herefor.insight.estimate import METHOD_VERSION, WEIGHT, estimated, fingerprint
from herefor.insight.models import TOO_FEW, Finding, Remeasurement
from herefor.insight.shown import smallest_group
from herefor.listen.models import Wave
from herefor.listen.queries import answers_frame
from herefor.people.models import Unit
from herefor.people.queries import and_below
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
            row.save(update_fields=["changes"])
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
    """It is measured; answers that came in meanwhile are measured soon, in another round."""
    as_seen = Remeasurement.objects.filter(pk=row.pk, changes=row.changes)
    if not as_seen.delete()[0]:
        soon = now() + timedelta(seconds=SETTLE_SECONDS)
        again = Remeasurement.objects.filter(pk=row.pk)
        again.update(due_at=soon, attempts=0, last_error="")


def measure_wave(wave: Wave) -> list[Finding]:
    """Estimate every unit of a wave outside of any transaction, then store what is new."""
    frame = answers_frame(wave, units=Unit.objects.all())
    made = [
        finding
        for unit in _units_to_measure(wave, frame)
        if (finding := _measure_unit(wave, unit, frame)) is not None
    ]
    with transaction.atomic():
        stored = [_store(finding) for finding in made]
        if stored:
            survey = wave.edition.survey
            tell(
                "wave measured", about=wave, unit=survey.unit, wave=wave.name, findings=len(stored)
            )
    return stored


def _units_to_measure(wave: Wave, frame: pl.DataFrame) -> list[Unit]:
    """Units with answers, those above them, and those measured before their answers went away."""
    answered = Unit.objects.filter(pk__in=frame["unit"].unique().to_list())
    ids = {number for unit in answered for number in unit.trail_ids}
    ids |= set(wave.findings.values_list("unit", flat=True))
    return list(Unit.objects.filter(pk__in=ids))


def _measure_unit(wave: Wave, unit: Unit, frame: pl.DataFrame) -> Finding | None:
    """A finding that is not stored yet; None when these data were measured before."""
    below = dict(and_below(unit).values_list("pk", "weight"))
    answers = _rolled_up(frame.filter(pl.col("unit").is_in(list(below))), below)
    model = wave.edition.survey.model
    identity = {
        "wave": wave,
        "unit": unit,
        "model": model,
        "fingerprint": fingerprint(answers),
        "method_version": METHOD_VERSION,
    }
    newest = Finding.objects.filter(wave=wave, unit=unit).first()
    if newest and all(getattr(newest, key) == value for key, value in identity.items()):
        return None
    result = {"reason": TOO_FEW} if answers.height < smallest_group() else estimated(answers, model)
    return Finding(**identity, n=answers.height, result=result)


def _rolled_up(answers: pl.DataFrame, weights: dict[int, float]) -> pl.DataFrame:
    """Answers weighted so that each unit counts by its weight, not by how many answered there."""
    share = pl.col("unit").replace_strict(weights, return_dtype=pl.Float64)
    of_unit = pl.col(WEIGHT) / pl.col(WEIGHT).sum().over("unit")
    return answers.with_columns((share * of_unit).alias(WEIGHT))


def _store(finding: Finding) -> Finding:
    """A finding is followed, never changed; the same data found again are only found later."""
    identity = ("wave", "unit", "model", "fingerprint", "method_version")
    stored, _ = Finding.objects.update_or_create(
        **{field: getattr(finding, field) for field in identity},
        defaults={"n": finding.n, "result": finding.result, "found_at": now()},
    )
    return stored
