"""Who has a case: assignments, hand-overs with their brief, and asking for a leader."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.answer.models.case import Case
from herefor.people.models import Account


class Assignment(models.Model):
    """Somebody has the case from a moment on, because somebody or the program said so."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="assignments")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        ordering = ["assigned_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case.reference} to {self.owner}"


UNANSWERED = Q(accepted_at=None, declined_at=None, withdrawn_at=None)
"""An offer that stands: nobody has accepted, declined or taken it back."""


class Handover(models.Model):
    """A case offered to a colleague with what they need to go on mid-sentence.

    The giver keeps it, and its clocks run, until the receiver accepts.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="handovers")
    giver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="handovers")
    wants = models.TextField(_("what the customer wants"))
    promised = models.TextField(_("what was promised, and by when"), blank=True)
    tried = models.TextField(_("what was tried"), blank=True)
    do_not_ask = models.TextField(_("what not to ask again"), blank=True)
    mood = models.TextField(_("mood, and what to be careful with"), blank=True)
    next_step = models.TextField(_("next step"))
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=UNANSWERED,
                name="offered_to_one_at_a_time",
            )
        ]
        indexes = [
            models.Index(
                fields=["receiver"],
                name="handover_offered",
                condition=UNANSWERED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} to {self.receiver}"


class LeaderRequest(models.Model):
    """The customer asked for a leader, and was told who answers by when."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="leader_requests")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(answered_at__isnull=True),
                name="asked_for_one_leader_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}: {self.leader}"
