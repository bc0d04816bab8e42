"""Turning what a leader writes into a commitment and into words for the customers."""

import math
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.answer.forms import LONGEST, TOO_LONG
from herefor.answer.models import Case
from herefor.insight.models import Finding
from herefor.insight.queries import gap_of
from herefor.lead.queries import cases_behind, raised_by_the_unhappy
from herefor.lead.rules import may_keep
from herefor.lead.words import case_words, held, holding_words
from herefor.people.models import Account
from herefor.story.clock import now

NO_NUMBER = gettext_lazy("Write a number from 0 to 1000, such as 25.")


class CasesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, case: Case) -> str:
        return case_words(case)


class DecideForm(forms.Form):
    """Who changes what by when, on which driver, for how many points, and who raised it."""

    promise = forms.CharField(
        label=gettext_lazy("What will change"),
        help_text=gettext_lazy("In one sentence that a customer understands."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what will change.")},
    )
    driver = forms.ChoiceField(
        label=gettext_lazy("Which driver it works on"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the driver it works on.")},
    )
    points_expected = forms.FloatField(
        label=gettext_lazy("How many of the 1000 points you expect it to bring"),
        help_text=gettext_lazy(
            "An honest guess, at most what the driver holds. Later waves show what followed."
        ),
        min_value=0,
        max_value=1000,
        error_messages={
            "required": NO_NUMBER,
            "invalid": NO_NUMBER,
            "min_value": NO_NUMBER,
            "max_value": NO_NUMBER,
        },
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who sees to it"),
        queryset=Account.objects.none(),
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose who sees to it.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("By when"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write the day as in 2026-12-31."),
        },
    )
    raised_in = CasesField(
        label=gettext_lazy("Customers who raised it"),
        help_text=gettext_lazy(
            "They are told when it is done: you said, we did. That cannot be taken back, so choose "
            "only those who raised just this. Unhappy customers who complained are chosen already."
        ),
        queryset=Case.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, finding: Finding, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gap = gap_of(finding)
        bars = gap.bars if gap else []
        self.bars = {bar.name: bar for bar in bars if bar.value > 0 and bar.high > 0}
        raised = cases_behind(by, finding)
        driver, owner, cases = (self.fields[name] for name in ("driver", "owner", "raised_in"))
        driver.choices = [  # type: ignore[attr-defined]
            (name, holding_words(bar)) for name, bar in self.bars.items()
        ]
        driver.initial = next(iter(self.bars), None)
        owner.queryset = may_keep(finding.unit)  # type: ignore[attr-defined]
        owner.initial = by.pk
        cases.queryset = raised  # type: ignore[attr-defined]
        cases.initial = [case.pk for case in raised_by_the_unhappy(raised)]
        self.cases_offered = len(raised)

    @property
    def cases_chosen(self) -> int:
        return len(self["raised_in"].value() or [])

    @property
    def shows_cases(self) -> bool:
        """Nobody is told without having been seen; a long list of which none is chosen may fold."""
        return bool(self.cases_chosen or self["raised_in"].errors or self.cases_offered < 11)

    def clean_points_expected(self) -> float:
        value: float = self.cleaned_data["points_expected"]
        if not math.isfinite(value):
            raise ValidationError(NO_NUMBER)
        return value

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < localdate(now()):
            raise ValidationError(_("That day is over. Choose today or a later one."))
        return due_on

    def clean(self) -> None:
        super().clean()
        bar = self.bars.get(self.cleaned_data.get("driver", ""))
        expected = self.cleaned_data.get("points_expected")
        if bar and expected is not None and expected > max(bar.high, 0):
            words = _(
                "%(name)s holds about %(n)s of the missing points (%(low)s to %(high)s), so it "
                "cannot bring more than that."
            )
            self.add_error("points_expected", words % held(bar))


class TellForm(forms.Form):
    """The words that go to everyone who raised it."""

    words = forms.CharField(
        label=gettext_lazy("You said, we did"),
        help_text=gettext_lazy("What they told you, what you changed, and from when on."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Say what was done."),
            "max_length": TOO_LONG,
        },
    )


class KeepForm(forms.Form):
    """Done, and in a few words what came of it."""

    came_of_it = forms.CharField(
        label=gettext_lazy("What came of it"),
        help_text=gettext_lazy("What you see now that was not so before, as a colleague would."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
