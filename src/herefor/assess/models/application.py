"""What the applicant writes: key factors, responses to items, and the evidence for them."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.assessment import Assessment
from herefor.people.models import Account


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
