"""What is said on a case, now and later."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.answer.models.case import Case
from herefor.files.models import File
from herefor.mail.models import Letter
from herefor.people.models import Account


class Message(models.Model):
    """Something said on a case: by the customer, to the customer, or among ourselves."""

    class Direction(models.TextChoices):
        IN = "in", _("from the customer")
        OUT = "out", _("to the customer")
        INTERNAL = "internal", _("note for us")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=10, choices=Direction)
    text = models.TextField()
    author = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(
        max_length=420, blank=True, help_text="Who it is from, where it is not the customer."
    )
    said_at = models.DateTimeField()
    files = models.ManyToManyField(File, related_name="messages")
    letter = models.OneToOneField(
        Letter, null=True, on_delete=models.PROTECT, related_name="message"
    )
    once = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="The form's mark: sent twice, said once."
    )

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="in") | Q(author__isnull=False),
                name="message_of_ours_has_an_author",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}, {self.said_at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """A colleague named in a note: it waits for them until they have seen it."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "account"], name="mentioned_once")
        ]
        indexes = [
            models.Index(
                fields=["account"], name="mention_unseen", condition=Q(seen_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"@{self.account}"


class LaterAnswer(models.Model):
    """An answer written now and said at a moment to come, unless it is taken back before."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="later_answers")
    text = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    files = models.ManyToManyField(File, related_name="later_answers")
    customers_turn = models.BooleanField(
        default=True, help_text="Whether we wait for the customer once it is said."
    )
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it is said; moved on by who claims it.")
    once = models.UUIDField(default=uuid.uuid4, unique=True)
    message = models.OneToOneField(
        Message, null=True, on_delete=models.PROTECT, related_name="written_before"
    )
    withdrawn_at = models.DateTimeField(null=True)
    held_because = models.CharField(
        max_length=20, blank=True, help_text="Somebody wrote meanwhile, or it is over: read first."
    )

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="later_answer_due",
                condition=Q(message__isnull=True, withdrawn_at__isnull=True, held_because=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}, {self.due_at:%Y-%m-%d %H:%M}"
