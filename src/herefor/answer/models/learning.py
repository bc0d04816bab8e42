"""What was found on a case, what was done for the customer, and what should change for others."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.answer.models.case import Case
from herefor.people.models import Account, Customer, Unit


class Cause(models.Model):
    """One of the causes an organisation tells apart; it holds at its unit and below."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="causes")
    name = models.CharField(_("cause"), max_length=80)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(dropped_at=None), name="cause_once_at_a_unit"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assessment(models.Model):
    """What we found. A later one replaces it; both stay."""

    class Whose(models.TextChoices):
        OURS = "ours", _("ours")
        OTHERS = "others", _("somebody else's, not ours")
        NOT_UPHELD = "not upheld", _("not upheld: nothing went wrong")
        UNKNOWN = "unknown", _("not known")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assessments")
    cause = models.ForeignKey(
        Cause, null=True, on_delete=models.PROTECT, related_name="assessments"
    )
    whose = models.CharField(max_length=12, choices=Whose)
    words = models.TextField(blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(replaced_at=None), name="assessed_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}: {self.cause or self.get_whose_display()}"


class Remedy(models.Model):
    """Something that was done for the customer."""

    class Kind(models.TextChoices):
        APOLOGY = "apology", _("apology")
        EXPLANATION = "explanation", _("explanation")
        REPAIR = "repair", _("repair")
        REPLACEMENT = "replacement", _("replacement")
        REFUND = "refund", _("refund")
        GOODWILL = "goodwill", _("goodwill")
        PRACTICE = "practice", _("change of practice")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="remedies")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=300, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["given_at", "pk"]
        verbose_name_plural = "remedies"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None, currency="") | (Q(amount__gt=0) & ~Q(currency="")),
                name="remedy_amount_with_currency",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.reference}: {self.get_kind_display()}"


class Lesson(models.Model):
    """What should change so that it does not happen to the next customer, and who sees to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="lessons")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lessons")
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lessons")
    due_on = models.DateField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    changed = models.TextField(blank=True, help_text="What is different since.")
    reminded_at = models.DateTimeField(null=True, help_text="When its day had passed.")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, changed="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(changed="")),
                name="lesson_done_says_what_changed",
            )
        ]
        indexes = [
            models.Index(fields=["due_on"], name="lesson_open", condition=Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return self.what


class Need(models.Model):
    """Something to be careful with for a customer, noted because they agreed to it."""

    class Kind(models.TextChoices):
        LARGE_PRINT = "large print", _("needs large print")
        HEARING = "hearing", _("hears badly")
        LANGUAGE = "language", _("needs another language or plain words")
        BEREAVEMENT = "bereavement", _("is bereaved")
        MONEY = "money", _("has money worries")
        HEALTH = "health", _("is ill or disabled")
        OTHER = "other", _("something else")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="needs")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.CharField(max_length=200, blank=True)
    consent = models.CharField(max_length=200, help_text="How they agreed that it is noted.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(consent=""), name="need_noted_with_consent"),
            models.UniqueConstraint(
                fields=["customer", "kind", "words"],
                condition=Q(ended_at=None),
                name="need_noted_once",
            ),
        ]

    def __str__(self) -> str:
        said = str(self.get_kind_display())
        return f"{said}: {self.words}" if self.words else said
