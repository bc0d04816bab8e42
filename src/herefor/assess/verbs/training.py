"""Learning to examine, from a case that is opened to a certificate."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from herefor.assess.cases import Case, case_of, limits
from herefor.assess.models import Certificate, Exercise, ExerciseMark, TrainingCase
from herefor.assess.queries.training import (
    document_of,
    is_fresh_to,
    items_left,
    result_of,
)
from herefor.assess.rules import may_train
from herefor.assess.verbs.assessment import NotNow
from herefor.mail.verbs import write_to_account
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def begin_exercise(case: Case, *, by: Account) -> Exercise:
    """One at a time for each case: an open one is gone on with."""
    with transaction.atomic():
        take_the_pen()
        exercise, made = Exercise.objects.get_or_create(
            account=by,
            case_key=case.id,
            finished_at=None,
            defaults={
                "document": document_of(case.id),
                "is_fresh": is_fresh_to(by, case.id),
                "begun_at": now(),
            },
        )
        if made:
            tell("exercise begun", about=exercise, by=by, case=case.name)
    return exercise


def mark_exercise(
    exercise: Exercise, *, item: str, percent: int, factors: Mapping[str, int]
) -> ExerciseMark:
    """Raises NotNow when it is finished, ValueError for a percent that may not be given."""
    exercise.case.scoring.band_of(percent)
    with transaction.atomic():
        take_the_pen()
        _refuse_finished(exercise)
        return exercise.marks.create(item=item, percent=percent, factors=dict(factors), at=now())


def finish_exercise(exercise: Exercise) -> Exercise:
    """The reference is shown from now on, and nothing changes any more. A certificate is given
    where the marks earn one. Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        _refuse_finished(exercise)
        if items_left(exercise):
            raise NotNow("items are not marked")
        exercise.finished_at = now()
        exercise.save(update_fields=["finished_at"])
        tell("exercise finished", about=exercise, by=exercise.account, case=exercise.case.name)
        _certify(exercise)
    return exercise


def remind_of_certificate(certificate: Certificate) -> bool:
    """It ends soon: whoever earned it is told once, unless a newer one was earned since. False when
    somebody else reminds."""
    account = certificate.exercise.account
    with transaction.atomic():
        if not Certificate.objects.filter(pk=certificate.pk, reminded_at=None).update(
            reminded_at=now()
        ):
            return False
        newer = Certificate.objects.filter(
            exercise__account=account, valid_until__gt=certificate.valid_until
        )
        if newer.exists() or not may_train(account):
            return True
        tell("certificate ends", about=certificate, until=certificate.valid_until.isoformat())
        ends = date_format(localtime(certificate.valid_until), "j F Y")
        write_to_account(
            account,
            certificate,
            at=certificate.get_absolute_url(),
            subject=_("Your certificate as an examiner ends on %(day)s") % {"day": ends},
            text=_(
                "Marks drift with time. Mark a case once more, and see whether yours have: it is "
                "under Assess, Training. Your certificate is valid until %(day)s."
            )
            % {"day": ends},
            once=f"certificate-{certificate.pk}",
        )
    return True


def import_case(document: dict[str, Any], *, by: Account) -> TrainingCase:
    """A sound case of one's own; one of the same id takes the place of what was imported before,
    and exercises keep the case they were made on."""
    case = case_of(document)
    with transaction.atomic():
        kept, _made = TrainingCase.objects.update_or_create(
            key=case.id, defaults={"document": document, "by": by, "at": now()}
        )
        tell("case imported", about=kept, by=by, case=case.name)
    return kept


def remove_case(case: TrainingCase, *, by: Account) -> None:
    """Exercises that were made on it stay."""
    with transaction.atomic():
        tell("case removed", about=case, by=by, case=case.document["name"])
        case.delete()


def _certify(exercise: Exercise) -> None:
    result = result_of(exercise)
    if not result.earns_certificate:
        return
    moment = now()
    given = Certificate.objects.create(
        exercise=exercise,
        off_by=result.accuracy.off_by,
        same_band=result.same_band,
        bias=result.accuracy.bias,
        n=result.accuracy.n,
        given_at=moment,
        valid_until=moment + timedelta(days=limits().valid_days),
    )
    tell("certificate given", about=given, by=exercise.account, case=exercise.case.name)


def _refuse_finished(exercise: Exercise) -> None:
    if Exercise.objects.filter(pk=exercise.pk).exclude(finished_at=None).exists():
        raise NotNow("the exercise is finished")
