"""What a page is about: unit, survey and period, chosen from what the user may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext_lazy as _

from herefor.insight.queries import surveys_measured, wave_to_start_with, waves_measured
from herefor.listen.models import Survey, Wave
from herefor.people.models import Unit
from herefor.people.rules import Visitor

DEEPER = "\u2003"
Record = TypeVar("Record", Unit, Survey, Wave)


@dataclass(frozen=True)
class Choice:
    """`wave` is None while nothing was measured."""

    unit: Unit
    wave: Wave | None
    form: "ChooseForm"


class ChooseForm(forms.Form):
    """A plain GET form; what is left out is the highest unit and the newest period."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Unit"), empty_label=None)
    survey = forms.ModelChoiceField(
        queryset=Survey.objects.none(), label=_("Survey"), empty_label=None
    )
    wave = forms.ModelChoiceField(queryset=Wave.objects.none(), label=_("Period"), empty_label=None)

    def __init__(self, data: Mapping[str, object], *, units: QuerySet[Unit], user: Visitor) -> None:
        super().__init__(data)
        self.waves = waves_measured(user)
        _set(self, "unit", units)
        _set(self, "survey", surveys_measured(user))
        _set(self, "wave", self.waves)
        top = min((unit.depth for unit in units), default=0)
        self.fields["unit"].label_from_instance = partial(_in_its_tree, top=top)  # type: ignore[attr-defined]

    def only_waves_of(self, survey: Survey) -> None:
        _set(self, "wave", self.waves.filter(edition__survey=survey))
        if self.fields["survey"].queryset.count() < 2:  # type: ignore[attr-defined]
            self.fields["survey"].widget = forms.HiddenInput()


def chosen(asked: QueryDict, *, units: QuerySet[Unit], user: Visitor) -> Choice:
    """What the address asks for, or where this user starts; 404 for what is not theirs to see."""
    top, waves = units.first(), waves_measured(user)
    if top is None:
        raise Http404
    unit = _one(units, asked.get("unit")) or top
    survey = _one(surveys_measured(user), asked.get("survey"))
    wave = _one(waves, asked.get("wave"))
    if wave is None or (survey is not None and wave.survey != survey):
        wave = wave_to_start_with(user, unit=unit, survey=survey)
    data = {"unit": unit.pk, "wave": wave and wave.pk, "survey": wave and wave.survey.pk}
    form = ChooseForm(data, units=units, user=user)
    if wave:
        form.only_waves_of(wave.survey)
    return Choice(unit, wave, form)


def _one(records: QuerySet[Record], asked: str | None) -> Record | None:
    if not asked:
        return None
    found = records.filter(pk=asked).first() if asked.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _in_its_tree(unit: Unit, *, top: int) -> str:
    """What lies deeper stands further in."""
    return DEEPER * (unit.depth - top) + unit.name


def _set(form: forms.Form, name: str, records: QuerySet[Any]) -> None:
    form.fields[name].queryset = records  # type: ignore[attr-defined]
