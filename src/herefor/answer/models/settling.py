"""Promises, and whether it is put right: we say so, the customer decides."""

from django.db import models
from django.db.models import Q

from herefor.answer.models.case import Case
from herefor.people.models import Account


class Promise(models.Model):
    """What somebody promised the customer on a case, and by when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="promises")
    what = models.CharField(max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="promises")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="promise_kept_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="promise_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def was_late(self) -> bool:
        """Kept, but after its time."""
        return self.kept_at is not None and self.kept_at > self.due_at


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


class FollowUp(models.Model):
    """Asking again some days after a settlement: all critical cases, a random share of the rest.

    `probability` is the chance with which this settlement was drawn; whoever counts answers
    weighs each by its inverse, so that the share of a kind of case does not bend the result.
    A settlement that was not drawn has a row too, without `due_at`. One that was drawn is spared
    the question where the customer has spoken before, or where nobody waits any more.
    """

    settlement = models.OneToOneField(
        Settlement, on_delete=models.CASCADE, related_name="follow_up"
    )
    probability = models.FloatField()
    due_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    spared_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    is_put_right = models.BooleanField(null=True)
    had_to_repeat = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(probability__gt=0, probability__lte=1), name="drawn_by_some_chance"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="follow_up_due",
                condition=Q(asked_at=None, spared_at=None, due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"about {self.settlement}"
