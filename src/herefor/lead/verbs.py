"""Leaders decide, tell those who raised it, and say when it is done."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from herefor.answer.models import Case
from herefor.answer.verbs import tell_on_case
from herefor.insight.models import Finding
from herefor.lead.models import Commitment, Keeping, Telling
from herefor.people.models import Account, Unit
from herefor.story.clock import now
from herefor.story.verbs import tell


class NobodyTold(Exception):
    """The customers who raised it do not know yet, so it is not done."""


def make_commitment(
    finding: Finding,
    *,
    promise: str,
    driver: str,
    points_expected: float,
    owner: Account,
    due_on: date,
    raised_in: Iterable[Case],
    by: Account,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Promise a change. The same form sent twice promises once."""
    once = once or uuid.uuid4()
    with transaction.atomic():
        if made := Commitment.objects.filter(once=once).first():
            return made
        commitment = Commitment.objects.create(
            finding=finding,
            unit=finding.unit,
            promise=promise,
            driver=driver,
            points_expected=points_expected,
            owner=owner,
            due_on=due_on,
            made_by=by,
            made_at=now(),
            once=once,
        )
        commitment.raised_in.set(raised_in)
        tell("commitment made", about=commitment, by=by, unit=finding.unit, promise=promise)
    return commitment


def promise_because(
    because: models.Model,
    *,
    unit: Unit,
    promise: str,
    measure: str,
    owner: Account,
    due_on: date,
    by: Account,
    once: uuid.UUID | None = None,
) -> Commitment:
    """Promise a change for a reason that is no finding: an opportunity of an assessment, say. The
    same form sent twice promises once."""
    once = once or uuid.uuid4()
    with transaction.atomic():
        if made := Commitment.objects.filter(once=once).first():
            return made
        commitment = Commitment.objects.create(
            because_type=ContentType.objects.get_for_model(because),
            because_id=because.pk,
            measure=measure,
            unit=unit,
            promise=promise,
            owner=owner,
            due_on=due_on,
            made_by=by,
            made_at=now(),
            once=once,
        )
        tell("commitment made", about=commitment, by=by, unit=unit, promise=promise)
    return commitment


def tell_customers(commitment: Commitment, *, words: str, by: Account) -> Telling:
    """Write to everyone who raised it what was done, once; it cannot be taken back."""
    with transaction.atomic():
        Commitment.objects.select_for_update().get(pk=commitment.pk)
        if told := Telling.objects.filter(commitment=commitment).first():
            return told
        cases = list(commitment.raised_in.select_related("customer", "unit"))
        for case in cases:
            tell_on_case(case, text=words, by=by)
        telling = Telling.objects.create(
            commitment=commitment, words=words, by=by, told_at=now(), customers=len(cases)
        )
        unit, reached = commitment.unit, len(cases)
        tell("customers told", about=commitment, by=by, unit=unit, customers=reached)
    return telling


def told_by_post(commitment: Commitment, *, words: str, by: Account) -> Telling:
    """A post in public tells those who raised it; who was told before is not told here again."""
    with transaction.atomic():
        telling, made = Telling.objects.get_or_create(
            commitment=commitment,
            defaults={
                "words": words,
                "by": by,
                "told_at": now(),
                "customers": commitment.raised_in.count(),
            },
        )
        if made:
            unit, reached = commitment.unit, telling.customers
            tell("customers told", about=commitment, by=by, unit=unit, customers=reached)
    return telling


def keep_commitment(commitment: Commitment, *, by: Account, came_of_it: str = "") -> Keeping:
    """It is done, and what came of it. Raises NobodyTold while those who raised it have not been
    told.

    A commitment that no customer's case is attached to has nobody to tell and may be kept at once.
    """
    with transaction.atomic():
        told = Telling.objects.filter(commitment=commitment).exists()
        if not told and commitment.raised_in.exists():
            raise NobodyTold
        keeping, made = Keeping.objects.get_or_create(
            commitment=commitment,
            defaults={"by": by, "kept_at": now(), "came_of_it": came_of_it},
        )
        if made:
            tell("commitment kept", about=commitment, by=by, unit=commitment.unit)
    return keeping
