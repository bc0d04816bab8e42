"""What those who plan and host fill in."""

import re
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from herefor.duty.forms.fields import MomentField, zone_field
from herefor.hall.models import Call, Holding, TownHall
from herefor.hall.rules import leaders_for, units_to_meet_at
from herefor.listen.answers import clean_text
from herefor.people.models import Account, Unit
from herefor.people.rules import Visitor

LONGEST_ANSWER = 4000
MOST_ADDRESSES = 5000
NUMBER = re.compile(r"\+[1-9]\d{6,14}")


class PlanForm(forms.Form):
    title = forms.CharField(label=_("What is it called?"), max_length=120)
    words = forms.CharField(
        label=_("What is it about?"), required=False, max_length=2000, widget=forms.Textarea
    )
    unit = forms.ModelChoiceField(label=_("For whose customers?"), queryset=Unit.objects.none())
    leaders = forms.ModelMultipleChoiceField(
        label=_("Who answers?"),
        queryset=Account.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are named in public."),
    )
    starts_at = MomentField(label=_("When does it begin?"))
    zone_name = zone_field(help_text=_("By whose clock the time is told to everybody."))
    minutes = forms.IntegerField(label=_("How many minutes?"), min_value=5, max_value=600)
    languages = forms.CharField(
        label=_("In which languages?"),
        max_length=80,
        required=False,
        help_text=_("As in: English, Svenska"),
    )
    admits = forms.ChoiceField(
        label=_("Who may come?"),
        choices=[("all", _("everybody")), ("invited", _("only those who are invited"))],
        widget=forms.RadioSelect,
    )
    reads = forms.ChoiceField(
        label=_("Are questions read before they are shown?"),
        choices=[("yes", _("yes, and everybody is told so")), ("no", _("no, they appear at once"))],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, user: Visitor, hall: TownHall | None = None, **kwargs: Any):
        kwargs.setdefault("initial", _planned(hall) if hall else _begun())
        super().__init__(*args, **kwargs)
        units = units_to_meet_at(user)
        if hall is not None:
            units = units | Unit.objects.filter(pk=hall.unit_id)
        unit_field, leader_field = self.fields["unit"], self.fields["leaders"]
        unit_field.queryset = units.distinct()  # type: ignore[attr-defined]
        near = Account.objects.none()
        for unit in units:
            near = near | leaders_for(unit)
        leader_field.queryset = near.distinct().order_by("name")  # type: ignore[attr-defined]
        starts = self.fields["starts_at"]
        zone_name = (self.data or self.initial).get("zone_name", "")
        assert isinstance(starts, MomentField)  # noqa: S101  declared above
        starts.zone = ZoneInfo(zone_name) if zone_name in _zones(self) else None

    def plan(self) -> dict[str, Any]:
        """As the verbs take it."""
        said = dict(self.cleaned_data)
        said["is_open"] = said.pop("admits") == "all"
        said["is_moderated"] = said.pop("reads") == "yes"
        said["languages"] = [one.strip() for one in said["languages"].split(",") if one.strip()]
        return said


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("The answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everybody reads it, under the name of whoever answers."),
    )
    leader = forms.ModelChoiceField(label=_("Whose answer is it?"), queryset=Account.objects.none())
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, hall: TownHall, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaders = self.fields["leader"]
        leaders.queryset = hall.leaders.all()  # type: ignore[attr-defined]
        if hall.leaders.count() == 1:
            leaders.initial = hall.leaders.get()

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class TurnForm(forms.Form):
    """What a host notes when a question has been answered by word of mouth; may stay empty."""

    text = forms.CharField(required=False, max_length=LONGEST_ANSWER)

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class HoldForm(forms.Form):
    reason = forms.ChoiceField(choices=Holding.Reason.choices)
    words = forms.CharField(required=False, max_length=500)


