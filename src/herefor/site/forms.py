from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _


class SetUpForm(forms.Form):
    organisation = forms.CharField(
        label=_("What is your organisation called?"),
        max_length=120,
        help_text=_("Customers see this name above every question."),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You sign in with it. Nothing is sent."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. Three or four unrelated words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> Any:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password)
        return password
