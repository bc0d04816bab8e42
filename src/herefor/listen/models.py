"""Customers are asked, and what they answered."""

import secrets
from datetime import datetime, time, timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Customer, Unit

GRACE = timedelta(hours=24)


def new_key() -> str:
    """An address nobody can guess: 96 bits, short enough for a text message."""
    return secrets.token_urlsafe(12)


class Survey(models.Model):
    """A questionnaire over its lifetime; what is asked at one time is an edition of it."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="surveys")
    model = models.CharField(
        _("measured by the model"), max_length=40, help_text=_("acsi, ecsi"), default="acsi"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("listen:survey", args=[self.pk])


class Edition(models.Model):
    """The questions as they stood from one day on; frozen once a customer may see them."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["survey", "number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="edition_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.survey}, {self.number}"


class Question(models.Model):
    """One thing asked. Ratings carry their scale ends; a page of the form holds one topic."""

    class Kind(models.TextChoices):
        RATING = "rating", _("rating")
        YES_NO = "yes-no", _("yes or no")
        TEXT = "text", _("text")
        CONTACT = "contact", _("may we contact you")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="questions")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RATING)
    topic = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    words = models.TextField()
    hint = models.TextField(blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    low_words = models.CharField(max_length=80, blank=True)
    high_words = models.CharField(max_length=80, blank=True)
    construct = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lt=F("high")),
                name="question_low_below_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"

    def share_of(self, answer: float) -> float:
        """Where an answer lies on the scale: 0 at its low end, 1 at its high end."""
        low, high = self.low or 0.0, self.high or 1.0
        return (answer - low) / (high - low)


class Wave(models.Model):
    """One period in which an edition is asked."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="waves")
    name = models.CharField(_("period"), max_length=40, help_text=_("for example 2026 Q3"))
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("closes on"))

    class Meta:
        ordering = ["opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "name"], name="wave_name_once"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="wave_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("listen:wave", args=[self.pk])

    @property
    def survey(self) -> Survey:
        return self.edition.survey

    @property
    def opens_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.opens_on, time.min))

    @property
    def closes_at(self) -> datetime:
        """The end of the last day."""
        return timezone.make_aware(datetime.combine(self.closes_on + timedelta(days=1), time.min))

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at < self.closes_at


class OpenLink(models.Model):
    """An address of a wave that anybody may answer at: for a poster, a receipt, a site."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="open_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="open_links")
    key = models.CharField(max_length=32, unique=True, default=new_key)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "unit"], name="open_link_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.wave}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("listen:open", args=[self.key])


class Invitation(models.Model):
    """One customer asked in one wave, by a personal address that can be answered once."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="invitations")
    token = models.CharField(max_length=32, unique=True, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "customer"], name="invited_once_a_wave")
        ]

    def __str__(self) -> str:
        return f"{self.customer}, {self.wave}"

    def get_absolute_url(self) -> str:
        return reverse("listen:personal", args=[self.wave_id, self.token])


class ImportRun(models.Model):
    """A file of answers somebody brought: looked at first, then taken in whole, undone whole."""

    survey = models.ForeignKey(Survey, null=True, on_delete=models.PROTECT, related_name="imports")
    wave = models.ForeignKey(Wave, null=True, on_delete=models.PROTECT, related_name="imports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField(help_text="The file as it came; emptied when undone.")
    encoding = models.CharField(max_length=20)
    separator = models.CharField(max_length=1)
    plan = models.JSONField(default=dict, help_text="How it is read and where it goes.")
    rows = models.PositiveIntegerField(default=0, help_text="Rows that can be taken in.")
    problem_rows = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list, help_text="The first of them, for the page.")
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    taken_in_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file_hash"],
                condition=Q(taken_in_at__isnull=False, undone_at__isnull=True),
                name="file_taken_in_once",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("listen:import", args=[self.pk])


class Response(models.Model):
    """One customer's answers in one wave; a draft until it is submitted, kept either way."""

    class Channel(models.TextChoices):
        WEB = "web", _("web page")
        API = "api", _("programming interface")
        IMPORT = "import", _("imported file")

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="responses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="responses")
    invitation = models.OneToOneField(
        Invitation, null=True, on_delete=models.PROTECT, related_name="response"
    )
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="responses"
    )
    key = models.CharField(max_length=32, unique=True, default=new_key)
    once = models.CharField(
        max_length=80, help_text="The sender's own mark, so that sending twice stores once."
    )
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    weight = models.FloatField(default=1.0)
    language = models.CharField(max_length=10, default="en")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    import_run = models.ForeignKey(
        ImportRun, null=True, on_delete=models.PROTECT, related_name="responses"
    )
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["wave", "unit", "submitted_at"], name="response_in_wave")]
        constraints = [
            models.UniqueConstraint(fields=["wave", "once"], name="response_stored_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="response_weight_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.wave}, {self.unit}, {self.key}"

    def answer(self, code: str) -> Any:
        return self.answers.get(code)

    def is_too_late(self, at: datetime) -> bool:
        """A draft started while the wave was open may be finished for a day after it closed."""
        return at >= self.wave.closes_at + GRACE

    def receipt_url(self) -> str:
        return reverse("listen:receipt", args=[self.key])
