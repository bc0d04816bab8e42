"""What else goes on at a town hall: polls, what is said, who listens by telephone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.hall.models.asking import VOTER, Question
from herefor.hall.models.halls import Guest, TownHall, new_key
from herefor.people.models import Account


class Poll(models.Model):
    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="polls")
    text = models.CharField(max_length=200)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["hall"], condition=Q(closed_at__isnull=True), name="hall_one_poll_open"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=120)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="hall_choice_in_place")
        ]

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    """One row for each voter; another choice changes it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    choice = models.ForeignKey(Choice, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=VOTER)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "voter"], name="hall_poll_vote_once")
        ]

    def __str__(self) -> str:
        return f"{self.poll}, {self.cast_at:%H:%M:%S}"


class Line(models.Model):
    """What was said, as somebody typed it: a caption while it is live, the transcript later."""

    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="lines")
    text = models.TextField(max_length=400)
    second = models.PositiveIntegerField()
    by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", help_text="Or a typist."
    )
    said_at = models.DateTimeField()
    once = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.hall}, {self.second} s"


class Call(models.Model):
    """A call to somebody who listens by telephone. Claimed by `due_at`, placed at most once."""

    class Role(models.TextChoices):
        LISTENER = "listener", _("listens")
        DESK = "desk", _("writes callers' questions down")
        SPEAKER = "speaker", _("speaks")

    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="calls")
    guest = models.ForeignKey(Guest, null=True, on_delete=models.SET_NULL, related_name="calls")
    role = models.CharField(max_length=8, choices=Role, default=Role.LISTENER)
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=160, blank=True)
    key = models.CharField(max_length=20, unique=True, default=new_key)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    asked_for_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="When to place it; empty once it was tried.")
    claimed_at = models.DateTimeField(null=True)
    placed_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    wants_to_ask_at = models.DateTimeField(null=True)
    question = models.ForeignKey(
        Question, null=True, on_delete=models.SET_NULL, related_name="calls"
    )
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="hall_called_once")]
        indexes = [
            models.Index(fields=["due_at"], name="hall_call_due", condition=Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.hall}: {self.number}"
