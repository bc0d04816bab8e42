"""A letter that came and could not be taken in: nothing of it is lost, and somebody is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from herefor.mail.models.letter import Letter, raw_place
from herefor.mail.models.mailbox import Mailbox


class HeldLetter(models.Model):
    """The bytes as they came, and why they are no `Letter` yet.

    It stands until it is taken in (`letter`) or somebody has dealt with it by hand.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="held_letters")
    raw = models.FileField(upload_to=raw_place, max_length=120)
    sha256 = models.CharField(max_length=64)
    from_address = models.CharField(max_length=254, blank=True)
    envelope_from = models.CharField(max_length=254, null=True)  # noqa: DJ001  null: not known
    envelope_to = models.JSONField(default=list)
    is_history = models.BooleanField(default=False)
    left_out = models.JSONField(default=list)
    because = models.CharField(max_length=300)
    held_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["held_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "sha256"],
                condition=Q(settled_at=None),
                name="letter_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mailbox}, {self.held_at:%Y-%m-%d %H:%M}"
