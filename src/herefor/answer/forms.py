import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from herefor.answer.models import Case
from herefor.answer.rules import may_own
from herefor.people.models import Account

LONGEST = 10_000
TOO_LONG = ngettext_lazy(
    "This is longer than we take: %(show_value)d characters, at most %(limit_value)d character. "
    "Please shorten it; nothing was sent yet.",
    "This is longer than we take: %(show_value)d characters, at most %(limit_value)d characters. "
    "Please shorten it; nothing was sent yet.",
    "limit_value",
)


class WordsForm(forms.Form):
    """Something said; `once` makes the same form sent twice count once."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: object, label: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].label = label
        self.fields["text"].error_messages |= {
            "max_length": TOO_LONG,
            "required": _("There is nothing written yet."),
        }


class SettleForm(forms.Form):
    words = forms.CharField(
        label=_("What was done, in words for the customer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG, "required": _("Say what was done.")},
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("What is not right yet?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )


class GiveForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Give it to"), queryset=Account.objects.none(), empty_label=None
    )

    def __init__(self, *args: object, case: Case, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["owner"].queryset = may_own(case)  # type: ignore[attr-defined]
        self.fields["owner"].initial = case.owner_id
