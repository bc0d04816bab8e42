from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Organisation, Role, Unit
from herefor.people.rules import ADMINISTRATOR, units_where


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("They sign in with it."))
    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    unit = forms.ModelChoiceField(
        label=_("At"), queryset=Unit.objects.none(), help_text=_("And everything below it.")
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(by, ADMINISTRATOR)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Account.objects.filter(email=email).exists():
            raise forms.ValidationError(
                _("Somebody already signs in with this address. Give them a role instead.")
            )
        return email


class RoleForm(forms.Form):
    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    unit = forms.ModelChoiceField(label=_("At"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(by, ADMINISTRATOR)  # type: ignore[attr-defined]


class UnitForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Unit
        fields = ["name", "kind", "parent", "weight"]

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        parent.queryset = units_where(by, ADMINISTRATOR)  # type: ignore[attr-defined]
        parent.required = True
        parent.empty_label = None  # type: ignore[attr-defined]


class PromisesForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Organisation
        fields = ["name", "first_answer_hours", "low_score", "smallest_group", "kept_years"]


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 10 characters. Three or four unrelated words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
