"""The applicant's part: key factors, answers, evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from herefor.assess.access import Act
from herefor.assess.models import Assessment, Evidence, ItemResponse, KeyFactor, Result, Seat
from herefor.assess.queries.answers import answer_to, newest_number
from herefor.assess.verbs.assessment import NotNow, refuse
from herefor.people.models import Unit
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def name_key_factor(assessment: Assessment, *, area: str, words: str, by: Seat) -> KeyFactor:
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        factor = assessment.key_factors.create(area=area, words=words, by=by.account, at=now())
        tell("key factor named", about=assessment, by=by.account, unit=assessment.unit, area=area)
    return factor


def write_answer(
    assessment: Assessment, *, item: str, text: str, seen: int, by: Seat
) -> ItemResponse:
    """A new version. Written on an older one than the newest (`seen`), both stay and it is told.
    The same text sent twice is written once.

    Raises NotNow.
    """
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        current = answer_to(assessment, item=item)
        since = assessment.responses.filter(item=item, text=text, number__gt=seen)
        if same := since.filter(by=by.account).last():
            return same
        newest = newest_number(assessment, item=item)
        clash = current if seen < newest and current and current.text != text else None
        written = assessment.responses.create(
            item=item,
            number=newest + 1,
            text=text,
            clashes_with=clash,
            by=by.account,
            at=now(),
        )
        what = "answers clash" if clash else "answer written"
        tell(
            what,
            about=assessment,
            by=by.account,
            unit=assessment.unit,
            item=item,
            number=written.number,
            other=clash.by.name if clash else "",
        )
    return written


def name_evidence(
    assessment: Assessment,
    *,
    item: str,
    factors: Sequence[str],
    about: models.Model,
    words: str,
    by: Seat,
    measure: str = "",
    against: Mapping[str, Any] | None = None,
) -> Evidence:
    """Said twice, it is named once. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        evidence, made = Evidence.objects.get_or_create(
            assessment=assessment,
            item=item,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            measure=measure,
            taken_back_at=None,
            defaults={
                "factors": list(factors),
                "against": dict(against or {}),
                "words": words,
                "by": by.account,
                "at": now(),
            },
        )
        if made:
            tell("evidence named", about=assessment, by=by.account, unit=assessment.unit, item=item)
    return evidence


def take_back_evidence(evidence: Evidence, *, by: Seat) -> Evidence:
    """Before the submission; twice is once. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        if _is_taken_back(evidence, by=by):
            assessment, item = evidence.assessment, evidence.item
            tell(
                "evidence taken back",
                about=assessment,
                by=by.account,
                unit=assessment.unit,
                item=item,
            )
    evidence.refresh_from_db()
    return evidence


def write_result(unit: Unit, *, by: Seat, **said: Any) -> Result:
    """Numbers of the unit that another program keeps. Raises NotNow."""
    with transaction.atomic():
        refuse(by, Act.WRITE_ANSWERS)
        result = Result.objects.create(unit=unit, by=by.account, at=now(), **said)
        tell("result written", about=by.assessment, by=by.account, unit=unit)
    return result


def correct_result(result: Result, *, by: Seat, **said: Any) -> Result:
    """A new version takes its place, also where it was named. Raises NotNow where somebody
    corrected it first."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        if Result.objects.filter(follows=result).exists():
            raise NotNow("the result was corrected")
        corrected = Result.objects.create(
            unit=result.unit, follows=result, by=by.account, at=now(), **said
        )
        tell("result corrected", about=by.assessment, by=by.account, unit=result.unit)
    return corrected


def change_key_factor(factor: KeyFactor, *, area: str, words: str, by: Seat) -> KeyFactor:
    """A new one takes its place. Raises NotNow where somebody changed it first."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        if not _is_taken_back(factor, by=by):
            raise NotNow("the key factor was changed")
        assessment = factor.assessment
        changed = assessment.key_factors.create(
            area=area, words=words, follows=factor, by=by.account, at=now()
        )
        tell("key factor changed", about=assessment, by=by.account, unit=assessment.unit, area=area)
    return changed


def take_back_key_factor(factor: KeyFactor, *, by: Seat) -> KeyFactor:
    """Twice is once. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.WRITE_ANSWERS)
        if _is_taken_back(factor, by=by):
            assessment = factor.assessment
            tell("key factor taken back", about=assessment, by=by.account, unit=assessment.unit)
    factor.refresh_from_db()
    return factor


def _is_taken_back(record: Evidence | KeyFactor, *, by: Seat) -> bool:
    """Whether this call did it."""
    standing = type(record)._default_manager.filter(pk=record.pk, taken_back_at=None)
    return bool(standing.update(taken_back_at=now(), taken_back_by=by.account))
