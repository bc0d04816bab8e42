"""Fields that several forms here use: moments on the wall, time zones, people."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.duty.rota_arithmetic import to_utc
from herefor.people.models import Account

WEEKDAYS = [
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
WALL = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A day and time as clocks show it; the form says in which zone, and cleans it to UTC."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WALL)

    def __init__(self, *, zone: ZoneInfo | None = None, **options: Any) -> None:
        words = _("Write day and time as in 2026-12-31 18:00.")
        options.setdefault("error_messages", {"required": words, "invalid": words})
        super().__init__(input_formats=[WALL, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"], **options)
        self.zone = zone

    def to_python(self, value: Any) -> Any:
        """Naive while no zone is known."""
        if value in self.empty_values:
            return None
        for form in self.input_formats or []:
            try:
                wall = datetime.strptime(str(value).strip(), str(form))
            except ValueError:
                continue
            return to_utc(wall, self.zone) if self.zone else wall
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo and self.zone:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value


def time_field(**options: Any) -> forms.TimeField:
    words = _("Write the time as in 09:00.")
    options.setdefault("error_messages", {"required": words, "invalid": words})
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **options)


def zone_field(**options: Any) -> forms.ChoiceField:
    zones = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    named = [(name, name.replace("_", " ")) for name in zones if not name.startswith("Etc/")]
    return forms.ChoiceField(label=_("Time zone"), choices=named, **options)


def person_field(**options: Any) -> "forms.ModelChoiceField[Account]":
    options.setdefault("error_messages", {"required": _("Choose somebody.")})
    return forms.ModelChoiceField(queryset=Account.objects.none(), **options)
