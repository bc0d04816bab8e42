"""An alarm, the steps taken to find somebody, and every message sent on the way."""

import uuid
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.duty.models.chains import Severity
from herefor.duty.models.rotas import Notice
from herefor.duty.models.ways import ContactWay
from herefor.people.models import Account, Unit


class Alarm(models.Model):
    """Somebody must look at something. It rings until one has it, or it is stood down.

    It carries its chain as it was when raised: `rungs` and `repeats`.
    """

    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="alarms")
    severity = models.CharField(max_length=10, choices=Severity)
    words = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    first = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    is_drill = models.BooleanField(default=False)
    rungs = models.JSONField()
    repeats = models.PositiveSmallIntegerField()
    once = models.CharField(max_length=120, unique=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, help_text="When the next step is taken.")
    rung = models.PositiveSmallIntegerField(default=0, help_text="The rung of the next step.")
    rounds = models.PositiveSmallIntegerField(
        default=0, help_text="How often the last was called again."
    )
    unanswered_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="alarms_taken"
    )
    stood_down_at = models.DateTimeField(null=True)
    stood_down_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stood_down_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, stood_down_at=None, due_at__isnull=False)
                | (
                    Q(due_at=None)
                    & (Q(acknowledged_at__isnull=False) | Q(stood_down_at__isnull=False))
                ),
                name="alarm_rings_or_is_over",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="alarm_due"),
            models.Index(fields=["about_type", "about_id"], name="alarm_about"),
            models.Index(fields=["unit", "raised_at"], name="alarm_in_unit"),
        ]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return reverse("duty:alarm", args=[self.pk])

    @property
    def is_ringing(self) -> bool:
        return self.due_at is not None

    @property
    def is_critical(self) -> bool:
        return self.severity == Severity.CRITICAL


class Step(models.Model):
    """One rung, taken once: whom it found, and why nobody was waited for if so."""

    class Passed(models.TextChoices):
        NOBODY = "nobody", _("it belongs to nobody")
        AWAY = "away", _("can no longer be called")
        SAME = "same", _("was called just before")
        QUIET = "quiet", _("has quiet hours")
        NO_WAY = "no way", _("has no confirmed way to be reached")
        CANNOT = "cannot", _("said that they cannot")
        FAILED = "failed", _("could not be reached")
        DOUBT = "doubt", _("may not have been reached")

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=10)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    wait_minutes = models.PositiveSmallIntegerField()
    passed_on = models.CharField(max_length=10, choices=Passed, blank=True)

    class Meta:
        ordering = ["alarm", "number"]
        constraints = [
            models.UniqueConstraint(fields=["alarm", "number"], name="step_number_once_in_alarm")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.account}"


class Page(models.Model):
    """One message to one person by one way: for a step, a notice before a shift, or a trial.

    `handing_over_at` is committed before anything leaves, and the outcome after it: a page with
    the first and without the second is in doubt.
    """

    step = models.ForeignKey(Step, null=True, on_delete=models.CASCADE, related_name="pages")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.CASCADE, related_name="pages")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="pages")
    way = models.ForeignKey(ContactWay, null=True, on_delete=models.PROTECT, related_name="pages")
    once = models.UUIDField(default=uuid.uuid4, unique=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    due_at = models.DateTimeField()
    handing_over_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    doubted_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "account", "way"],
                condition=Q(step__isnull=False),
                name="page_once_a_step_and_way",
            ),
            models.UniqueConstraint(
                fields=["step", "account"],
                condition=Q(step__isnull=False, way__isnull=True),
                name="page_once_a_step_without_way",
            ),
            models.UniqueConstraint(fields=["notice", "way"], name="page_once_a_notice_and_way"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, failed_at=None, doubted_at=None, dropped_at=None),
                name="page_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.subject}"

    @property
    def is_urgent(self) -> bool:
        return self.step is not None

    @property
    def state(self) -> Any:
        """In words, for those who follow an alarm."""
        if self.sent_at:
            return _("sent")
        if self.doubted_at:
            return _("in doubt")
        if self.failed_at:
            return _("failed")
        if self.dropped_at:
            return _("not needed")
        return _("waits")
