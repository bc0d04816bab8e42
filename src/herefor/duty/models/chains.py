"""Who is called, in which order, and how long each is waited for."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Unit


class Severity(models.TextChoices):
    LOW = "low", _("low")
    NORMAL = "normal", _("normal")
    HIGH = "high", _("high")
    CRITICAL = "critical", _("critical")


class Chain(models.Model):
    """The rungs at a unit and below, for one severity; for every other if none is named."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="chains")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    repeats = models.PositiveSmallIntegerField(
        _("how often the last is called again"),
        help_text=_("After that it is told as unanswered, and the last is called more seldom."),
        default=3,
    )

    class Meta:
        ordering = ["unit__trail", "severity"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "severity"], name="chain_once_a_severity")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_severity_display()}"


class Rung(models.Model):
    """One step of a chain: whom to call, and the minutes before the next is called."""

    class Whom(models.TextChoices):
        OWNER = "owner", _("whoever it belongs to")
        DUTY = "duty", _("whoever is on duty")
        LEADER = "leader", _("the leader on duty")
        FALLBACK = "fallback", _("the standing fallback")
        PERSON = "person", _("a person by name")

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="rungs")
    order = models.PositiveSmallIntegerField()
    whom = models.CharField(_("whom"), max_length=10, choices=Whom)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    wait_minutes = models.PositiveSmallIntegerField(_("minutes to wait"))

    class Meta:
        ordering = ["chain", "order"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "order"], name="rung_order_once_in_chain"),
            models.CheckConstraint(condition=Q(wait_minutes__gt=0), name="rung_waits"),
            models.CheckConstraint(
                condition=Q(whom="person", account__isnull=False)
                | (~Q(whom="person") & Q(account__isnull=True)),
                name="rung_names_a_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.account or self.get_whom_display())
