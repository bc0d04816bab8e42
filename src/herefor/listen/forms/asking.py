"""Starting surveys, opening waves, inviting customers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from herefor.listen.models import Edition, Question, Wave
from herefor.listen.queries import quarter_of
from herefor.listen.questionnaires import questionnaires
from herefor.listen.rules import units_to_ask_at, units_to_invite_at
from herefor.people.models import Unit
from herefor.people.queries import and_below
from herefor.people.rules import Visitor
from herefor.story.clock import now

MOST_PEOPLE = 2000


class SurveyForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call it?"), max_length=120, initial=_("Customer satisfaction")
    )
    questionnaire = forms.ChoiceField(label=_("What does it ask?"), widget=forms.RadioSelect)
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(),
        label=_("For which unit?"),
        help_text=_("It can be asked here and at every unit below."),
        empty_label=None,
    )

    def __init__(self, *args: Any, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = questionnaires()
        choices = [(each.name, f"{each.title}. {each.about}") for each in known]
        self.fields["questionnaire"].choices = choices  # type: ignore[attr-defined]
        self.fields["questionnaire"].initial = known[0].name
        self.fields["unit"].queryset = units_to_ask_at(user)  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    words = forms.CharField(label=_("The question"), max_length=500, widget=forms.Textarea)
    hint = forms.CharField(
        label=_("A hint below it"), max_length=500, required=False, widget=forms.TextInput
    )

    @classmethod
    def of(cls, question: Question) -> "QuestionForm":
        return cls(initial={"words": question.words, "hint": question.hint})


class WaveForm(forms.Form):
    name = forms.CharField(
        label=_("What do you call the period?"),
        max_length=40,
        help_text=_("For example 2026 Q3. Results are compared from period to period."),
    )
    opens_on = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    closes_on = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    units = forms.ModelMultipleChoiceField(
        queryset=Unit.objects.none(),
        label=_("Which units ask?"),
        help_text=_("Each gets its own link, so that results can be told apart."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, edition: Edition, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        mine = units_to_ask_at(user) & and_below(edition.survey.unit)
        self.fields["units"].queryset = mine  # type: ignore[attr-defined]
        name, first, last = quarter_of(timezone.localdate(now()))
        self.initial = {"name": name, "opens_on": first, "closes_on": last, "units": _lowest(mine)}

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if Wave.objects.filter(edition__survey=self.edition.survey, name=name).exists():
            raise ValidationError(_("This survey already has a period of this name."))
        return name

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        first, last = said.get("opens_on"), said.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day comes before the first."))
        return said


def _lowest(units: Any) -> list[Unit]:
    """The units that have none below them: where customers are met."""
    found = list(units)
    above = {unit.parent_id for unit in found}
    return [unit for unit in found if unit.pk not in above]


class InvitationsForm(forms.Form):
    unit = forms.ModelChoiceField(
        queryset=Unit.objects.none(), label=_("Customers of which unit?"), empty_label=None
    )
    people = forms.CharField(
        label=_("Whom do you want to ask?"),
        help_text=_("One person a line: name, e-mail. We make the links; nothing is sent."),
        widget=forms.Textarea,
        max_length=400_000,
    )

    def __init__(self, *args: Any, wave: Wave, user: Visitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = units_to_invite_at(user) & and_below(wave.survey.unit)
        self.fields["unit"].queryset = mine  # type: ignore[attr-defined]

    def clean_people(self) -> list[tuple[str, str]]:
        lines = enumerate(self.cleaned_data["people"].splitlines(), 1)
        written = [(number, line) for number, line in lines if line.strip()]
        if len(written) > MOST_PEOPLE:
            message = _("These are %(found)d people; please bring at most %(limit)d at a time.")
            raise ValidationError(message % {"found": len(written), "limit": MOST_PEOPLE})
        people = {number: _person(line) for number, line in written}
        wrong = [str(number) for number, person in people.items() if person is None]
        if wrong:
            message = _("No e-mail address can be read in line %(lines)s. Write: name, e-mail.")
            raise ValidationError(message % {"lines": ", ".join(wrong[:20])})
        return [person for person in people.values() if person]


def _person(line: str) -> tuple[str, str] | None:
    """As in `Carla Reyes, carla@example.org`; `;` and tab are read like the comma."""
    cells = [cell.strip() for cell in line.replace(";", ",").replace("\t", ",").split(",")]
    email = cells[-1]
    try:
        validate_email(email)
    except ValidationError:
        return None
    return " ".join(cells[:-1])[:160].strip(), email.lower()
