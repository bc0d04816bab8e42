"""Bringing a file of answers, and saying how it is to be read."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.listen.imports.reading import Plan
from herefor.listen.imports.sniffing import ENCODINGS, LARGEST_FILE, SEPARATORS
from herefor.listen.models import ImportRun, Question, Survey, Wave
from herefor.listen.queries import import_headings, import_questions
from herefor.listen.questionnaires import questionnaires
from herefor.listen.rules import surveys_visible_to, units_to_ask_at
from herefor.people.models import Unit
from herefor.people.rules import Visitor

LEFT_OUT = ""
WEIGHT = "weight:"


class FileForm(forms.Form):
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label=_("Answers of which unit's customers?"),
        empty_label=None,
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A CSV file of at most 20 MB: one row for each customer, headings on top."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={
            "required": _("Please choose a file."),
            "empty": _("The file is empty. Please choose the file with the answers."),
        },
        allow_empty_file=True,
        max_length=200,
    )

    def __init__(self, *args: Any, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_ask_at(user)  # type: ignore[attr-defined]

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise ValidationError(_("The file is larger than 20 MB. Please split it into parts."))
        return file


class PlanForm(forms.Form):
    """How a file is read and where its answers go; one choice for each column."""

    all_optional = True  # what is needed depends on where the answers go, and is said then

    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(ENCODINGS.items()))
    separator = forms.ChoiceField(label=_("Cells are parted by"), choices=list(SEPARATORS.items()))
    no_answer = forms.CharField(
        label=_("Values that mean “no answer”"),
        required=False,
        help_text=_("Parted by spaces, for example: NA -99. An empty cell always does."),
    )
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("Unit"), empty_label=None)
    target = forms.ChoiceField(label=_("Where do the answers go?"))
    questionnaire = forms.ChoiceField(label=_("The new survey asks"))
    survey_name = forms.CharField(label=_("Name of the new survey"), max_length=120, required=False)
    wave_name = forms.CharField(label=_("Name of the new period"), max_length=40, required=False)
    opens_on = forms.DateField(
        label=_("First day of the new period"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    closes_on = forms.DateField(
        label=_("Last day of the new period"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, run: ImportRun, user: Visitor) -> None:
        self.plan = Plan.from_json(run.plan)
        super().__init__(data, initial=_initial(run, self.plan))
        self.fields["unit"].queryset = units_to_ask_at(user)  # type: ignore[attr-defined]
        self.fields["target"].choices = _targets(user)  # type: ignore[attr-defined]
        known = [(each.name, each.title) for each in questionnaires()]
        self.fields["questionnaire"].choices = known  # type: ignore[attr-defined]
        self.columns = self._add_columns(import_headings(run), import_questions(self.plan))

    def _add_columns(self, headings: list[str], questions: list[Question]) -> list[str]:
        asked = [question for question in questions if question.kind != Question.Kind.CONTACT]
        choices = [
            (LEFT_OUT, gettext("leave out")),
            (WEIGHT, gettext("weight of the row")),
            *((question.code, f"{question.code}: {question.words}") for question in asked),
        ]
        for column, heading in enumerate(headings):
            chosen = self.plan.columns.get(column, LEFT_OUT)
            self.fields[f"column-{column}"] = forms.ChoiceField(
                choices=choices,
                label=heading or gettext("column %(number)d") % {"number": column + 1},
                initial=WEIGHT if column == self.plan.weight else chosen,
                required=False,
            )
        return [f"column-{column}" for column in range(len(headings))]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = [said.get(name) for name in self.columns if said.get(name)]
        for code in {code for code in chosen if chosen.count(code) > 1}:
            names = [name for name in self.columns if said.get(name) == code]
            self.add_error(names[1], _("Another column is read as this already."))
        if str(said.get("target")) in {"new"} and not said.get("survey_name"):
            self.add_error("survey_name", _("Give the new survey a name."))
        if not str(said.get("target")).startswith("wave-"):
            self._check_period(said)
        return said

    def _check_period(self, said: dict[str, Any]) -> None:
        if not said.get("wave_name"):
            self.add_error("wave_name", _("Give the new period a name, for example 2026 Q3."))
        for name in ("opens_on", "closes_on"):
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("Give a day."))
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day comes before the first."))

    @property
    def planned(self) -> Plan:
        said = self.cleaned_data
        chosen = {column: said[name] for column, name in enumerate(self.columns) if said[name]}
        weights = [column for column, code in chosen.items() if code == WEIGHT]
        kind, _dash, number = said["target"].partition("-")
        return replace(
            self.plan,
            columns={column: code for column, code in chosen.items() if code != WEIGHT},
            weight=weights[0] if weights else None,
            no_answer=said["no_answer"].split(),
            questionnaire=said["questionnaire"],
            survey=int(number) if kind == "survey" else None,
            wave=int(number) if kind == "wave" else None,
            survey_name=said["survey_name"],
            wave_name=said["wave_name"],
            opens_on=_iso(said["opens_on"]),
            closes_on=_iso(said["closes_on"]),
        )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _initial(run: ImportRun, plan: Plan) -> dict[str, Any]:
    target = "new"
    if plan.wave or plan.survey:
        target = f"wave-{plan.wave}" if plan.wave else f"survey-{plan.survey}"
    same = ("questionnaire", "survey_name", "wave_name", "opens_on", "closes_on")
    return {name: getattr(plan, name) for name in same} | {
        "encoding": run.encoding,
        "separator": run.separator,
        "no_answer": " ".join(plan.no_answer),
        "unit": run.unit_id,
        "target": target,
    }


def _targets(user: Visitor) -> list[tuple[str, str]]:
    """A new survey, a new period of one the user runs, or a period there is."""
    mine = Survey.objects.filter(
        pk__in=surveys_visible_to(user), unit__in=units_to_ask_at(user)
    ).order_by("name", "pk")
    choices = [("new", gettext("A new survey"))]
    for survey in mine:
        name = gettext("%(survey)s: a new period") % {"survey": survey}
        choices.append((f"survey-{survey.pk}", name))
        waves = Wave.objects.filter(edition__survey=survey)
        choices += [(f"wave-{wave.pk}", f"{survey}: {wave}") for wave in waves]
    return choices
