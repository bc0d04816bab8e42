"""From an opportunity or an action to a promise: who, by when, and how one will know."""

import uuid
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from herefor.lead.rules import may_keep
from herefor.people.models import Account, Unit
from herefor.story.clock import now


class PromiseForm(forms.Form):
    promise = forms.CharField(
        label=_("What will change"),
        max_length=200,
        error_messages={"required": _("Say what will change.")},
    )
    measure = forms.CharField(
        label=_("How we will know"),
        help_text=_("A figure or something that can be seen, and what it is to be by then."),
        max_length=200,
        error_messages={"required": _("Say how you will know. Without it nobody can tell.")},
    )
    owner = forms.ModelChoiceField(
        Account.objects.none(),
        label=_("Who sees to it"),
        error_messages={"required": _("Somebody has it, or nobody does it.")},
    )
    due_on = forms.DateField(
        label=_("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say by when."), "invalid": _("Choose a day.")},
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = may_keep(unit)  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < localdate(now()):
            raise forms.ValidationError(_("This day is over already. Choose one to come."))
        return due_on
