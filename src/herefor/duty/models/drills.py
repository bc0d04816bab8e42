"""Trying the chain before a customer has to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from herefor.duty.models.alarms import Alarm
from herefor.duty.models.chains import Severity
from herefor.people.models import Account, Unit


class DrillPlan(models.Model):
    """So many drills in a month at a unit, at times nobody knows; drawn by a stored seed."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="drill_plan")
    per_month = models.PositiveSmallIntegerField(_("drills in a month"))
    at_night = models.BooleanField(_("also at night and at weekends"), default=False)
    zone_name = models.CharField(_("time zone"), max_length=60)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Severity, default=Severity.NORMAL
    )
    seed = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    draw_at = models.DateTimeField(help_text="When a worker next draws the times of a month.")

    def __str__(self) -> str:
        return str(self.unit)


class Drill(models.Model):
    """One trial of the chain; its alarm says what came of it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="drills")
    severity = models.CharField(max_length=10, choices=Severity)
    due_at = models.DateTimeField()
    started_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    alarm = models.OneToOneField(Alarm, null=True, on_delete=models.PROTECT, related_name="drill")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-due_at"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "due_at"], name="drill_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.due_at:%Y-%m-%d %H:%M}"
