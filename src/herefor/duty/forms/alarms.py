from django import forms
from django.utils.translation import gettext_lazy as _


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("Why nobody is needed"),
        max_length=200,
        error_messages={"required": _("Say in a few words why nobody is needed.")},
    )
