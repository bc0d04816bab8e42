"""Beginning an assessment, inviting to it, declaring ties, handing the lead over."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Assessment, ConflictDeclaration, Seat
from herefor.assess.rules import (
    examiners_to_invite,
    may_still_examine,
    may_take_over,
    units_to_assess,
    writers_to_invite,
)
from herefor.assess.scoring import percents_of
from herefor.people.models import Account, Unit

Tie, Role = ConflictDeclaration.Tie, Seat.Role


class AssessmentForm(forms.Form):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Who is judged"))
    framework = forms.ChoiceField(
        label=_("By which framework"),
        initial=DEFAULT,
        help_text=_(
            "Those that examiners mark in percent. Models with other scales come as data only."
        ),
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_assess(by)  # type: ignore[attr-defined]
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, str(one)) for name, one in shipped().items() if percents_of(one)
        ]

    def clean_framework(self) -> Any:
        return shipped()[self.cleaned_data["framework"]]


class InviteForm(forms.Form):
    """Writers are people of the applicant; who examines, leads or judges holds the role for it.
    A monitor may be either."""

    role = forms.ChoiceField(label=_("As what"), choices=Role)
    account = forms.TypedChoiceField(label=_("Whom"), empty_value=None)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_still_examine(assessment):
            role = self.fields["role"]
            role.choices = [one for one in Role.choices if one[0] != Role.EXAMINER]  # type: ignore[attr-defined]
            role.help_text = gettext("The marks are open, so nobody new could mark alone.")
        self.writers = {one.pk: one for one in writers_to_invite(assessment)}
        self.examiners = {one.pk: one for one in examiners_to_invite(assessment)}
        account = self.fields["account"]
        account.coerce = lambda pk: (self.writers | self.examiners)[int(pk)]  # type: ignore[attr-defined]
        groups = [
            (gettext("To write"), self.writers),
            (gettext("To examine, lead or judge"), self.examiners),
        ]
        account.choices = [  # type: ignore[attr-defined]
            ("", gettext("nobody yet")),
            *((name, [(pk, str(one)) for pk, one in found.items()]) for name, found in groups),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        account, role = said.get("account"), said.get("role")
        if account is None:
            return said
        if role == Role.WRITER and account.pk not in self.writers:
            self.add_error("account", _("Writers are people of the unit that is judged."))
        if role in (Role.EXAMINER, Role.LEAD, Role.JUDGE) and account.pk not in self.examiners:
            self.add_error(
                "account",
                _("This person does not hold the role of an examiner. An administrator gives it."),
            )
        return said


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        Account.objects.none(),
        label=_("Who leads from now on"),
        help_text=_(
            "People who hold the role of an examiner. They are asked for ties as you were."
        ),
        empty_label=_("nobody yet"),
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = may_take_over(assessment)  # type: ignore[attr-defined]


class TieForm(forms.Form):
    tie = forms.ChoiceField(label=_("Your tie"), choices=Tie, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)
