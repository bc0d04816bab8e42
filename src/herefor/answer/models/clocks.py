"""By when something is owed, how that is reckoned, and in which hours it runs."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.answer.models.case import Case
from herefor.answer.models.settling import Promise
from herefor.people.models import Unit


class BusinessHours(models.Model):
    """The hours in which a clock runs: week, breaks, holidays, in one time zone."""

    name = models.CharField(_("name"), max_length=80)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="business_hours", verbose_name=_("unit")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    country = models.CharField(
        _("public holidays of"),
        max_length=2,
        blank=True,
        help_text=_("Two letters, as in SE or US; empty for none."),
    )
    region = models.CharField(
        _("region of that country"), max_length=6, blank=True, help_text=_("As in BY or CA.")
    )

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Open on a weekday from one time to another; two on a day have a break between them."""

    hours = models.ForeignKey(BusinessHours, on_delete=models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    opens = models.TimeField()
    closes = models.TimeField(help_text="00:00 is midnight at the end of the day.")

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_on_a_weekday")
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


class ClosedDay(models.Model):
    """A day on which these hours do not run, beside the public holidays."""

    hours = models.ForeignKey(BusinessHours, on_delete=models.CASCADE, related_name="closed_days")
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["hours", "day"], name="closed_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}".strip()


class ClockRule(models.Model):
    """How long a case may wait. The most particular rule holds: unit, then kind and severity."""

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="clock_rules", verbose_name=_("unit")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Case.Kind, blank=True)
    severity = models.PositiveSmallIntegerField(
        _("severity"), choices=Case.Severity, null=True, blank=True
    )
    first_answer_minutes = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    update_minutes = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    settled_minutes = models.PositiveIntegerField(null=True, validators=[MinValueValidator(1)])
    hours = models.ForeignKey(
        BusinessHours,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="rules",
        verbose_name=_("runs in"),
        help_text=_("Empty: around the clock."),
    )

    class Meta:
        ordering = ["unit__trail", "kind", "severity"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "severity"],
                nulls_distinct=False,
                name="one_rule_for_a_unit_kind_and_severity",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.kind} {self.severity or ''}".strip()


class Clock(models.Model):
    """Something owed on a case by a moment. It runs, is paused, or was stopped."""

    class What(models.TextChoices):
        FIRST_ANSWER = "first answer", _("first answer")
        ANSWER = "answer", _("answer")
        UPDATE = "update", _("next update")
        SETTLED = "settled", _("put right")
        PROMISE = "promise", _("promise")
        LEADER = "leader", _("answer of a leader")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    what = models.CharField(max_length=12, choices=What)
    promise = models.OneToOneField(
        Promise, null=True, on_delete=models.CASCADE, related_name="clock"
    )
    hours = models.ForeignKey(
        BusinessHours, null=True, on_delete=models.PROTECT, related_name="clocks"
    )
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    look_at = models.DateTimeField(
        help_text="When it is to be looked at next; whoever claims it moves it on."
    )
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    left_minutes = models.PositiveIntegerField(
        null=True, help_text="Of its hours, when it was paused."
    )
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "what"],
                condition=Q(stopped_at__isnull=True, promise__isnull=True),
                name="one_clock_of_a_kind_runs",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, left_minutes__isnull=True)
                | Q(paused_at__isnull=False, left_minutes__isnull=False),
                name="paused_with_what_is_left",
            ),
        ]
        indexes = [
            models.Index(
                fields=["look_at"],
                name="clock_to_look_at",
                condition=Q(stopped_at__isnull=True, paused_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}, {self.get_what_display()} by {self.due_at:%Y-%m-%d %H:%M}"

    @property
    def was_met(self) -> bool | None:
        """Whether it was stopped in time; None while it runs."""
        return None if self.stopped_at is None else self.stopped_at <= self.due_at
