"""What leaders and moderators fill in."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account, Unit
from herefor.speak import languages
from herefor.speak.models import Column, Decision, PostWithdrawal
from herefor.speak.rules import columns_to_write_in, units_to_speak_at
from herefor.story.clock import now


class ColumnForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = Column
        fields = ["title", "about", "language", "moderation", "asks_proof"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3}), "moderation": forms.RadioSelect}

    field_order = ("unit",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = forms.ChoiceField(
            label=_("Usual language"), choices=languages.choices(), initial="en"
        )
        self.fields["language"] = language
        self.order_fields(["unit", "title", "about", "language", "moderation", "asks_proof"])


class NewColumnForm(ColumnForm):
    unit = forms.ModelChoiceField(
        label=_("Whose leaders speak here"), queryset=Unit.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = units_to_speak_at(by).filter(column=None)
        self.fields["unit"].queryset = free  # type: ignore[attr-defined]


class NewPostForm(forms.Form):
    column = forms.ModelChoiceField(
        label=_("In which column?"), queryset=Column.objects.none(), empty_label=None
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_to_write_in(by)  # type: ignore[attr-defined]


class WritingForm(forms.Form):
    """A post in one language. A draft may lack anything; publishing looks whether it is whole."""

    title = forms.CharField(label=_("Title"), max_length=140, required=False)
    lead = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Stands under the title, in lists, in letters and where others share it."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 18, "class": "writing"}),
    )
    all_optional = True


class OtherLanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Another language"))

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [one for one in languages.choices() if one[0] not in taken]
        self.fields["language"].choices = free  # type: ignore[attr-defined]


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG or WebP, at most 15 MB. What the file tells beside the picture, "
            "as the place where it was taken, is removed."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Please choose a picture.")},
    )
    alt = forms.CharField(
        label=_("What it shows, for those who cannot see it"),
        max_length=300,
        error_messages={"required": _("Please say what the picture shows.")},
    )


class PublicationForm(forms.Form):
    """Now, or at a time to come; for a change, what is changed."""

    when = forms.ChoiceField(
        label=_("When?"),
        choices=[("now", _("Now")), ("later", _("At a time to come"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    at = forms.DateTimeField(
        label=_("At"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        at: datetime | None = said.get("at")
        if said.get("when") == "later" and "at" not in self.errors:
            if at is None:
                self.add_error("at", _("Say when it is to be published."))
            elif at <= now():
                self.add_error("at", _("This time is over. Choose a later one."))
        return said


class ChangeForm(forms.Form):
    why = forms.CharField(
        label=_("What did you change?"),
        help_text=_("Your readers see this sentence and the date above the text."),
        max_length=200,
        error_messages={"required": _("Please tell your readers what you changed.")},
    )


class WithdrawalForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = PostWithdrawal
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        error_messages = {
            "reason": {"required": _("Please say why; whoever has the link reads it.")}
        }


class RefusalForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it not shown?"),
        choices=Decision.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the rule it breaks; its writer is told.")},
    )
    words = forms.CharField(
        label=_("A word to its writer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
