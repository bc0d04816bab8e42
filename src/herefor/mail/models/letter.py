"""A letter, in or out: what it says, where it belongs, and whether a program may answer it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.files.models import File
from herefor.mail.models.mailbox import Mailbox

SUBJECT, NAME, ADDRESS, MESSAGE_ID = 300, 160, 254, 255


def raw_place(letter: "Letter", name: str) -> str:
    """Where the bytes lie as they came: by what they are."""
    return f"letters/{letter.sha256[:2]}/{letter.sha256}"


class Letter(models.Model):
    """One letter. `about` is what it belongs to; the rooms above know what that is."""

    class Direction(models.TextChoices):
        IN = "in", _("to us")
        OUT = "out", _("from us")

    class Kind(models.TextChoices):
        PERSON = "person", _("a person wrote")
        AUTO = "auto", _("an automatic reply")
        LIST = "list", _("from a mailing list")
        BOUNCE = "bounce", _("a report about a letter of ours")
        LOOP = "loop", _("going in circles")
        OWN = "own", _("our own")
        COPY = "copy", _("the same letter in another mailbox")

    direction = models.CharField(max_length=3, choices=Direction)
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PERSON)
    mailbox = models.ForeignKey(
        Mailbox, null=True, on_delete=models.PROTECT, related_name="letters"
    )
    unit = models.ForeignKey("people.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    about_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+"
    )
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    answers = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="answered_by"
    )

    message_id = models.CharField(max_length=MESSAGE_ID, blank=True, db_index=True)
    in_reply_to = models.CharField(max_length=MESSAGE_ID, blank=True)
    references = models.JSONField(default=list)
    from_address = models.CharField(max_length=ADDRESS, blank=True)
    from_name = models.CharField(max_length=NAME, blank=True)
    reply_to = models.CharField(max_length=ADDRESS, blank=True)
    to_address = models.CharField(max_length=ADDRESS, blank=True)
    to_name = models.CharField(max_length=NAME, blank=True)
    subject = models.CharField(max_length=SUBJECT, blank=True)
    text = models.TextField(blank=True)
    quoted = models.TextField(blank=True, help_text="What was said before, and the signature.")
    html = models.TextField(blank=True, help_text="Cleaned; shown only in a sandbox of its own.")
    left_out = models.JSONField(default=list, help_text="Sentences on what was not kept.")
    files = models.ManyToManyField(File, blank=True, related_name="letters")
    authentication = models.JSONField(default=dict)
    suspicions = models.JSONField(default=list)

    raw = models.FileField(upload_to=raw_place, max_length=120, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    identity = models.CharField(max_length=64, null=True)  # noqa: DJ001  absent for what we write
    is_history = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()

    once = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001  as above
    reply_key = models.CharField(max_length=30, blank=True)
    is_automatic = models.BooleanField(default=False, help_text="We wrote it by a program.")
    is_urgent = models.BooleanField(
        default=False, help_text="It calls a colleague: no limit meant for customers holds it."
    )
    unsubscribe_url = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailbox", "identity"],
                condition=Q(identity__isnull=False),
                name="letter_once_in_a_mailbox",
            ),
            models.CheckConstraint(
                condition=Q(about_type=None, about_id=None)
                | Q(about_type__isnull=False, about_id__isnull=False),
                name="letter_about_whole_or_none",
            ),
        ]
        indexes = [
            models.Index(fields=["about_type", "about_id", "id"], name="letter_about"),
            models.Index(fields=["from_address", "received_at"], name="letter_from"),
            models.Index(fields=["to_address", "received_at"], name="letter_to"),
            models.Index(fields=["reply_key"], name="letter_key", condition=~Q(reply_key="")),
        ]

    def __str__(self) -> str:
        return self.subject or str(_("Letter without a subject"))

    @property
    def is_from_us(self) -> bool:
        return self.direction == self.Direction.OUT

    @property
    def is_from_a_person(self) -> bool:
        return self.direction == self.Direction.IN and self.kind == self.Kind.PERSON

    @property
    def may_be_answered(self) -> bool:
        """Whether a program may acknowledge it: never what a program wrote, and never an answer
        to what a program of ours wrote."""
        if not self.is_from_a_person or self.is_history or not self.from_address:
            return False
        return self.answers is None or not self.answers.is_automatic

    @property
    def source_url(self) -> str:
        return reverse("mail:source", args=[self.pk])

    @property
    def designed_url(self) -> str:
        return reverse("mail:designed", args=[self.pk])
