"""What examiners, leads and judges say: marks, comments, consensus, site visit, report."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.assessment import Assessment, Seat
from herefor.people.models import Account

FROM_0_TO_100 = Q(percent__gte=0) & Q(percent__lte=100)


class Mark(models.Model):
    """How an examiner judged an item as a whole. Never changed: a later one counts instead.
    `factors` holds a band for each factor, as evidence; no mark is computed from it."""

    class Round(models.TextChoices):
        INDEPENDENT = "independent", _("independent")
        BLIND = "blind", _("marked again, blind")
        SITE_VISIT = "site-visit", _("after the site visit")

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="marks")
    item = models.CharField(max_length=12)
    round = models.CharField(max_length=12, choices=Round)
    percent = models.PositiveSmallIntegerField()
    factors = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=FROM_0_TO_100, name="mark_is_a_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.percent}"


class Handing(models.Model):
    """An examiner hands in the scorebook; from then on it is locked."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="handing")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat} handed in"


class Opening(models.Model):
    """The lead shows the marks to the team although somebody has not handed in."""

    assessment = models.OneToOneField(Assessment, on_delete=models.CASCADE, related_name="opening")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why already now"), max_length=300, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assessment} opened"


class Comment(models.Model):
    """A strength or an opportunity of an item; what it says is its newest version."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="comments")
    item = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return f"Comment on {self.item}"


class CommentVersion(models.Model):
    """One idea, one or two examples, and why it matters here."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("strength")
        OPPORTUNITY = "opportunity", _("opportunity")

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("it is"), max_length=12, choices=Kind)
    idea = models.CharField(_("one idea"), max_length=300)
    examples = models.CharField(_("one or two examples"), max_length=600, blank=True)
    relevance = models.CharField(_("why it matters here"), max_length=300, blank=True)
    is_bold = models.BooleanField(_("it weighs much in the mark"), default=False)
    clashes_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="comment_version_once")
        ]

    def __str__(self) -> str:
        return self.idea


class ItemLead(models.Model):
    """The examiner who drafts the consensus of an item; the newest one counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="item_leads")
    item = models.CharField(max_length=12)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="items_led")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.item}: {self.seat}"


class Consensus(models.Model):
    """The reasoned mark of the team. Agreed again after a site visit, the newest counts."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="consensuses")
    item = models.CharField(max_length=12)
    percent = models.PositiveSmallIntegerField()
    median = models.FloatField(help_text="Of the marks as they stood when it was agreed.")
    reason = models.CharField(max_length=600, blank=True)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="agreed")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=FROM_0_TO_100, name="consensus_is_a_percent"),
            models.CheckConstraint(
                condition=~Q(reason="")
                | (Q(percent__gt=models.F("median") - 10) & Q(percent__lt=models.F("median") + 10)),
                name="far_from_the_median_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.percent}"


class SiteIssue(models.Model):
    """What the visit is to verify or to clarify, and what was found."""

    class Kind(models.TextChoices):
        VERIFY = "verify", _("verify")
        CLARIFY = "clarify", _("clarify")

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="site_issues")
    item = models.CharField(max_length=12)
    kind = models.CharField(_("to do"), max_length=8, choices=Kind)
    question = models.CharField(_("the question"), max_length=300)
    by = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    found = models.TextField(_("what was found"), blank=True)
    found_by = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["item", "pk"]

    def __str__(self) -> str:
        return self.question


class Verdict(models.Model):
    """What a judge recommends, from what the blinded view shows."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="verdict")
    is_recommended = models.BooleanField()
    words = models.CharField(_("why"), max_length=600)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.words


class Report(models.Model):
    """What the applicant receives, as it was on the day."""

    assessment = models.OneToOneField(Assessment, on_delete=models.PROTECT, related_name="report")
    document = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Report on {self.assessment}"
