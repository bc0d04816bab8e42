import uuid
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from herefor.answer.models import Case
from herefor.answer.queries import last_heard
from herefor.answer.rules import may_own
from herefor.files.forms import FilesField
from herefor.people.models import Account

LONGEST = 10_000
TOO_LONG = ngettext_lazy(
    "This is longer than we take: %(show_value)d characters, at most %(limit_value)d character. "
    "Please shorten it; nothing was sent yet.",
    "This is longer than we take: %(show_value)d characters, at most %(limit_value)d characters. "
    "Please shorten it; nothing was sent yet.",
    "limit_value",
)


OVERTAKEN = _(
    "The customer wrote while you were writing. Read it first; what you wrote is kept here."
)


class WordsForm(forms.Form):
    """Something said; `once` makes the same form sent twice count once."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}))
    attached = FilesField()
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: object, label: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].label = label
        self.fields["text"].error_messages |= {
            "max_length": TOO_LONG,
            "required": _("There is nothing written yet."),
        }


class SeenForm(forms.Form):
    """A form beside a conversation: it knows the customer's last message its writer had read."""

    heard = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, case: Case, **kwargs: object) -> None:
        self.last_heard = last_heard(case)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["heard"].initial = self.last_heard

    def clean_heard(self) -> int:
        heard: int = self.cleaned_data["heard"] or 0
        if heard < self.last_heard:
            data = cast("QueryDict", self.data).copy()
            data["heard"] = str(self.last_heard)
            self.data = data
            self.add_error(None, OVERTAKEN)
        return heard


class ReplyForm(SeenForm, WordsForm):
    """An answer to the customer, or a note for us."""


class SettleForm(SeenForm):
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


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, if you like to say"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
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
