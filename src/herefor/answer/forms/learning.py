"""What was found, what was done for the customer, what should change, what to be careful with."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet, TextChoices
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.answer.forms import LONGEST, TOO_LONG
from herefor.answer.models import Assessment, Case, Cause, Need, Remedy
from herefor.answer.queries.learning import causes_at
from herefor.people.models import Account, Role, Unit
from herefor.people.rules import ADMINISTRATOR, LEADER, RESPONDER, Visitor, units_where

PERIODS = {30: _("30 days"), 92: _("A quarter"), 365: _("A year")}
CURRENCIES = ("EUR", "USD", "GBP", "SEK", "NOK", "DKK", "CHF", "PLN", "CZK", "JPY", "AUD", "CAD")
IN_A_MONTH = timedelta(days=30)


def causes_kept_at(user: Visitor) -> QuerySet[Unit]:
    """Units whose list of causes the user keeps."""
    return units_where(user, LEADER, ADMINISTRATOR)


def _spoken(choices: type[TextChoices]) -> list[tuple[str, Any]]:
    return [(value, capfirst(words)) for value, words in choices.choices]


class OneOfSeveral(forms.Form):
    """Stands on a page with others that have fields of the same name."""

    place: str

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.place}_%s", **kwargs)


class AssessForm(OneOfSeveral):
    place = "assess"

    whose = forms.ChoiceField(
        label=_("Whose is it?"), choices=_spoken(Assessment.Whose), widget=forms.RadioSelect
    )
    cause = forms.ModelChoiceField(
        label=_("Cause"),
        queryset=Cause.objects.none(),
        required=False,
        empty_label=_("None of these"),
    )
    words = forms.CharField(
        label=_("What we found"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"].queryset = causes_at(case.unit)  # type: ignore[attr-defined]
        self.fields["whose"].error_messages["required"] = _("Say whose it is, as far as we know.")


class RemedyForm(OneOfSeveral):
    place = "remedy"

    kind = forms.ChoiceField(label=_("What was done"), choices=_spoken(Remedy.Kind))
    words = forms.CharField(label=_("In a few words"), required=False, max_length=300)
    amount = forms.DecimalField(
        label=_("Amount, if there is one"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
    )
    currency = forms.ChoiceField(
        label=_("Currency"), required=False, choices=[("", "–"), *((c, c) for c in CURRENCIES)]
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount") and not said.get("currency"):
            self.add_error("currency", gettext("Say in which currency."))
        if not said.get("amount"):
            said["currency"] = ""
        return said


class LessonForm(OneOfSeveral):
    place = "lesson"

    what = forms.CharField(
        label=_("What should change"),
        max_length=300,
        error_messages={"required": _("Say what should change.")},
    )
    unit = forms.ModelChoiceField(
        label=_("For which unit"), queryset=Unit.objects.none(), empty_label=None
    )
    owner = forms.ModelChoiceField(label=_("Who sees to it"), queryset=Account.objects.none())
    due_on = forms.DateField(
        label=_("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say by when."), "invalid": _("As in 2026-05-03.")},
    )

    def __init__(self, *args: Any, case: Case, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(by, LEADER, RESPONDER)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = case.unit_id
        self.fields["owner"].queryset = _who_may_own(units)  # type: ignore[attr-defined]
        self.fields["owner"].initial = case.owner_id
        self.fields["due_on"].initial = localdate() + IN_A_MONTH

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < localdate():
            raise forms.ValidationError(_("This day is over already. Choose one to come."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        unit, owner = said.get("unit"), said.get("owner")
        if unit and owner and not _holds_at(owner, unit):
            self.add_error("owner", gettext("They have no business at this unit."))
        return said


class LessonDoneForm(forms.Form):
    lesson: int | None = None  # which of those on the page it was sent for

    changed = forms.CharField(
        label=_("What is different now"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": TOO_LONG,
            "required": _("A lesson is only done when something has changed. Say what."),
        },
    )


class NeedForm(OneOfSeveral):
    place = "need"

    kind = forms.ChoiceField(label=_("What to be careful with"), choices=_spoken(Need.Kind))
    words = forms.CharField(
        label=_("What helps, in a few words"),
        required=False,
        max_length=200,
        help_text=_("Only what colleagues need to know. The customer gets this when they ask."),
    )
    consent = forms.CharField(
        label=_("How did they agree that we note it?"),
        max_length=200,
        help_text=_("As in: said so on the telephone today."),
        error_messages={"required": _("Without their agreement nothing of this is noted.")},
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("kind") == Need.Kind.OTHER and not said.get("words"):
            self.add_error("words", gettext("Say what it is."))
        return said


class CauseForm(forms.Form):
    name = forms.CharField(
        label=_("Cause"), max_length=80, error_messages={"required": _("Give it a name.")}
    )
    unit = forms.ModelChoiceField(
        label=_("For which unit, and all below it"),
        queryset=Unit.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = causes_kept_at(by)  # type: ignore[attr-defined]


class LearnForm(forms.Form):
    """Which unit and which time; wrong values mean all of them, and a quarter."""

    all_optional = True

    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit.objects.none(), required=False, empty_label=_("All of mine")
    )
    days = forms.TypedChoiceField(
        label=_("Time"), choices=list(PERIODS.items()), coerce=int, required=False, initial=92
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(by, LEADER, RESPONDER)  # type: ignore[attr-defined]


def _who_may_own(units: QuerySet[Unit]) -> QuerySet[Account]:
    """Those who answer or lead at one of these units, or above one."""
    ids = {number for unit in units for number in unit.trail_ids}
    kinds = [Role.Kind.RESPONDER, Role.Kind.LEADER]
    accounts = Account.objects.filter(is_active=True, roles__kind__in=kinds)
    return accounts.filter(roles__unit__in=ids).distinct()


def _holds_at(account: Account, unit: Unit) -> bool:
    kinds = [Role.Kind.RESPONDER, Role.Kind.LEADER]
    return account.roles.filter(kind__in=kinds, unit__in=unit.trail_ids).exists()
