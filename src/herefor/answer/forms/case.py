"""What colleagues fill in beside a case: a brief, a promise, a merge, a pause, a call."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from herefor.answer.forms import LONGEST, TOO_LONG
from herefor.answer.models import Case, ComplaintForm
from herefor.answer.queries.brief import Brief
from herefor.answer.rules import cases_visible_to, may_own
from herefor.people.models import Account, Unit
from herefor.people.rules import LEADER, RESPONDER, units_where
from herefor.story.clock import now

ROWS = {"rows": 2}


class HandoverForm(forms.Form):
    """The brief is filled in from the record; the giver says what the record does not know."""

    receiver = forms.ModelChoiceField(label=_("To whom"), queryset=Account.objects.none())
    wants = forms.CharField(
        label=_("What the customer wants"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"max_length": TOO_LONG, "required": _("Say what the customer wants.")},
    )
    promised = forms.CharField(
        label=_("What we promised, and by when"),
        required=False,
        widget=forms.Textarea(attrs=ROWS),
    )
    tried = forms.CharField(
        label=_("What was tried"), required=False, widget=forms.Textarea(attrs=ROWS)
    )
    do_not_ask = forms.CharField(
        label=_("What not to ask again"), required=False, widget=forms.Textarea(attrs=ROWS)
    )
    mood = forms.CharField(
        label=_("Mood, and what to be careful with"),
        required=False,
        widget=forms.Textarea(attrs=ROWS),
    )
    next_step = forms.CharField(
        label=_("Next step"),
        widget=forms.Textarea(attrs=ROWS),
        error_messages={"required": _("Say what comes next, so that nobody has to guess.")},
    )

    def __init__(self, *args: Any, case: Case, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = may_own(case).exclude(pk=case.owner_id)
        self.fields["receiver"].queryset = colleagues  # type: ignore[attr-defined]

    def brief(self) -> Brief:
        return Brief(**{key: self.cleaned_data[key] for key in Brief.__dataclass_fields__})


class DeclineForm(forms.Form):
    because = forms.CharField(
        label=_("Why not, so that your colleague can ask somebody else"),
        max_length=500,
        error_messages={"required": _("A word why helps your colleague to find somebody.")},
    )


def in_the_future(moment: datetime) -> datetime:
    if moment <= now():
        raise forms.ValidationError(_("This time is over already. Choose one to come."))
    return moment


class MomentField(forms.DateTimeField):
    """A date and time to come, in the time zone of the page."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M"], **options)
        self.error_messages["required"] = _("Say by when.")
        self.error_messages["invalid"] = _("Write date and time, as in 2026-05-03T14:30.")

    def clean(self, value: Any) -> datetime:
        moment = super().clean(value)
        return in_the_future(moment) if moment else moment


def tomorrow_noon() -> datetime:
    return localtime(now() + timedelta(days=1)).replace(hour=12, minute=0, second=0)


class PromiseForm(forms.Form):
    what = forms.CharField(
        label=_("What you promise, in words the customer can read"),
        max_length=300,
        error_messages={"required": _("Say what you promise.")},
    )
    due_at = MomentField(label=_("By when"), initial=tomorrow_noon)


class WithdrawPromiseForm(forms.Form):
    promise: int | None = None  # which of those on the page it was sent for

    because = forms.CharField(
        label=_("Why it will not be done; the customer can read it"),
        max_length=1000,
        error_messages={"required": _("A promise is only withdrawn with a reason.")},
    )


class SnoozeForm(forms.Form):
    until = MomentField(label=_("Put aside until"), initial=tomorrow_noon)


class OtherCaseForm(forms.Form):
    """Another case by its reference, among those the user may see."""

    reference = forms.CharField(
        label=_("The other case"),
        max_length=20,
        help_text=_("Its number, as in HV-1041."),
        error_messages={"required": _("Say which case.")},
    )

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_reference(self) -> Case:
        number = self.cleaned_data["reference"].strip()
        found = cases_visible_to(self.by).filter(reference__iexact=number)
        other = found.select_related("customer", "unit", "owner").first()
        if other is None:
            raise forms.ValidationError(_("There is no case with this number that you may see."))
        return other


class CallForm(forms.Form):
    """What somebody told one of us: on the telephone, at the counter, in the street."""

    unit = forms.ModelChoiceField(label=_("Where it belongs"), queryset=Unit.objects.none())
    source = forms.ChoiceField(
        label=_("How it reached us"),
        choices=[
            (Case.Source.PHONE, Case.Source.PHONE.label),
            (Case.Source.COMMENT, Case.Source.COMMENT.label),
            (Case.Source.TOWN_HALL, Case.Source.TOWN_HALL.label),
        ],
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=Case.Kind)
    severity = forms.TypedChoiceField(
        label=_("How severe is it for the customer?"),
        choices=Case.Severity,
        coerce=int,
        initial=Case.Severity.NORMAL,
    )
    text = forms.CharField(
        label=_("What they said, in their words"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": TOO_LONG, "required": _("Write down what they said.")},
    )
    name = forms.CharField(label=_("Their name"), required=False, max_length=160)
    email = forms.EmailField(label=_("Their e-mail address"), required=False)
    phone = forms.CharField(label=_("Their telephone number"), required=False, max_length=40)
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_where(by, LEADER, RESPONDER)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = units.order_by("-trail").first()


class ComplaintDoorForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = ComplaintForm
        fields = ["title", "unit", "words", "may_frame"]
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "may_frame": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_where(by, LEADER)  # type: ignore[attr-defined]
