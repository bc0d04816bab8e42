"""Old cases that were brought in as history, and the file they came from."""

from django.db import models
from django.db.models import Q

from herefor.answer.models.case import Case
from herefor.people.models import Account, Unit


class CaseImport(models.Model):
    """One file of old cases somebody brought in; undone whole while nothing was done on them."""

    file_name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="case_imports")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(
        null=True, help_text="Empty while it runs; bringing the same file again goes on with it."
    )
    brought = models.PositiveIntegerField(default=0)
    still_open = models.PositiveIntegerField(default=0)
    already_there = models.PositiveIntegerField(default=0)
    problems = models.JSONField(
        default=list, help_text="Row by row, and whether the case was kept."
    )
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name


class ImportedCase(models.Model):
    """Where an old case came from. What was over there is over here, until somebody writes.

    Nobody of ours says by it that the customer was content: there is no settlement behind it.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="imported")
    run = models.ForeignKey(CaseImport, on_delete=models.PROTECT, related_name="cases")
    tool = models.CharField(max_length=20)
    number = models.CharField(max_length=40, help_text="Its number there.")
    status = models.CharField(max_length=40, blank=True, help_text="In the words used there.")
    closed_at = models.DateTimeField(null=True, help_text="When it was closed there.")
    reopened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True) | Q(closed_at__isnull=False),
                name="reopened_what_was_closed_before",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tool} {self.number}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None and self.reopened_at is None
