"""Beginning an assessment, inviting to it, declaring ties, answering and marking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Assessment, ConflictDeclaration, Seat
from herefor.assess.rules import units_to_assess
from herefor.people.models import Account, Unit

Tie = ConflictDeclaration.Tie


class AssessmentForm(forms.Form):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Who is judged"))
    framework = forms.ChoiceField(label=_("By which framework"), initial=DEFAULT)

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_assess(by)  # type: ignore[attr-defined]
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, str(one)) for name, one in shipped().items() if one.total_points == 1000
        ]

    def clean_framework(self) -> Any:
        return shipped()[self.cleaned_data["framework"]]


class InviteForm(forms.Form):
    account = forms.ModelChoiceField(Account.objects.none(), label=_("Whom"))
    role = forms.ChoiceField(label=_("As what"), choices=Seat.Role)

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seated = assessment.seats.values("account")
        free = Account.objects.filter(is_active=True).exclude(pk__in=seated)
        self.fields["account"].queryset = free  # type: ignore[attr-defined]


class TieForm(forms.Form):
    tie = forms.ChoiceField(label=_("Your tie"), choices=Tie, widget=forms.RadioSelect)
    words = forms.CharField(label=_("In a few words"), max_length=300, required=False)
