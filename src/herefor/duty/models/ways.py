"""How somebody in the organisation is reached, and when they would rather not be."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account


class ContactWay(models.Model):
    """One way to reach somebody; used once it was tried and confirmed."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        WEBHOOK = "webhook", _("webhook")
        SERVICE = "service", _("text message, voice, chat or push, by a service")
        BROWSER = "browser", _("push to a browser")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="ways")
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    address = models.CharField(_("address"), max_length=800)
    secret = models.CharField(max_length=200, blank=True, help_text="What the other side checks.")
    order = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()
    code = models.CharField(max_length=12, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    verified_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["account", "order", "pk"]
        indexes = [
            models.Index(
                fields=["account", "order"], condition=Q(removed_at=None), name="way_of_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.shown_address}"

    @property
    def shown_address(self) -> str:
        """Enough to recognise it; addresses of services hold passwords."""
        if self.channel == self.Channel.EMAIL:
            return self.address
        scheme, _slashes, rest = self.address.partition("://")
        return f"{scheme}://{rest[:12]}…" if len(rest) > 12 else self.address


class QuietHours(models.Model):
    """When somebody is not called, except for what is critical or nobody else can take."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="quiet_hours")
    begins = models.TimeField(_("quiet from"))
    ends = models.TimeField(_("until"))
    zone_name = models.CharField(_("time zone"), max_length=60)

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


def feed_key() -> str:
    return secrets.token_urlsafe(24)


class Feed(models.Model):
    """A calendar address of one person or one rota; a new one closes the one before."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="feeds")
    rota = models.ForeignKey("duty.Rota", null=True, on_delete=models.CASCADE, related_name="feeds")
    key = models.CharField(max_length=64, unique=True, default=feed_key)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for {self.account}"
