"""What lies on the desk of those who answer: saved replies, drafts, views, and who looks on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.answer.models.case import Case
from herefor.people.models import Account, Unit


class SavedReply(models.Model):
    """Words used again and again, for a unit and everything below it, in several languages."""

    title = models.CharField(_("title"), max_length=80)
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="saved_replies", verbose_name=_("for")
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "title"], name="saved_reply_named_once")
        ]

    def __str__(self) -> str:
        return self.title


class SavedReplyText(models.Model):
    """A saved reply in one language; `{customer}` and the like are filled in when used."""

    reply = models.ForeignKey(SavedReply, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("words"))

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "language"], name="saved_reply_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.reply} ({self.language})"


class Draft(models.Model):
    """Words typed and not yet sent, kept for their writer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="drafts")
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="one_draft_each")]

    def __str__(self) -> str:
        return f"{self.case.reference}, {self.author}"


class Presence(models.Model):
    """Somebody has the case open, and perhaps is typing."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="present")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, help_text="When they last opened its page.")
    seen_at = models.DateTimeField(help_text="When their page last told that it is open.")
    typed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.account} at {self.case.reference}"


class SavedView(models.Model):
    """A search with filters that somebody wants to come back to."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=500, help_text="As it stands in the address.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "name"], name="saved_view_named_once")
        ]

    def __str__(self) -> str:
        return self.name


class KeysOff(models.Model):
    """Somebody wants no keys of one letter: they get in the way of a voice or of other tools."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="keys_off")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account} since {self.since:%Y-%m-%d}"


class BulkAct(models.Model):
    """One act on many cases, with what each was before, so that it can be undone."""

    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-done_at"]
        indexes = [
            models.Index(fields=["by", "-done_at"], name="bulk_act", condition=Q(undone_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.what}, {self.done_at:%Y-%m-%d %H:%M}"
