"""What the applicant writes: key factors, responses to items, and the evidence for them."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.assessment import Assessment
from herefor.people.models import Account, Unit


class KeyFactor(models.Model):
    """A fact of the profile that decides what matters here. Changed, a new one follows it and the
    old one is taken back."""

    class Area(models.TextChoices):
        MISSION = "mission", _("mission and values")
        CUSTOMERS = "customers", _("customers and what they require")
        WORKFORCE = "workforce", _("workforce")
        ADVANTAGES = "advantages", _("advantages")
        CHALLENGES = "challenges", _("challenges")
        COMPETITORS = "competitors", _("competitors")
        REGULATION = "regulation", _("regulation")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="key_factors")
    area = models.CharField(_("what it is about"), max_length=12, choices=Area)
    words = models.CharField(_("the fact"), max_length=300)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["area", "pk"]

    def __str__(self) -> str:
        return self.words


class ItemResponse(models.Model):
    """One version of the answer to an item. One that was written on an older version stands
    beside the one it `clashes_with`, until somebody saves what holds of both."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="responses")
    item = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    text = models.TextField(_("your answer"), max_length=20_000)
    clashes_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item", "number"], name="response_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}, version {self.number}"


class Result(models.Model):
    """Numbers that another program keeps, with who is compared. Each row is a period, the value,
    and the value of the other or None. Corrected, a new version follows; evidence is of the first
    and shows the newest."""

    class Better(models.TextChoices):
        HIGHER = "higher", _("higher is better")
        LOWER = "lower", _("lower is better")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="results")
    name = models.CharField(_("name"), max_length=80)
    measured_in = models.CharField(_("measured in"), max_length=40)
    better = models.CharField(_("which way is better"), max_length=6, choices=Better)
    source = models.CharField(_("where the numbers come from"), max_length=120)
    rows = models.JSONField()
    other = models.CharField(_("compared with"), max_length=80, blank=True, default="")
    other_source = models.CharField(_("its source"), max_length=120, blank=True, default="")
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="correction"
    )
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other="", other_source="") | ~Q(other="") & ~Q(other_source=""),
                name="result_compared_with_source",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def newest(self) -> "Result":
        correction = getattr(self, "correction", None)
        return correction.newest if correction else self

    @property
    def decimals(self) -> int:
        """As many as its most exact number has, and at most three."""
        values = [value for row in self.rows for value in row[1:] if value is not None]
        return next(
            some for some in range(4) if some == 3 or all(round(v, some) == v for v in values)
        )


class Evidence(models.Model):
    """Something in the living system that shows what an answer says. `frozen` is what it said
    on the day of the submission; until then it is read as it stands, with the eyes of who named
    it. `measure` says which of its numbers; `against` what they are compared with."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    item = models.CharField(max_length=12)
    factors = models.JSONField(_("what it shows"), default=list)
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    measure = models.CharField(max_length=40, blank=True, default="")
    against = models.JSONField(default=dict)
    words = models.CharField(_("what it says"), max_length=300)
    frozen = models.JSONField(null=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item", "about_type", "about_id", "measure"],
                condition=Q(taken_back_at=None),
                name="evidence_named_once",
            )
        ]

    def __str__(self) -> str:
        return self.words
