"""An assessment, who sits at it, and the stages it goes through."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Framework, framework_of
from herefor.people.models import Account, Unit


class Stage(models.TextChoices):
    """In this order; none is left out and none is gone back to."""

    WRITING = "writing", _("writing")
    INDEPENDENT = "independent", _("independent review")
    CONSENSUS = "consensus", _("consensus")
    SITE_VISIT = "site-visit", _("site visit")
    JUDGES = "judges", _("judges")
    REPORTED = "reported", _("reported")

    @property
    def following(self) -> "Stage | None":
        stages = list(Stage)
        place = stages.index(self) + 1
        return stages[place] if place < len(stages) else None


class Assessment(models.Model):
    """A unit judged by one edition, kept here as it was on the day it began."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments")
    framework_id = models.CharField(max_length=60)
    framework_document = models.JSONField()
    title = models.CharField(_("title"), max_length=120)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assess:assessment", args=[self.pk])

    @cached_property
    def framework(self) -> Framework:
        return framework_of(self.framework_document)

    @property
    def stage(self) -> Stage:
        return Stage(self.stages.latest("pk").stage)


class StageEntry(models.Model):
    """The assessment came into a stage; the newest one is where it stands."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=12, choices=Stage)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="each_stage_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="stage_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())


class Seat(models.Model):
    """What an account is in one assessment. Nobody has two seats at the same one."""

    class Role(models.TextChoices):
        WRITER = "writer", _("writer")
        EXAMINER = "examiner", _("examiner")
        LEAD = "lead", _("lead")
        JUDGE = "judge", _("judge")
        MONITOR = "monitor", _("monitor")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="seats")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="seats")
    role = models.CharField(_("seat"), max_length=10, choices=Role)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "account"], name="one_seat_each"),
            models.CheckConstraint(
                condition=Q(role__in=["writer", "examiner", "lead", "judge", "monitor"]),
                name="seat_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}, {self.get_role_display()}"

    @property
    def reads_names(self) -> bool:
        """Judges read without the name of the applicant, from the first stage to the last."""
        return self.role != self.Role.JUDGE


class ConflictDeclaration(models.Model):
    """Said by the person, at every stage anew. Any tie closes the seat for good."""

    class Tie(models.TextChoices):
        NONE = "none", _("I have no tie to this organisation")
        EMPLOYED = "employed", _("I am or was employed there, or somebody close to me is")
        FINANCIAL = "financial", _("I have money in it")
        CONSULTING = "consulting", _("I advise it, did so, or expect to")
        COMPETITOR = "competitor", _("I work for a main competitor")
        CUSTOMER = "customer", _("I work for a main customer")
        SUPPLIER = "supplier", _("I work for a main supplier")
        APPEARANCE = "appearance", _("Somebody could think that I am not free")

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="declarations")
    stage = models.CharField(max_length=12, choices=Stage)
    tie = models.CharField(_("my tie"), max_length=12, choices=Tie)
    words = models.CharField(_("in a few words"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    tie__in=[
                        "none",
                        "employed",
                        "financial",
                        "consulting",
                        "competitor",
                        "customer",
                        "supplier",
                        "appearance",
                    ]
                ),
                name="tie_is_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_tie_display())
