"""What customers fill in: a complaint, how it is now."""

import uuid
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.answer.forms import LONGEST, TOO_LONG
from herefor.answer.models import Case, FollowUp
from herefor.files.forms import FilesField
from herefor.people.queries import the_organisation
from herefor.story.clock import now
from herefor.ui.forms import YesNoField

OPENED_SALT = "herefor.answer.complain"
LEAST_SECONDS = 2
LONGEST_OPEN = timedelta(days=2)


class FollowUpForm(forms.Form):
    """At most three questions, each of which may be left but whether it is put right."""

    is_put_right = YesNoField(
        label=_("Is it put right now?"),
        not_applicable=None,
        error_messages={"required": _("Say yes or no; the other questions may stay empty.")},
    )
    had_to_repeat = YesNoField(
        label=_("Did you have to repeat yourself?"), not_applicable=None, required=False
    )
    words = forms.CharField(
        label=_("What should we know?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, follow_up: FollowUp, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_confirmed = hasattr(follow_up.settlement, "confirmation")
        if self.is_confirmed:
            del self.fields["is_put_right"]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        said["is_put_right"] = self.is_confirmed or bool(said.get("is_put_right"))
        repeated = said.get("had_to_repeat")
        said["had_to_repeat"] = None if repeated is None else bool(repeated)
        return said


class ComplaintWords(forms.Form):
    """A complaint, or whatever else somebody wants to tell. Only the words are needed."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind, capfirst(words)) for kind, words in Case.Kind.choices],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Say it in your own words. You will not be asked to tell it twice."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"max_length": TOO_LONG, "required": _("Please say what happened.")},
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("We answer there. Without it you read our answer on the page you get next."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        required=False,
        max_length=40,
        help_text=_("If you would rather be called."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )


def asking_words() -> str:
    """What a customer allows who lets us ask, kept as it was read."""
    return gettext("You may ask me for my view now and then, and invite me to a town hall.")


def consent_words() -> str:
    """What somebody agrees to who leaves a name or an address."""
    return gettext(
        "What you write is read by the people at %(organisation)s who answer there, and we use "
        "your name and address only to answer it."
    ) % {"organisation": the_organisation()}


class ComplaintEntry(ComplaintWords):
    """The same on a page: with files, and with marks of a person who fills it in."""

    attached = FilesField(label=_("Photographs or papers"))
    leave_empty = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opened = forms.CharField(widget=forms.HiddenInput)

    field_order = ("kind", "text", "attached")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = Case.Kind.COMPLAINT
        self.fields["opened"].initial = signing.dumps(now().timestamp(), salt=OPENED_SALT)

    def opened_anew(self) -> "ComplaintEntry":
        """The same words in a form that is opened now."""
        data = cast("QueryDict", self.data).copy()
        data["opened"], data["leave_empty"] = self.fields["opened"].initial, ""
        again = ComplaintEntry(data, self.files)
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
