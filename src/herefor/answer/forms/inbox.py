"""What narrows the inbox, what is done with many cases, and views kept by a name."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from herefor.answer.forms.case import MomentField, tomorrow_noon
from herefor.answer.models import Case
from herefor.people.models import Account, Role, Unit
from herefor.people.queries import and_below
from herefor.people.rules import LEADER, RESPONDER, Visitor, units_where

NO_SUCH_DAY = _("Give a day from 1900 to 2999.")


class DayField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [
        MinValueValidator(date(1900, 1, 1), message=NO_SUCH_DAY),
        MaxValueValidator(date(2999, 12, 31), message=NO_SUCH_DAY),
    ]


class FilterForm(forms.Form):
    """A plain address says it all, so that it can be kept, sent and gone back to."""

    all_optional = True

    q = forms.CharField(required=False, max_length=200, strip=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False)
    source = forms.ChoiceField(label=_("Came in by"), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("any")
    )
    owner = forms.ModelChoiceField(
        label=_("Owner"), required=False, queryset=Account.objects.none(), empty_label=_("anybody")
    )
    since = DayField(label=_("Opened from"), required=False)
    until = DayField(label=_("to"), required=False)

    def __init__(self, *args: Any, by: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(by, LEADER, RESPONDER)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["owner"].queryset = colleagues(units)  # type: ignore[attr-defined]
        for name, choices in (
            ("kind", Case.Kind),
            ("severity", Case.Severity),
            ("source", Case.Source),
        ):
            self.fields[name].choices = [("", _("any")), *choices.choices]  # type: ignore[attr-defined]

    def narrowed(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Of cases in order; what cannot be understood narrows nothing, and the form says so."""
        given = self.cleaned_data if self.is_bound else {}
        for name in ("kind", "severity", "source", "owner"):
            if given.get(name):
                cases = cases.filter(**{name: given[name]})
        if given.get("unit"):
            below = and_below(given["unit"]).order_by().values_list("pk", flat=True)
            cases = cases.filter(Q(("at_unit__in", list(below))))  # an alias, not a field
        if given.get("since"):
            cases = cases.filter(opened_at__gte=beginning_of(given["since"]))
        if given.get("until"):
            cases = cases.filter(opened_at__lt=beginning_of(given["until"] + timedelta(days=1)))
        return cases

    @property
    def is_narrow(self) -> bool:
        return self.is_bound and any(
            value for name, value in self.cleaned_data.items() if name != "q"
        )


def beginning_of(day: date) -> datetime:
    """Moments are compared, not days: a day would be worked out anew for every case."""
    return make_aware(datetime.combine(day, time.min))


def colleagues(units: QuerySet[Unit]) -> QuerySet[Account]:
    """Everybody who answers or leads at one of these units or above one of them."""
    above = {number for unit in units for number in unit.trail_ids}
    roles = Role.objects.filter(unit__in=above, kind__in=[LEADER, RESPONDER])
    return Account.objects.filter(is_active=True, pk__in=roles.values("account"))


class ViewForm(forms.Form):
    name = forms.CharField(
        label=_("Keep this view as"),
        max_length=60,
        error_messages={"required": _("Give the view a name.")},
    )
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class NothingMoreForm(forms.Form):
    """The act needs no more than the cases."""

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class GiveManyForm(NothingMoreForm):
    owner = forms.ModelChoiceField(
        label=_("Give them to"),
        queryset=Account.objects.none(),
        empty_label=None,
        help_text=_("A case which this person may not see stays where it is."),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        units = units_where(by, LEADER, RESPONDER)
        self.fields["owner"].queryset = colleagues(units)  # type: ignore[attr-defined]


class AsideManyForm(NothingMoreForm):
    until = MomentField(
        label=_("Put aside until"),
        initial=tomorrow_noon,
        help_text=_("A case comes back earlier when something is due or the customer writes."),
    )


class SeverityManyForm(NothingMoreForm):
    severity = forms.TypedChoiceField(label=_("Severity"), choices=Case.Severity, coerce=int)


class KindManyForm(NothingMoreForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Case.Kind)


class UnitManyForm(NothingMoreForm):
    unit = forms.ModelChoiceField(
        label=_("They belong to"), queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["unit"].queryset = units_where(by, LEADER, RESPONDER)  # type: ignore[attr-defined]


MANY: dict[str, type[NothingMoreForm]] = {
    "take": NothingMoreForm,
    "give": GiveManyForm,
    "aside": AsideManyForm,
    "severity": SeverityManyForm,
    "kind": KindManyForm,
    "unit": UnitManyForm,
    "link": NothingMoreForm,
    "spam": NothingMoreForm,
}
