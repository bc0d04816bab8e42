"""What leaders decided, on a finding or because of something else, and whether those who raised it
were told."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
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

ON_A_FINDING = (
    Q(finding__isnull=False, points_expected__isnull=False)
    & ~Q(driver="")
    & Q(because_type__isnull=True, because_id__isnull=True)
)
BECAUSE_OF_SOMETHING = Q(
    finding__isnull=True,
    driver="",
    points_expected__isnull=True,
    because_type__isnull=False,
    because_id__isnull=False,
) & ~Q(measure="")


class Commitment(models.Model):
    """A promise: who does what by when.

    It rests on a finding, with the driver it works on and the points expected; or it was made
    `because` of a record of another room, with the `measure` by which one will know. Never both.
    """

    finding = models.ForeignKey(
        Finding, null=True, on_delete=models.PROTECT, related_name="commitments"
    )
    because_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.PROTECT, related_name="+"
    )
    because_id = models.BigIntegerField(null=True)
    because = GenericForeignKey("because_type", "because_id")
    measure = models.CharField(_("how we will know"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="commitments")
    promise = models.CharField(_("what we will change"), max_length=200)
    driver = models.CharField(_("the driver it works on"), max_length=40, blank=True)
    points_expected = models.FloatField(
        _("points of 1000 expected"),
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
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
            ),
            models.CheckConstraint(
                condition=ON_A_FINDING | BECAUSE_OF_SOMETHING,
                name="commitment_rests_on_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["because_type", "because_id"], name="commitment_because")]

    def __str__(self) -> str:
        return self.promise

    def get_absolute_url(self) -> str:
        return reverse("lead:commitment", args=[self.pk])

    @property
    def points_of_100(self) -> float:
        return (self.points_expected or 0) / 10

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
    came_of_it = models.TextField(_("what came of it"), max_length=1000, blank=True)

    def __str__(self) -> str:
        return f"kept {self.kept_at:%Y-%m-%d}"
