"""What leaders decided on a finding, and whether they told those who raised it."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from herefor.answer.models import Case
from herefor.insight.models import Finding
from herefor.people.models import Account, Unit
from herefor.story.clock import now


class Commitment(models.Model):
    """A promise made on a finding: who does what by when, on which driver, for how many points."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="commitments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="commitments")
    promise = models.CharField(_("what we will change"), max_length=200)
    driver = models.CharField(_("the driver it works on"), max_length=40)
    points_expected = models.FloatField(
        _("points of 1000 expected"), validators=[MinValueValidator(0), MaxValueValidator(1000)]
    )
    owner = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="commitments", verbose_name=_("owner")
    )
    due_on = models.DateField(_("by"))
    made_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    raised_in = models.ManyToManyField(Case, related_name="commitments", blank=True)
    once = models.UUIDField(
        default=uuid.uuid4, unique=True, help_text="The form's mark: sent twice, promised once."
    )

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points_expected__gte=0) & Q(points_expected__lte=1000),
                name="commitment_points_of_1000",
            )
        ]

    def __str__(self) -> str:
        return self.promise

    def get_absolute_url(self) -> str:
        return reverse("lead:commitment", args=[self.pk])

    @property
    def points_of_100(self) -> float:
        return self.points_expected / 10

    @property
    def is_kept(self) -> bool:
        return getattr(self, "keeping", None) is not None

    @property
    def is_told(self) -> bool:
        return getattr(self, "telling", None) is not None

    @property
    def is_late(self) -> bool:
        return not self.is_kept and self.due_on < localdate(now())


class Telling(models.Model):
    """Those who raised it were told what was done: you said, we did."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="telling")
    words = models.TextField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    customers = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"told on {self.told_at:%Y-%m-%d}"


class Keeping(models.Model):
    """The commitment is done: what was promised is in place and the customers know."""

    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="keeping")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"kept {self.kept_at:%Y-%m-%d}"
