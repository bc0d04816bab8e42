"""What people say back, who decided whether it is shown, and what is owed to who asks."""

import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account
from herefor.speak.models.post import Post
from herefor.story.clock import now

COMMENT_SALT, PRIVATE_SALT = "herefor.speak.comment", "herefor.speak.private"
LONGEST = 5000


class Comment(models.Model):
    """Something said under a post: held until somebody decides, shown, or refused for a reason.

    With an `author` it is a word of ours, under the name they sign in by; nobody else can set it.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    author = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="comments"
    )
    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(blank=True)
    confirmed_at = models.DateTimeField(null=True, help_text="When the address was confirmed.")
    confirmation_sent_at = models.DateTimeField(null=True)
    follows = models.BooleanField(default=False, help_text="Wants replies by mail.")
    text = models.TextField(_("comment"), max_length=LONGEST)
    language = models.CharField(max_length=10, default="en")
    said_at = models.DateTimeField()
    asks = models.BooleanField(default=False, help_text="Its writer says that it is a question.")
    doubts = models.JSONField(default=list, help_text="Why it was held, as marks of the guard.")
    shown_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True, help_text="By its writer.")
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown_at__isnull=True) | Q(refused_at__isnull=True),
                name="comment_shown_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="comment_not_own_parent"
            ),
        ]
        indexes = [
            models.Index(
                fields=["post", "said_at"],
                name="comment_shown",
                condition=Q(shown_at__isnull=False, taken_back_at__isnull=True),
            ),
            models.Index(
                fields=["said_at", "id"],
                name="comment_held",
                condition=Q(
                    shown_at__isnull=True, refused_at__isnull=True, taken_back_at__isnull=True
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.said_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#comment-{self.pk}"

    @property
    def permalink(self) -> str:
        return reverse("speak:comment", args=[self.pk])

    @property
    def is_ours(self) -> bool:
        return self.author_id is not None

    @property
    def is_held(self) -> bool:
        return not (self.shown_at or self.refused_at or self.taken_back_at)

    @property
    def key(self) -> str:
        """The signed key by which its writer sees and does what a writer may."""
        return signing.Signer(salt=COMMENT_SALT).sign(str(self.pk))

    @property
    def own_url(self) -> str:
        return reverse("speak:said", args=[self.key])

    @property
    def confirm_url(self) -> str:
        key = signing.dumps([self.pk, self.email], salt=COMMENT_SALT)
        return settings.PUBLIC_ADDRESS + reverse("speak:said-confirm", args=[key])

    @property
    def topic(self) -> str:
        return f"comment-{self.pk}"


class Decision(models.Model):
    """Somebody decided whether a comment is shown; it can be taken back."""

    class Reason(models.TextChoices):
        ADVERT = "advert", _("it advertises something")
        ABUSE = "abuse", _("it insults or threatens somebody")
        PRIVATE = "private", _("it tells private things of somebody")
        UNLAWFUL = "unlawful", _("it breaks the law")
        FALSE_NAME = "false name", _("it is written under somebody else's name")
        OFF_TOPIC = "off topic", _("it has nothing to do with the post")
        REPEATED = "repeated", _("it was said here already")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    shows = models.BooleanField()
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    words = models.CharField(max_length=500, blank=True, help_text="To the writer.")
    by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+", help_text="None: by itself."
    )
    decided_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shows=True, reason="") | (Q(shows=False) & ~Q(reason="")),
                name="refused_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["comment"], condition=Q(undone_at__isnull=True), name="decided_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_reason_display() or 'shown'}"


class Question(models.Model):
    """A comment that asks something: somebody owes an answer by a moment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="question")
    marked_by = models.ForeignKey(
        Account,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="None: its writer.",
    )
    asked_at = models.DateTimeField()
    owner = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    answer = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="It asks nothing after all.")

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="question_owed",
                condition=Q(answered_at__isnull=True, dropped_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment} asks"

    @property
    def is_owed(self) -> bool:
        return self.answered_at is None and self.dropped_at is None

    @property
    def is_late(self) -> bool:
        return self.is_owed and self.due_at is not None and self.due_at < now()


class PrivateQuestion(models.Model):
    """Somebody asked a leader privately, from the page of a post. It is never shown."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="private_questions")
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    text = models.TextField(max_length=LONGEST)
    consent_words = models.TextField()
    language = models.CharField(max_length=10, default="en")
    asked_at = models.DateTimeField()
    once = models.UUIDField(default=uuid.uuid4, unique=True)
    owner = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True)
    follow_url = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        return signing.Signer(salt=PRIVATE_SALT).sign(str(self.pk))


class UsedForm(models.Model):
    """A form that was sent: each is good for one comment."""

    nonce = models.CharField(max_length=40, unique=True)
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.nonce


class Attempt(models.Model):
    """Somebody sent something just now, from an address kept as a hash and only for a day."""

    address_hash = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"], name="attempt_of_address")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S}"
