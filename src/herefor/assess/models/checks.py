"""Are we making progress? The same statements, asked of the workforce and of those who lead it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.workshop import new_key
from herefor.people.models import Account, Unit


class Group(models.TextChoices):
    WORKFORCE = "workforce", _("Workforce")
    LEADERS = "leaders", _("Leaders")


class Agreement(models.IntegerChoices):
    STRONGLY_DISAGREE = 1, _("strongly disagree")
    DISAGREE = 2, _("disagree")
    NEITHER = 3, _("neither")
    AGREE = 4, _("agree")
    STRONGLY_AGREE = 5, _("strongly agree")


class ProgressCheck(models.Model):
    """Open until `closed_at`. Results are shown of a closed one only."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="progress_checks")
    title = models.CharField(_("title"), max_length=120)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("assess:check", args=[self.pk])


class CheckLink(models.Model):
    """Where one of the two groups takes part."""

    check_of = models.ForeignKey(ProgressCheck, on_delete=models.CASCADE, related_name="links")
    group = models.CharField(max_length=12, choices=Group)
    key = models.CharField(max_length=20, unique=True, default=new_key)

    class Meta:
        ordering = ["-group"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "group"], name="one_link_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.check_of}: {self.get_group_display()}"

    @property
    def join_url(self) -> str:
        return settings.PUBLIC_ADDRESS + reverse("assess:check-join", args=[self.key])


class CheckVoice(models.Model):
    """Somebody of a group. Nobody knows who, and no row says when."""

    link = models.ForeignKey(CheckLink, on_delete=models.CASCADE, related_name="voices")
    token = models.CharField(max_length=60, unique=True, default=secrets.token_urlsafe)

    def __str__(self) -> str:
        return f"A voice in {self.link}"


class CheckAnswer(models.Model):
    """How far a voice agrees with a statement."""

    voice = models.ForeignKey(CheckVoice, on_delete=models.CASCADE, related_name="answers")
    statement = models.CharField(max_length=8)
    agreement = models.PositiveSmallIntegerField(choices=Agreement)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voice", "statement"], name="one_answer_a_statement"),
            models.CheckConstraint(
                condition=Q(agreement__in=Agreement.values), name="agreement_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.get_agreement_display()}"
