"""What was found out: estimates that pages read and never make."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from herefor.listen.models import Wave
from herefor.people.models import Unit

TOO_FEW = "too few to show"
"""The reason of a finding that was not estimated, so that nothing can be shown."""
NOBODY = "nobody answered"
"""The reason of a finding whose answers were all taken back."""


class Finding(models.Model):
    """One estimate for one unit (and below) in one wave; never changed, only followed."""

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="findings")
    model = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    result = models.JSONField(help_text="The measure document, or the reason why there is none.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the data it rests on.")
    method_version = models.CharField(max_length=40)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["wave", "unit", "-found_at"], name="finding_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "unit", "model", "fingerprint", "method_version"],
                name="finding_once_for_its_data",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model}, {self.unit}, {self.wave}"

    def get_absolute_url(self) -> str:
        return reverse("insight:finding", args=[self.pk])

    @property
    def is_estimated(self) -> bool:
        return "constructs" in self.result

    @property
    def reason(self) -> str:
        """Why there are no numbers; empty when there are."""
        return str(self.result.get("reason", ""))


class CountedGroup(models.Model):
    """Answers of one wave that are counted together, at a unit and above: all of them or none."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="counted_groups")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="counted_groups")
    responses = models.JSONField(help_text="Their numbers, also of those taken back since.")
    size = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.size} answers, {self.unit}, {self.wave}"


class Remeasurement(models.Model):
    """A wave whose answers changed; a worker claims it when it is due."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="remeasurement")
    due_at = models.DateTimeField(db_index=True)
    changes = models.PositiveIntegerField(default=1)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(changes__gt=0), name="remeasured_for_a_change")
        ]

    def __str__(self) -> str:
        return f"{self.wave} at {self.due_at:%Y-%m-%d %H:%M}"
