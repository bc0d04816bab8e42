"""Learning to examine: a case marked alone, and what it earned."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from herefor.assess.cases import Case, case_of
from herefor.assess.models.scorebook import FROM_0_TO_100
from herefor.people.models import Account
from herefor.story.clock import now


class TrainingCase(models.Model):
    """A case that colleagues brought in, beside those that come with the program."""

    key = models.CharField(max_length=60, unique=True)
    document = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Exercise(models.Model):
    """Somebody marks a case alone; the case is copied, so that a later file changes nothing.

    `is_fresh` says that the person had not read its reference lately: only then the marks tell
    how well somebody examines, and not how well somebody remembers.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="exercises")
    case_key = models.CharField(max_length=60)
    document = models.JSONField()
    is_fresh = models.BooleanField()
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "case_key"],
                condition=Q(finished_at=None),
                name="one_open_exercise_a_case",
            )
        ]

    def __str__(self) -> str:
        return str(self.case)

    def get_absolute_url(self) -> str:
        return reverse("assess:exercise", args=[self.pk])

    @cached_property
    def case(self) -> Case:
        return case_of(self.document)


class ExerciseMark(models.Model):
    """As a `Mark` of a scorebook: never changed, the newest counts."""

    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField(max_length=12)
    percent = models.PositiveSmallIntegerField()
    factors = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=FROM_0_TO_100, name="exercise_mark_is_a_percent")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.percent}"


class Certificate(models.Model):
    """What an exercise earned, with the figures it was given for; after `valid_until` it is time
    to look whether the marks have drifted."""

    exercise = models.OneToOneField(
        Exercise, on_delete=models.PROTECT, related_name="certificate", verbose_name=_("exercise")
    )
    off_by = models.FloatField(help_text="Mean absolute distance, in percentage points.")
    same_band = models.FloatField(help_text="Share of items, 0 to 1.")
    bias = models.FloatField(help_text="Mean of given less known, in percentage points.")
    n = models.PositiveSmallIntegerField(help_text="Items.")
    given_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.exercise.account}, {self.exercise}"

    def get_absolute_url(self) -> str:
        return reverse("assess:certificate", args=[self.pk])

    @property
    def is_valid(self) -> bool:
        return now() < self.valid_until
