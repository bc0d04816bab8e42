"""Rotas: who is there when, and who holds what nobody covers."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from herefor.people.models import Account, Unit


class Rota(models.Model):
    """Who is there for the customers of a unit, round the clock."""

    class Kind(models.TextChoices):
        DUTY = "duty", _("on duty")
        LEADER = "leader", _("leader on duty")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="rotas")
    kind = models.CharField(_("what for"), max_length=10, choices=Kind, default=Kind.DUTY)
    name = models.CharField(_("name"), max_length=120)
    zone_name = models.CharField(_("time zone"), max_length=60)
    fallback = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        related_name="rotas_held",
        verbose_name=_("standing fallback"),
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    look_at = models.DateTimeField(
        help_text="When a worker next looks ahead for gaps and hand-overs."
    )

    class Meta:
        ordering = ["unit__trail", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="rota_once_a_unit_and_kind")
        ]
        indexes = [models.Index(fields=["look_at"], name="rota_look_at")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("duty:rota", args=[self.pk])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)


class Layer(models.Model):
    """People in order, each for one turn. Higher layers win over lower ones."""

    class Step(models.TextChoices):
        HOURS = "hours", _("hours")
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="layers")
    order = models.PositiveSmallIntegerField(_("order"))
    every = models.PositiveSmallIntegerField(_("a turn lasts"), default=1)
    step = models.CharField(_("counted in"), max_length=6, choices=Step, default=Step.WEEKS)
    hand_over_at = models.TimeField(_("hand-over at"), default=time(9))
    hand_over_weekday = models.PositiveSmallIntegerField(_("hand-over on"), null=True)
    starts_on = models.DateField(_("first day"))
    days = models.CharField(max_length=7, blank=True, help_text="Digits of weekdays, Monday is 0.")
    begins = models.TimeField(_("only from"), null=True)
    ends = models.TimeField(_("until"), null=True)

    class Meta:
        ordering = ["rota", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rota", "order"], name="layer_order_once_in_rota"),
            models.CheckConstraint(condition=Q(every__gt=0), name="layer_turn_has_length"),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__isnull=False, ends__isnull=False),
                name="layer_hours_both_or_neither",
            ),
            models.CheckConstraint(
                condition=Q(hand_over_weekday__isnull=True) | Q(hand_over_weekday__lt=7),
                name="layer_weekday_is_one",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Layer %(number)s") % {"number": self.order})

    @property
    def length(self) -> timedelta:
        return timedelta(**{str(self.step): self.every})

    @property
    def rhythm(self) -> str:
        """As in every week, every 2 days."""
        match self.step:
            case self.Step.HOURS:
                words = ngettext("every hour", "every %(n)d hours", self.every)
            case self.Step.DAYS:
                words = ngettext("every day", "every %(n)d days", self.every)
            case _:
                words = ngettext("every week", "every %(n)d weeks", self.every)
        return words % {"n": self.every}


class Turn(models.Model):
    """One place in the order of a layer."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="turns")
    place = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="turns")

    class Meta:
        ordering = ["layer", "place"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "place"], name="turn_place_once_in_layer")
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.account}"


class Override(models.Model):
    """Somebody instead of whoever would be on; it wins over every layer."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="overrides")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="override_has_length"
            )
        ]
        indexes = [models.Index(fields=["rota", "ends_at"], name="override_in_rota")]

    def __str__(self) -> str:
        return f"{self.account} {self.starts_at:%Y-%m-%d %H:%M}"


class Swap(models.Model):
    """Somebody offers their time to a colleague; accepted, it becomes an override.

    With `back_starts_at` the colleague's own time comes back in exchange.
    """

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="swaps")
    offered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="swaps_offered")
    offered_to = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="swaps_asked")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    back_starts_at = models.DateTimeField(null=True)
    back_ends_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="swap_has_length"),
            models.CheckConstraint(
                condition=~Q(offered_by=F("offered_to")), name="swap_with_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(back_starts_at__isnull=True, back_ends_at__isnull=True)
                | Q(back_ends_at__gt=F("back_starts_at")),
                name="swap_back_has_length",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offered_by} → {self.offered_to}"


class AnnouncedGap(models.Model):
    """A stretch nobody covers, which the fallback was told to hold; by whoever confirmed it."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="announced_gaps")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=10)
    held_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["rota", "ends_at"], name="gap_in_rota")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Notice(models.Model):
    """Tell somebody before their shift begins; once, and only if it is still theirs."""

    rota = models.ForeignKey(Rota, on_delete=models.CASCADE, related_name="notices")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["rota", "account", "starts_at"], name="notice_once_a_shift"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(told_at__isnull=True, dropped_at__isnull=True),
                name="notice_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.starts_at:%Y-%m-%d %H:%M}"
