"""Rules for clocks, and the hours they run in, as somebody writes them down."""

import re
import zoneinfo
from datetime import date, time
from itertools import pairwise
from typing import Any

import holidays
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.answer.models import BusinessHours, Case, ClockRule
from herefor.people.models import Account, Unit
from herefor.people.rules import ADMINISTRATOR, LEADER, units_where

Opening = tuple[time, time]
SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})")
DAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]


class DayField(forms.CharField):
    """The openings of a weekday, as in 9:00-12:00, 13:00-17:00; empty is closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=120, **options)

    def clean(self, value: Any) -> list[Opening]:
        text = super().clean(value)
        spans = [part.strip() for part in text.split(",") if part.strip()]
        openings = sorted(self._span(part) for part in spans)
        for (_opens, closes), (opens, _closes) in pairwise(openings):
            if closes == time(0) or opens < closes:
                raise ValidationError(_("These times overlap."))
        return openings

    def _span(self, text: str) -> Opening:
        found = SPAN.fullmatch(text)
        numbers = [int(number) for number in found.groups()] if found else []
        if not found or numbers[0] > 23 or numbers[2] > 24 or max(numbers[1], numbers[3]) > 59:
            raise ValidationError(_("Write it as 9:00-12:00, 13:00-17:00."))
        opens, closes = time(numbers[0], numbers[1]), time(numbers[2] % 24, numbers[3])
        if closes <= opens and closes != time(0):
            raise ValidationError(
                _("It closes before it opens. Split a night: until 24:00, and on the next day.")
            )
        return opens, closes


class HoursForm(forms.Form):
    """Business hours of a unit: the week, its holidays, its time zone."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    unit = forms.ModelChoiceField(label=gettext_lazy("Of"), queryset=Unit.objects.none())
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"), max_length=60, help_text=gettext_lazy("As in Europe/Paris")
    )
    country = forms.CharField(
        label=gettext_lazy("Public holidays of"),
        required=False,
        max_length=2,
        help_text=gettext_lazy("Two letters, as in SE or US; empty for none."),
    )
    region = forms.CharField(
        label=gettext_lazy("Region of that country"), required=False, max_length=6
    )
    closed = forms.CharField(
        label=gettext_lazy("Other closed days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("One date on a line, as in 2026-12-31."),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules_set_at(by)  # type: ignore[attr-defined]
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = DayField(label=name)
        self.order_fields(["name", "unit", "time_zone", *(f"day{number}" for number in range(7))])

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("There is no such time zone. Write it as Europe/Paris."))
        return zone

    def clean_country(self) -> str:
        country: str = self.cleaned_data["country"].upper()
        if country and country not in holidays.list_supported_countries():
            raise ValidationError(_("We know no public holidays of this country. Leave it empty."))
        return country

    def clean_closed(self) -> list[date]:
        try:
            return [date.fromisoformat(line.strip()) for line in self._lines("closed")]
        except ValueError as error:
            raise ValidationError(_("Write one date on a line, as in 2026-12-31.")) from error

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        country, region = said.get("country"), said.get("region")
        known = holidays.list_supported_countries().get(country or "", [])
        if region and region not in known:
            self.add_error("region", _("That country has no such region in our list."))
        said["week"] = {number: said.pop(f"day{number}", []) for number in range(7)}
        if not self.errors and not any(said["week"].values()):
            raise ValidationError(
                _("It would never be open, and a clock would never run out. Name at least one day.")
            )
        return said

    def _lines(self, field: str) -> list[str]:
        return [line for line in self.cleaned_data[field].splitlines() if line.strip()]


class HoursOfTime(forms.FloatField):
    """A time in hours, kept in minutes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.NumberInput(attrs={"min": "0.25", "step": "0.25", "inputmode": "decimal"})
        super().__init__(min_value=1 / 60, max_value=24 * 366, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        said = super().clean(value)
        return None if said is None else max(round(said * 60), 1)


class RuleForm(forms.Form):
    """How long a case of a kind may wait at a unit and below."""

    unit = forms.ModelChoiceField(label=gettext_lazy("At"), queryset=Unit.objects.none())
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[("", gettext_lazy("every kind")), *Case.Kind.choices],
    )
    severity = forms.TypedChoiceField(
        label=gettext_lazy("Severity"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("every severity")), *Case.Severity.choices],
    )
    first_answer = HoursOfTime(label=gettext_lazy("Hours to a first answer"))
    update = HoursOfTime(
        label=gettext_lazy("Hours to the next word while we work on it"), required=False
    )
    settled = HoursOfTime(label=gettext_lazy("Hours until it is put right"), required=False)
    hours = forms.ModelChoiceField(
        label=gettext_lazy("Counted in"),
        required=False,
        queryset=BusinessHours.objects.none(),
        empty_label=gettext_lazy("around the clock"),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = rules_set_at(by)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["hours"].queryset = BusinessHours.objects.filter(  # type: ignore[attr-defined]
            unit__in=units
        )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        same = ClockRule.objects.filter(
            unit=said.get("unit"), kind=said.get("kind", ""), severity=said.get("severity")
        )
        if same.exists():
            raise ValidationError(
                _("There is a rule for this already. Take it away first, then write the new one.")
            )
        return said


def rules_set_at(by: Account) -> Any:
    return units_where(by, LEADER, ADMINISTRATOR)