class PollForm(forms.Form):
    text = forms.CharField(label=_("What do you want to know?"), max_length=200)
    choices = forms.CharField(
        label=_("The answers to choose from"),
        help_text=_("One on a line, two to eight."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_choices(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines()]
        chosen = list(dict.fromkeys(line[:120] for line in lines if line))
        if not 2 <= len(chosen) <= 8:
            raise ValidationError(_g("Give two to eight answers, one on a line."))
        return chosen


class LineForm(forms.Form):
    text = forms.CharField(
        label=_("What is being said"),
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class CorrectForm(forms.Form):
    text = forms.CharField(
        label=_("What was said"),
        max_length=400,
        required=False,
        help_text=_("Empty takes the line out of the transcript."),
    )


class CallOffForm(forms.Form):
    because = forms.CharField(
        label=_("Why does it not take place?"),
        help_text=_("Everybody who comes to the page reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DrawForm(forms.Form):
    size = forms.IntegerField(label=_("How many?"), min_value=1, max_value=MOST_ADDRESSES)
    seed = forms.IntegerField(
        label=_("Seed"),
        initial=1,
        min_value=0,
        max_value=2**31,
        help_text=_("With the same number the same people are drawn again."),
    )


class AddressesForm(forms.Form):
    addresses = forms.CharField(
        label=_("E-mail addresses"),
        help_text=_("Parted by spaces, commas or lines. Nobody is invited twice."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    may = forms.BooleanField(
        label=_("These people have agreed to be written to by us."),
        error_messages={"required": _("Only invite people who have agreed to it.")},
    )

    def clean_addresses(self) -> list[str]:
        given = list(dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["addresses"].strip())))
        wrong = [one for one in given if not _is_address(one)]
        if wrong:
            told = {"wrong": ", ".join(wrong[:5])}
            raise ValidationError(_g("These are not e-mail addresses: %(wrong)s") % told)
        if len(given) > MOST_ADDRESSES:
            raise ValidationError(_g("At most %(n)d at once.") % {"n": MOST_ADDRESSES})
        return given


class CallsForm(forms.Form):
    numbers = forms.CharField(
        label=_("Telephone numbers"),
        help_text=_("With the country, as in +46 70 123 45 67. One on a line; a name may follow."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    role = forms.ChoiceField(label=_("They"), choices=Call.Role.choices)
    may = forms.BooleanField(
        label=_("These people have agreed to be called for this town hall."),
        error_messages={"required": _("Only call people who have agreed to it.")},
    )

    def clean_numbers(self) -> list[tuple[str, str]]:
        lines = self.cleaned_data["numbers"].splitlines()
        given = [_number(line) for line in lines if line.strip()]
        wrong = [name for number, name in given if not number]
        if wrong:
            told = {"wrong": ", ".join(wrong[:5])}
            raise ValidationError(_g("These are not telephone numbers: %(wrong)s") % told)
        return given


class CallerForm(forms.Form):
    """A caller's question, as a host writes it down."""

    text = forms.CharField(
        label=_("The question, in the caller's words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(label=_("The caller's name"), required=False, max_length=80)


def _planned(hall: TownHall) -> dict[str, Any]:
    return {
        "title": hall.title,
        "words": hall.words,
        "unit": hall.unit,
        "leaders": list(hall.leaders.all()),
        "starts_at": hall.starts_at,
        "zone_name": hall.zone_name,
        "minutes": hall.minutes,
        "languages": ", ".join(hall.languages),
        "admits": "all" if hall.is_open else "invited",
        "reads": "yes" if hall.is_moderated else "no",
    }


def _begun() -> dict[str, Any]:
    return {"zone_name": settings.TIME_ZONE, "minutes": 60, "admits": "all", "reads": "yes"}


def _zones(form: forms.Form) -> set[str]:
    field: Any = form.fields["zone_name"]
    return {name for name, _words in field.choices}


def _is_address(given: str) -> bool:
    try:
        validate_email(given)
    except ValidationError:
        return False
    return True


def _number(line: str) -> tuple[str, str]:
    """The number without what people put between its digits, and what follows it."""
    found = re.match(r"\s*(\+[\d ()./-]+)(.*)", line)
    digits = "+" + re.sub(r"\D", "", found[1]) if found else ""
    if found and NUMBER.fullmatch(digits):
        return digits, found[2].strip(" ,;\t")[:160]
    return "", line.strip()
