"""The light start: a team says on its phones at which level each item stands."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Unit


def new_key() -> str:
    return secrets.token_urlsafe(9)


class Level(models.IntegerChoices):
    REACTIVE = 1, _("reactive")
    EARLY = 2, _("early")
    MATURE = 3, _("mature")
    ROLE_MODEL = 4, _("role model")


class Weight(models.IntegerChoices):
    LOW = 1, _("low")
    MEDIUM = 2, _("medium")
    HIGH = 3, _("high")


class Workshop(models.Model):
    """Open from the start until `closed_at`; whoever has the link takes part, without a name."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="workshops")
    framework = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=120)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assess:workshop", args=[self.pk])

    @property
    def join_url(self) -> str:
        return settings.PUBLIC_ADDRESS + reverse("assess:join", args=[self.key])


class Voice(models.Model):
    """One phone in the room. Nobody knows whose."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="voices")
    token = models.CharField(max_length=60, unique=True, default=secrets.token_urlsafe)

    def __str__(self) -> str:
        return f"A voice in {self.workshop}"


class LevelVote(models.Model):
    """At which level a voice sees one factor of one item."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="levels")
    item = models.CharField(max_length=12)
    factor = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField(choices=Level)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "item", "factor"], name="one_level_a_voice"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.factor}: {self.get_level_display()}"


class Importance(models.Model):
    """How much an item matters to this organisation, by one voice."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="importances")
    item = models.CharField(max_length=12)
    weight = models.PositiveSmallIntegerField(choices=Weight)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "item"], name="one_importance_a_voice"),
            models.CheckConstraint(condition=Q(weight__in=Weight.values), name="weight_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_weight_display()}"


class Action(models.Model):
    """What the team will do about an item, who, and by when. Done is a row's `done_at`."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="actions")
    item = models.CharField(max_length=12)
    words = models.CharField(_("what will be done"), max_length=300)
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    due_on = models.DateField(_("by when"))
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.words

    def get_absolute_url(self) -> str:
        return self.workshop.get_absolute_url()
