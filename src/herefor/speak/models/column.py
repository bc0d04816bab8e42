"""Where leaders of a unit speak, and who reads along by mail."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Unit

SUBSCRIPTION_SALT = "herefor.speak.subscription"


class Column(models.Model):
    """The column of a unit's leaders, and how comments on it are dealt with."""

    class Moderation(models.TextChoices):
        BEFORE = "before", _("a person reads every comment before it is shown")
        AFTER = "after", _("comments are shown at once and read afterwards")

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="column")
    slug = models.CharField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    about = models.TextField(_("what it is about"), blank=True, max_length=600)
    language = models.CharField(_("language"), max_length=10, default="en")
    moderation = models.CharField(
        _("comments"), max_length=6, choices=Moderation, default=Moderation.BEFORE
    )
    asks_proof = models.BooleanField(
        _("let the writer's browser do a small calculation, which is costly for machines"),
        default=True,
        help_text=_("Who cannot do it is never refused: a person reads the comment first."),
    )
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["unit__trail"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("speak:column", args=[self.slug])

    @property
    def topic(self) -> str:
        """Under which a reader ends letters about new posts."""
        return f"column-{self.pk}"


class Subscription(models.Model):
    """Somebody wants new posts by mail; it counts once the address has confirmed it."""

    column = models.ForeignKey(Column, on_delete=models.CASCADE, related_name="subscriptions")
    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["column", "email"], name="subscribed_once"),
        ]
        indexes = [
            models.Index(
                fields=["column"],
                name="subscription_reads",
                condition=Q(confirmed_at__isnull=False, ended_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.column}"

    @property
    def confirm_url(self) -> str:
        key = signing.dumps([self.pk, self.asked_at.timestamp()], salt=SUBSCRIPTION_SALT)
        return settings.PUBLIC_ADDRESS + reverse("speak:confirm", args=[key])
