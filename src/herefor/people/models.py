"""The organisation, its units, the people in it and the customers it is there for."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The one organisation of this installation, and what it has promised its customers."""

    name = models.CharField(_("name"), max_length=120)
    smallest_group = models.PositiveSmallIntegerField(
        _("show no result of fewer answers than"), default=5, validators=[MinValueValidator(3)]
    )
    low_score = models.PositiveSmallIntegerField(
        _("open a case at a satisfaction score of or below"),
        help_text=_("The mean of the satisfaction answers, 0 to 100."),
        default=40,
        validators=[MaxValueValidator(100)],
    )
    first_answer_hours = models.PositiveSmallIntegerField(
        _("hours within which a customer gets a first answer"),
        default=24,
        validators=[MinValueValidator(1)],
    )
    kept_years = models.PositiveSmallIntegerField(
        _("years for which answers are kept"), default=2, validators=[MinValueValidator(1)]
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_organisation")]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the organisation; units form a tree, and results roll up it by weight."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        DIVISION = "division", _("division")
        REGION = "region", _("region")
        SITE = "site", _("site")
        CHANNEL = "channel", _("channel")
        INDUSTRY = "industry", _("industry")
        SECTOR = "sector", _("sector")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SITE)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("part of"),
    )
    weight = models.FloatField(
        _("weight"),
        default=1.0,
        help_text=_("Customers or revenue: how much it counts when results are rolled up."),
    )
    trail = models.CharField(max_length=255, editable=False, db_index=True)

    class Meta:
        ordering = ["trail"]
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="unit_weight_positive"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="unit_not_own_parent"
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_in_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_ids(self) -> list[int]:
        """This unit and everything above it, from the top down."""
        return [int(part) for part in self.trail.strip("/").split("/")]

    @property
    def depth(self) -> int:
        return len(self.trail_ids) - 1


class Accounts(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """Somebody in the organisation who signs in."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Roles(models.Manager["Role"]):
    """A role says nothing without its unit, so both are read together."""

    def get_queryset(self) -> models.QuerySet["Role"]:
        return super().get_queryset().select_related("unit")


class Role(models.Model):
    """What an account may do, held at a unit and everything below it."""

    class Kind(models.TextChoices):
        LEADER = "leader", _("leader")
        RESPONDER = "responder", _("responder")
        ANALYST = "analyst", _("analyst")
        MODERATOR = "moderator", _("moderator")
        ADMINISTRATOR = "administrator", _("administrator")
        EXAMINER = "examiner", _("examiner")

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="roles")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(
        Account, null=True, on_delete=models.SET_NULL, related_name="roles_given"
    )

    objects = Roles()

    class Meta:
        ordering = ["unit__trail", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["account", "unit", "kind"], name="role_held_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.unit}"


def sign_in_token() -> str:
    return secrets.token_urlsafe(24)


def in_two_days() -> Any:
    return timezone.now() + timedelta(days=2)


class SignInLink(models.Model):
    """A link that lets one person in once, to choose a password; no mail server needed."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_in_links")
    token = models.CharField(max_length=64, unique=True, default=sign_in_token)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(default=in_two_days)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for {self.account}"


class Customer(models.Model):
    """Somebody the organisation is there for."""

    name = models.CharField(_("name"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=10, default="en")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="customers")
    since = models.DateField(_("customer since"), null=True, blank=True)
    segment = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text="The record that speaks for this one, as long as its merge stands.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="customer_not_merged_into_itself",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("A customer"))

    @property
    def front(self) -> "Customer":
        """The record that speaks for this person: itself, or the one it was merged into."""
        return self.merged_into.front if self.merged_into else self

    @property
    def selves(self) -> list["Customer"]:
        """This record and every one merged into it."""
        return [self, *(one for merged in self.merged.all() for one in merged.selves)]


class CustomerMerge(models.Model):
    """Two records were said to be one person. Nothing moves, so it can be undone as it was."""

    kept = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merges")
    merged = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="merged_by")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["merged_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="customer_merged_into_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.merged} in {self.kept}"


class ContactPoint(models.Model):
    """One way to reach a customer."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value"], name="contact_point_once_a_customer"
            )
        ]

    def __str__(self) -> str:
        return self.value


class Consent(models.Model):
    """What a customer allowed, when, by which words; withdrawing is dated, not deleted."""

    class Purpose(models.TextChoices):
        ANSWER = "answer", _("contact about what I said")
        SURVEY = "survey", _("be asked for my view")

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    words = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.customer}: {self.get_purpose_display()}"
