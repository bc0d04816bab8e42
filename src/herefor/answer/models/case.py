"""Cases: what needs an answer, who has it, and what cases have to do with each other."""

import secrets

from django.core import signing
from django.db import models
from django.db.models import F, Q
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

    class Severity(models.IntegerChoices):
        LOW = 1, _("low")
        NORMAL = 2, _("normal")
        HIGH = 3, _("high")
        CRITICAL = 4, _("critical")

    class Source(models.TextChoices):
        SURVEY = "survey", _("survey")
        FORM = "form", _("complaint form")
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        COMMENT = "comment", _("comment")
        TOWN_HALL = "town hall", _("town hall")
        IMPORT = "import", _("import")
        API = "api", _("another program")

    reference = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    severity = models.PositiveSmallIntegerField(choices=Severity, default=Severity.NORMAL)
    source = models.CharField(max_length=12, choices=Source, default=Source.SURVEY)
    title = models.CharField(max_length=140)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="cases"
    )
    response = models.OneToOneField(
        Response, null=True, on_delete=models.PROTECT, related_name="case"
    )
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cases")
    taken_at = models.DateTimeField(
        null=True, help_text="When its owner took it; empty while only the program gave it."
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(
        null=True,
        help_text="When the customer was told to hear from us; empty while nothing is owed.",
    )
    promised_by = models.DateTimeField(help_text="When the first answer was promised.")
    first_answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(
        null=True,
        help_text="Since when nothing is open: confirmed, withdrawn, merged or not for us.",
    )
    last_said_at = models.DateTimeField(help_text="When somebody last said something on it.")
    once = models.CharField(
        max_length=80, blank=True, help_text="The mark of the door: brought twice, opened once."
    )

    class Meta:
        ordering = [F("due_at").asc(nulls_last=True), "-opened_at", "pk"]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="case_due_in_unit"),
            models.Index(
                fields=["due_at", "-id"], name="case_open_due", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["owner", "due_at", "-id"],
                name="case_open_of_owner",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["due_at", "-id"],
                name="case_not_taken",
                condition=Q(closed_at__isnull=True, taken_at__isnull=True),
            ),
            models.Index(
                fields=["-closed_at", "-id", "unit", "opened_at", "kind", "severity", "source"],
                name="case_closed",
                condition=Q(closed_at__isnull=False),
            ),
            models.Index(fields=["customer", "-opened_at"], name="case_of_customer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["once"], condition=~Q(once=""), name="case_opened_once")
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("answer:case", args=[self.pk])

    @property
    def is_asked_in_public(self) -> bool:
        """Whether it is a question under a post: what answers it is read by everybody."""
        return self.source == self.Source.COMMENT and self.once.startswith("comment-")

    @property
    def follow_key(self) -> str:
        """The signed key with which the customer follows the case without an account."""
        return signing.Signer(salt=FOLLOW_SALT).sign(str(self.pk))

    @property
    def follow_url(self) -> str:
        return reverse("answer:follow", args=[self.follow_key])


class CaseMerge(models.Model):
    """Two cases are one: `merged` is told within `kept` until the merge is undone."""

    kept = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="merged_by")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    clock = models.ForeignKey(
        "answer.Clock",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Of the kept case: started or hastened by the merge.",
    )
    due_before = models.DateTimeField(null=True, help_text="When it was due; empty if it is new.")

    class Meta:
        ordering = ["merged_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="case_merged_into_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged.reference} in {self.kept.reference}"


class CaseLink(models.Model):
    """Two cases have to do with each other and stay two: other customers, the same cause."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="linked_from")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["linked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(case=F("other")), name="link_of_two"),
            models.UniqueConstraint(fields=["case", "other"], name="linked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} and {self.other.reference}"


class Snooze(models.Model):
    """Put aside until a moment; whatever the customer says wakes it earlier."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="snoozes")
    until = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    snoozed_at = models.DateTimeField()
    woken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(woken_at__isnull=True), name="snoozed_once"
            )
        ]
        indexes = [
            models.Index(fields=["until"], name="snooze_asleep", condition=Q(woken_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} until {self.until:%Y-%m-%d %H:%M}"


class Spam(models.Model):
    """Somebody says that nobody waits behind this case; it can be taken back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="spam")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at__isnull=True), name="spam_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}, {self.said_at:%Y-%m-%d}"


class Withdrawal(models.Model):
    """The customer takes the case back; she may write again, and then it is open again."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(undone_at__isnull=True), name="withdrawn_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}, {self.withdrawn_at:%Y-%m-%d}"


def form_key() -> str:
    return secrets.token_urlsafe(9)


class ComplaintForm(models.Model):
    """A door of its own for complaints: a page with an address that may be put into others."""

    key = models.CharField(max_length=20, unique=True, default=form_key)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="complaint_forms")
    title = models.CharField(_("title"), max_length=120)
    words = models.TextField(_("words above the form"), blank=True)
    may_frame = models.TextField(
        _("sites that may show it in a frame"),
        blank=True,
        help_text=_("One address on a line, as in https://www.example.org"),
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("answer:complain", args=[self.key])
