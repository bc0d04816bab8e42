"""What is asked at a town hall, what becomes of it, and who wants to know it too."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.hall.models.halls import TownHall
from herefor.people.models import Account

LONGEST = 500
NAME = 80
VOTER = 64


class Question(models.Model):
    """A question in the asker's words. Not shown and not held means: it waits to be read."""

    class Source(models.TextChoices):
        PAGE = "page", _("on the page")
        PHONE = "phone", _("by telephone")

    hall = models.ForeignKey(TownHall, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=LONGEST)
    name = models.CharField(max_length=NAME, blank=True)
    email = models.EmailField(blank=True)
    consent_words = models.TextField(blank=True)
    source = models.CharField(max_length=5, choices=Source, default=Source.PAGE)
    asker = models.CharField(
        max_length=VOTER, blank=True, help_text="The browser it came from, as in votes."
    )
    once = models.CharField(max_length=80, unique=True)
    asked_at = models.DateTimeField()
    written_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", help_text="For a caller."
    )
    shown_at = models.DateTimeField(null=True)
    shown_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hall", "number"], name="hall_question_numbered")
        ]
        indexes = [models.Index(fields=["hall", "asker"], name="hall_question_of_asker")]

    def __str__(self) -> str:
        return f"{self.hall}, question {self.number}"


class Holding(models.Model):
    """A question is held back, for a reason that is counted in public and told to the asker."""

    class Reason(models.TextChoices):
        SAME = "same", _("asked already")
        PERSON = "person", _("about one person's own matter")
        NAMES = "names", _("names or accuses somebody")
        ABUSE = "abuse", _("insults or threatens")
        ADVERT = "advert", _("advertises something")
        OTHER = "other", _("not a question we can answer here")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="holdings")
    reason = models.CharField(max_length=6, choices=Reason)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(undone_at__isnull=True),
                name="hall_question_held_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.reason}"


class Vote(models.Model):
    """Somebody wants to know it too: one row for each, gone when it is taken back."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="votes")
    voter = models.CharField(max_length=VOTER)
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "voter"], name="hall_vote_once")]
        indexes = [models.Index(fields=["voter"], name="hall_vote_of")]

    def __str__(self) -> str:
        return f"{self.question}, {self.cast_at:%H:%M:%S}"


class Turn(models.Model):
    """It is this question's turn: it is being answered, by whom, since when."""

    hall = models.ForeignKey(TownHall, on_delete=models.CASCADE, related_name="turns")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="turns")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hall"], condition=Q(ended_at__isnull=True), name="hall_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.began_at:%H:%M}"


class Answer(models.Model):
    """An answer of a named leader: written, or spoken and found again by its time mark."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    leader = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(blank=True)
    second = models.PositiveIntegerField(null=True, help_text="Since it began; spoken if given.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    once = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["answered_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(second__isnull=False), name="hall_answer_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.leader}: {self.question}"


class Owing(models.Model):
    """Not answered when the hall ended: who answers it by when. `about` is what a room above keeps
    it as; where that has a `follow_url`, the asker's browser is shown it, and no other."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="owing")
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    who = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    told_alone_at = models.DateTimeField(
        null=True, help_text="When the asker got an answer that is not on the page."
    )

    class Meta:
        indexes = [models.Index(fields=["about_type", "about_id"], name="hall_owing_about")]

    def __str__(self) -> str:
        return f"{self.question}, {self.who}"
