"""Alarms that ring, and what was done about one."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet

from herefor.duty.models import Alarm, Step
from herefor.duty.rules import alarms_visible_to
from herefor.people.rules import Visitor
from herefor.story.queries import story_of
from herefor.story.sentences import Sentence, sentence_of


def ringing(user: Visitor) -> QuerySet[Alarm]:
    """Alarms nobody has taken yet, at units the user sees."""
    return alarms_visible_to(user).filter(due_at__isnull=False)


def alarms_about(record: models.Model) -> QuerySet[Alarm]:
    kind = ContentType.objects.get_for_model(record)
    return Alarm.objects.filter(about_type=kind, about_id=record.pk)


def ringing_about(kind: type[models.Model]) -> QuerySet[Alarm]:
    """Alarms nobody has taken yet, about any record of a kind."""
    of_kind = ContentType.objects.get_for_model(kind)
    return Alarm.objects.filter(about_type=of_kind, due_at__isnull=False)


def alarms_told(alarm: Alarm) -> list[Sentence]:
    """Everything that was done about an alarm, oldest first."""
    return [sentence_of(event) for event in story_of(alarm)]


def steps_of(alarm: Alarm) -> list[Step]:
    return list(alarm.steps.select_related("account").prefetch_related("pages__way"))
