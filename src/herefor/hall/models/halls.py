"""A town hall: leaders, an hour, and whoever wants to ask them something."""

import secrets
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Customer, Unit

SPOKEN = "abcdefghjkmnpqrstuvwxyz23456789"
"""Signs that nobody takes for another, on a wall or by telephone."""


def new_key() -> str:
    """Opens something to whoever has it."""
    return secrets.token_urlsafe(9)


def new_name() -> str:
    """Stands in the address of a hall and is typed from the wall; who may come is no secret."""
    return "".join(secrets.choice(SPOKEN) for _ in range(8))


class TownHall(models.Model):
    """Planned, begun, ended or called off: each says when and by whom."""

    key = models.CharField(max_length=20, unique=True, default=new_name, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="town_halls")
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("what it is about"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    zone_name = models.CharField(_("time zone"), max_length=60, default="UTC")
    languages = models.JSONField(default=list)
    leaders = models.ManyToManyField(Account, related_name="town_halls", verbose_name=_("leaders"))
    is_open = models.BooleanField(default=True, help_text="Else only who is invited may come.")
    is_moderated = models.BooleanField(
        default=True, help_text="Questions are read before they are shown."
    )
    typist_links = models.PositiveSmallIntegerField(
        default=0, help_text="How many links for typists were withdrawn; the next one is good."
    )
    planned_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    began_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True)
    called_off_because = models.TextField(blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(began_at__isnull=False), name="hall_began_first"
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None) | Q(began_at=None), name="hall_off_before_it_began"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_at"], name="hall_in_unit")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("hall:hall", args=[self.key])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def starts_there(self) -> datetime:
        """The start by the clock of its own zone."""
        return self.starts_at.astimezone(self.zone)

    @property
    def planned_end(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_live(self) -> bool:
        return self.began_at is not None and self.ended_at is None

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None or self.called_off_at is not None

    @property
    def takes_questions(self) -> bool:
        return not self.is_over

    def second_of(self, moment: datetime) -> int:
        """Seconds since it began; 0 before that."""
        if self.began_at is None:
            return 0
        return max(0, int((moment - self.began_at).total_seconds()))


class Sample(models.Model):
    """Customers drawn to be invited; with the same seed from the same people, the same ones."""

    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="samples")
    size = models.PositiveIntegerField()
    frame = models.PositiveIntegerField(help_text="How many it was drawn from.")
    seed = models.BigIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.size} of {self.frame}"


class Guest(models.Model):
    """Somebody invited, by a link of their own."""

    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="guests")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.SET_NULL, related_name="town_halls"
    )
    sample = models.ForeignKey(Sample, null=True, on_delete=models.CASCADE, related_name="guests")
    address = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=160, blank=True)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall", "address"], condition=~Q(address=""), name="guest_invited_once"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.address or self.phone
