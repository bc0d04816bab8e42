"""What readers fill in: a comment, a private question, their address."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.people.queries import the_organisation
from herefor.speak.guard import new_form
from herefor.speak.models import LONGEST

TOO_LONG = _("Please say it in at most 5,000 characters.")


class Guarded(forms.Form):
    """A form with marks of a person who fills it in; see guard.py."""

    form = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    proof = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, about: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].initial = new_form(about)


class CommentForm(Guarded):
    text = forms.CharField(
        label=_("What do you want to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write something."), "max_length": TOO_LONG},
    )
    asks = forms.BooleanField(label=_("I ask something and would like an answer"), required=False)
    name = forms.CharField(
        label=_("The name to show"),
        max_length=80,
        error_messages={
            "required": _("Please give a name to show; it need not be your whole one.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Never shown. We ask there first whether it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    follows = forms.BooleanField(label=_("Write to me when somebody replies"), required=False)
    reply = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("follows") and not said.get("email") and "email" not in self.errors:
            self.add_error("email", _("To hear of replies, give an address we can write to."))
        return said


class PrivateForm(Guarded):
    text = forms.CharField(
        label=_("What do you want to ask?"),
        help_text=_("Only the people who answer it read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write your question."), "max_length": TOO_LONG},
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please tell us how to address you.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("We answer there. Without it you read the answer on the page you get next."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class SubscribeForm(Guarded):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("You get a letter first that asks whether it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Please give the address to write to.")},
    )


class ReplyForm(forms.Form):
    """A word of ours in public."""

    text = forms.CharField(
        label=_("Your reply, in public under your name"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Please write your reply."), "max_length": TOO_LONG},
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def consent_words() -> str:
    """What somebody agrees to who asks privately."""
    return gettext(
        "What you write is read by the people at %(organisation)s who answer it, and we use "
        "your name and address only to answer it."
    ) % {"organisation": the_organisation()}
