"""What belongs to the report beside its document."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.assessment import Assessment
from herefor.people.models import Account


class Alias(models.Model):
    """Another name by which the applicant is known: a short form, a product, a place. Judges do
    not read it."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=80)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "name"], name="alias_named_once")
        ]

    def __str__(self) -> str:
        return self.name
