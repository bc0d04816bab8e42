"""What those who come fill in: a question, and a code of no more than one field for votes."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.hall.models.asking import LONGEST, NAME
from herefor.listen.answers import clean_text
from herefor.people.queries import the_organisation
from herefor.story.clock import now

OPENED_SALT = "herefor.hall.ask"
LEAST_SECONDS = 1
LONGEST_OPEN = timedelta(days=30)


def consent_words() -> str:
    """What somebody agrees to who leaves an address with a question."""
    return gettext(
        "%(organisation)s uses your address only to answer this question, and shows it to nobody."
    ) % {"organisation": the_organisation()}


class AskForm(forms.Form):
    text = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Please write your question."),
            "max_length": _("Please say it in 500 characters or fewer."),
        },
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=NAME,
        help_text=_("Shown beside your question. Leave it empty and nobody is named."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Never shown. If there is no time for your question, we answer you there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    leave_empty = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opened = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = signing.dumps(now().timestamp(), salt=OPENED_SALT)

    def clean_text(self) -> str:
        text = clean_text(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean_name(self) -> str:
        return " ".join(clean_text(self.cleaned_data["name"]).split())

    def opened_anew(self) -> "AskForm":
        """The same words in a form that is opened now."""
        data = cast("QueryDict", self.data).copy()
        data["opened"], data["leave_empty"] = self.fields["opened"].initial, ""
        again = AskForm(data)
        again.full_clean()
        return again

    def seems_automatic(self) -> bool:
        """A field nobody sees was filled in, or the form came back before it could be read."""
        try:
            opened = signing.loads(
                self.data.get("opened", ""), salt=OPENED_SALT, max_age=LONGEST_OPEN
            )
        except signing.BadSignature:
            return True
        return bool(self.data.get("leave_empty")) or now().timestamp() - opened < LEAST_SECONDS
