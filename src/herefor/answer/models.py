"""Cases: what needs an answer, who has it, what was said, and whether it is put right."""

import uuid

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.listen.models import Response
from herefor.people.models import Account, Customer, Unit

FOLLOW_SALT = "herefor.answer.follow"


class Case(models.Model):
    """Something a customer said that needs an answer. State is the newest of its rows."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint")
        QUESTION = "question", _("question")
        PRAISE = "praise", _("praise")
        SUGGESTION = "suggestion", _("suggestion")

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=140)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    response = models.OneToOneField(
        Response, null=True, on_delete=models.PROTECT, related_name="case"
    )
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True,
        help_text="When the customer was told to have an answer; empty while nothing is owed.",
    )
    promised_by = models.DateTimeField(help_text="When the first answer was promised.")
    first_answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = [models.F("due_at").asc(nulls_last=True), "-opened_at", "pk"]
        indexes = [models.Index(fields=["unit", "due_at"], name="case_due_in_unit")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("answer:case", args=[self.pk])

    @property
    def follow_key(self) -> str:
        """The signed key with which the customer follows the case without an account."""
        return signing.Signer(salt=FOLLOW_SALT).sign(str(self.pk))

    @property
    def follow_url(self) -> str:
        return reverse("answer:follow", args=[self.follow_key])


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
    said_at = models.DateTimeField()
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


class Settlement(models.Model):
    """We think it is put right. Provisional until the customer confirms."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="settlements")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField()

    class Meta:
        ordering = ["settled_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case.reference} settled {self.settled_at:%Y-%m-%d}"


class Confirmation(models.Model):
    """The customer says that it is put right; the case is closed."""

    settlement = models.OneToOneField(
        Settlement, on_delete=models.CASCADE, related_name="confirmation"
    )
    confirmed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"confirmed {self.confirmed_at:%Y-%m-%d}"


class Reopening(models.Model):
    """The customer, or we, say that it is not put right; the settlement no longer counts."""

    settlement = models.OneToOneField(
        Settlement, on_delete=models.CASCADE, related_name="reopening"
    )
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reopened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reopened {self.reopened_at:%Y-%m-%d}"
