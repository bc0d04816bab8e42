"""How a letter of ours goes out, and who is not written to any more."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.mail.models.letter import ADDRESS, Letter


class Delivery(models.Model):
    """One letter on its way to one recipient.

    `claimed_at` says who is at it: it is changed by a conditional update before the work.
    `handing_over_at` is committed after the server is ready for the content and before it gets
    any: before it nobody was mailed, after it somebody may have been.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        HANDING_OVER = "handing over", _("being handed over")
        DOUBT = "doubt", _("in doubt")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("came back")
        FAILED = "failed", _("not sent")
        WITHDRAWN = "withdrawn", _("withdrawn")
        UNSENDABLE = "no mailbox", _("not sent: no mailbox")

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="delivery")
    recipient = models.CharField(max_length=ADDRESS, db_index=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    handing_over_at = models.DateTimeField(null=True)
    expects_copy = models.BooleanField(default=False)
    doubted_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    bounced_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["claimed_at"], name="delivery_claimed"),
            models.Index(
                fields=["doubted_at"],
                name="delivery_doubted",
                condition=Q(doubted_at__isnull=False, sent_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.state.label}"

    @property
    def state(self) -> "Delivery.State":
        states = self.State
        ended = [
            (self.bounced_at, states.BOUNCED),
            (self.sent_at, states.SENT),
            (self.withdrawn_at, states.WITHDRAWN),
            (self.failed_at, states.FAILED),
            (self.doubted_at, states.DOUBT),
            (self.handing_over_at, states.HANDING_OVER),
            (self.due_at, states.WAITING),
        ]
        return next((state for moment, state in ended if moment), states.UNSENDABLE)


class BouncedAddress(models.Model):
    """An address that takes no letters, until somebody says that it does again."""

    address = models.CharField(max_length=ADDRESS, unique=True)
    reason = models.TextField(blank=True)
    bounced_at = models.DateTimeField()

    class Meta:
        ordering = ["-bounced_at"]

    def __str__(self) -> str:
        return self.address


class Unsubscription(models.Model):
    """Somebody does not want letters on this topic any more."""

    address = models.CharField(max_length=ADDRESS)
    topic = models.CharField(max_length=60)
    unsubscribed_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["address", "topic"], name="unsubscription_once")
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.topic}"
