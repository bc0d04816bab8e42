"""What a leader says in public. State is a row, or a moment, with who."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.files.models import File
from herefor.mail.models import Letter
from herefor.people.models import Account, Customer
from herefor.speak.models.column import Column, Subscription


class Post(models.Model):
    """One post, in one or more languages. What is public stands in its texts."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="posts")
    author = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="posts", verbose_name=_("author")
    )
    slug = models.CharField(max_length=80, blank=True, help_text="Given when it is published.")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True, help_text="When the program publishes it; moved on by who claims it."
    )
    scheduled_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    once = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="post_slug_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | ~Q(slug=""), name="published_has_address"
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="post_published",
                condition=Q(published_at__isnull=False),
            ),
            models.Index(fields=["due_at"], name="post_due", condition=Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.slug or f"{self.column}, {self.made_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("speak:post", args=[self.slug])

    @property
    def desk_url(self) -> str:
        return reverse("speak:edit", args=[self.pk])

    @property
    def first_words(self) -> "Words | None":
        """By which colleagues know it: what is public, else what is drafted."""
        public = next(iter(self.texts.all()), None)
        return public or next(iter(self.drafts.all()), None)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and not self.is_withdrawn

    @property
    def is_withdrawn(self) -> bool:
        return getattr(self, "withdrawal", None) is not None


class Words(models.Model):
    """A title, a line under it and a text in Markdown, in one language."""

    language = models.CharField(_("language"), max_length=10)
    title = models.CharField(_("title"), max_length=140)
    lead = models.CharField(_("in one or two sentences"), max_length=300, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class PostText(Words):
    """What readers see. It is changed by publishing a draft."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="texts")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "language"], name="post_text_language_once")
        ]


class PostDraft(Words):
    """What is written and not public: of a new post, or of a change to one that is."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="drafts")
    title = models.CharField(_("title"), max_length=140, blank=True)
    text = models.TextField(_("text"), blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "language"], name="post_draft_language_once")
        ]


class PostChange(models.Model):
    """A published text was changed: readers see when and why, we keep what stood before."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="changes")
    language = models.CharField(max_length=10)
    why = models.CharField(_("what you changed, for your readers"), max_length=200)
    before = models.JSONField(help_text="Title, lead and text; empty for a new language.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.post}, {self.changed_at:%Y-%m-%d}"


class PostWithdrawal(models.Model):
    """The post is not shown any more; its address says why."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="withdrawal")
    reason = models.CharField(_("why, for your readers"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post}, {self.withdrawn_at:%Y-%m-%d}"


class Picture(models.Model):
    """A picture of a post. Who cannot see it is told what it shows."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what it shows, for those who cannot see it"), max_length=300)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(alt=""), name="picture_says_what")]

    def __str__(self) -> str:
        return self.alt

    def get_absolute_url(self) -> str:
        return reverse("speak:picture", args=[self.pk])

    @property
    def line(self) -> str:
        """What the writer puts into the text where the picture is to stand."""
        return f"![](picture:{self.pk})"


class Tie(models.Model):
    """The post answers something: a case, a finding, a promise of a leader."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="ties")
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    tied_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "about_type", "about_id"], name="tied_once")
        ]
        indexes = [models.Index(fields=["about_type", "about_id"], name="tie_about")]

    def __str__(self) -> str:
        return f"{self.post}: {self.about}"


class Announcement(models.Model):
    """One reader to be written to about a post: who raised what it answers, or a subscriber."""

    class Skipped(models.TextChoices):
        NO_CONSENT = "no consent", _("has not allowed us to write")
        NO_ADDRESS = "no address", _("left no e-mail address")
        HAS_IT = "has it", _("was written to already under another name")
        ENDED = "ended", _("wants no more letters")
        WITHDRAWN = "withdrawn", _("the post was withdrawn before")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="announcements")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.CASCADE, related_name="announcements"
    )
    subscription = models.ForeignKey(
        Subscription, null=True, on_delete=models.CASCADE, related_name="announcements"
    )
    due_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    skipped = models.CharField(max_length=12, choices=Skipped, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "customer"],
                condition=Q(customer__isnull=False),
                name="announced_once_to_a_customer",
            ),
            models.UniqueConstraint(
                fields=["post", "subscription"],
                condition=Q(subscription__isnull=False),
                name="announced_once_to_a_subscriber",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=True) ^ Q(subscription__isnull=True),
                name="announced_to_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="announcement_due",
                condition=Q(due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.customer or self.subscription}"
