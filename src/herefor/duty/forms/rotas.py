"""Rotas, their layers and who stands in for whom."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.duty.forms.fields import WEEKDAYS, MomentField, person_field, time_field, zone_field
from herefor.duty.models import Layer, Rota, Turn
from herefor.duty.rules import may_be_called
from herefor.duty.verbs.rotas import LayerPlan
from herefor.people.models import Account, Unit
from herefor.story.clock import now

PLACES = 8


class GapsForm(forms.Form):
    """A form whose change may leave gaps; the box is shown when it does."""

    gaps_held = forms.BooleanField(
        label=gettext_lazy("The standing fallback holds these hours"), required=False
    )


class AtUnitForm(GapsForm):
    """A form about people who may be called at a unit."""

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.able = unit, may_be_called(unit)


class RotaForm(AtUnitForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the rota"),
        max_length=120,
        error_messages={"required": gettext_lazy("Give the rota a name.")},
    )
    zone_name = zone_field(
        help_text=gettext_lazy("Hand-over keeps its hour here when clocks change.")
    )
    fallback = person_field(
        label=gettext_lazy("Standing fallback"),
        help_text=gettext_lazy("Holds every hour that nobody else covers, so it is never nobody."),
        empty_label=None,
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        self.fields["fallback"].queryset = self.able  # type: ignore[attr-defined]
        self.fields["zone_name"].initial = settings.TIME_ZONE

    @classmethod
    def of_rota(cls, rota: Rota) -> "RotaForm":
        fields = ("name", "zone_name", "fallback")
        return cls(initial={name: getattr(rota, name) for name in fields}, unit=rota.unit)


class LayerForm(AtUnitForm):
    """Who takes turns, how long a turn is, and in which hours the layer counts."""

    every = forms.IntegerField(
        label=gettext_lazy("A turn lasts"), min_value=1, max_value=366, initial=1
    )
    step = forms.ChoiceField(
        label=gettext_lazy("Counted in"), choices=Layer.Step.choices, initial=Layer.Step.WEEKS
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write the day as in 2026-12-31."),
        },
    )
    hand_over_at = time_field(label=gettext_lazy("Hand-over at"), initial="09:00")
    hand_over_weekday = forms.TypedChoiceField(
        label=gettext_lazy("Hand-over on"),
        choices=[("", gettext_lazy("the weekday of the first day")), *WEEKDAYS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Only for turns that are counted in weeks."),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Only on these days"),
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None chosen means every day."),
    )
    begins = time_field(
        label=gettext_lazy("Only from"),
        required=False,
        help_text=gettext_lazy("For nights, 18:00 until 08:00. Empty means the whole day."),
    )
    ends = time_field(label=gettext_lazy("Until"), required=False)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, unit=unit, **kwargs)
        for place in range(1, PLACES + 1):
            label = _("Person %(place)s") % {"place": place}
            field = person_field(label=label, required=place == 1, empty_label=_("nobody"))
            field.queryset = self.able
            self.fields[f"person_{place}"] = field
        self.fields["starts_on"].initial = localdate(now()) - timedelta(days=1)

    @classmethod
    def of_layer(cls, layer: Layer) -> "LayerForm":
        same = ("every", "step", "starts_on", "hand_over_at", "hand_over_weekday")
        held = {name: getattr(layer, name) for name in (*same, "begins", "ends")}
        held["days"] = list(layer.days)
        for turn in Turn.objects.filter(layer=layer, place__lte=PLACES):
            held[f"person_{turn.place}"] = turn.account_id
        return cls(initial=held, unit=layer.rota.unit)

    @property
    def people_fields(self) -> list[forms.BoundField]:
        return [self[f"person_{place}"] for place in range(1, PLACES + 1)]

    @property
    def turn_fields(self) -> list[forms.BoundField]:
        names = ("every", "step", "starts_on", "hand_over_at", "hand_over_weekday")
        return [self[name] for name in names]

    @property
    def hours_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("days", "begins", "ends")]

    def clean(self) -> None:
        super().clean()
        begins, ends = self.cleaned_data.get("begins"), self.cleaned_data.get("ends")
        if (begins is None) != (ends is None):
            missing = "begins" if begins is None else "ends"
            if missing not in self.errors:
                self.add_error(missing, _("Write both times, or neither."))

    def plan(self) -> LayerPlan:
        said = self.cleaned_data
        chosen = [said.get(f"person_{place}") for place in range(1, PLACES + 1)]
        by_weeks = said["step"] == Layer.Step.WEEKS
        return LayerPlan(
            people=tuple(person for person in chosen if isinstance(person, Account)),
            starts_on=said["starts_on"],
            every=said["every"],
            step=said["step"],
            hand_over_at=said["hand_over_at"],
            hand_over_weekday=said["hand_over_weekday"] if by_weeks else None,
            days="".join(sorted(said["days"])),
            begins=said["begins"],
            ends=said["ends"],
        )


class OpenRotaForm(RotaForm, LayerForm):
    """A rota and its first layer on one page."""

    kind = forms.ChoiceField(label=gettext_lazy("What for"), choices=Rota.Kind.choices)

    @property
    def rota_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("kind", "name", "zone_name", "fallback")]

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        if Rota.objects.filter(unit=self.unit, kind=kind).exists():
            raise forms.ValidationError(_("This unit has such a rota already. Change that one."))
        return kind


class TimesForm(forms.Form):
    """A time from when until when, on the clocks of a rota."""

    starts_at = MomentField(label=gettext_lazy("From"))
    ends_at = MomentField(label=gettext_lazy("Until"))

    def __init__(self, *args: Any, rota: Rota, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rota = rota
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = rota.zone

    def clean(self) -> None:
        super().clean()
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("This is not after the beginning."))
        elif ends_at and ends_at <= now():
            self.add_error("ends_at", _("That time is over."))


class OverrideForm(TimesForm):
    account = person_field(label=gettext_lazy("Who is on instead"), empty_label=None)
    why = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, rota: Rota, **kwargs: Any) -> None:
        super().__init__(*args, rota=rota, **kwargs)
        self.fields["account"].queryset = may_be_called(rota.unit)  # type: ignore[attr-defined]


class SwapForm(TimesForm):
    """Give a time of one's own to a colleague; theirs in exchange is optional."""

    to = person_field(label=gettext_lazy("To whom"), empty_label=None)
    back_starts_at = MomentField(
        label=gettext_lazy("In exchange from"),
        required=False,
        help_text=gettext_lazy("Leave both empty to ask for nothing in exchange."),
    )
    back_ends_at = MomentField(label=gettext_lazy("In exchange until"), required=False)

    def __init__(self, *args: Any, rota: Rota, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, rota=rota, **kwargs)
        colleagues = may_be_called(rota.unit).exclude(pk=by.pk)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        start, end = self.cleaned_data.get("back_starts_at"), self.cleaned_data.get("back_ends_at")
        if bool(start) != bool(end):
            self.add_error("back_ends_at", _("Write both times of the exchange, or neither."))
        elif start and end and end <= start:
            self.add_error("back_ends_at", _("This is not after the beginning."))
