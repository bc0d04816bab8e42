"""Who is called, in which order, and how drills are planned."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.duty.forms.fields import person_field, zone_field
from herefor.duty.models import Chain, DrillPlan, Rung, Severity
from herefor.duty.queries.chains import ChainPlan, RungPlan
from herefor.duty.rules import may_be_called
from herefor.people.models import Unit

RUNGS = 6
EVERY = ("", gettext_lazy("every severity without a chain of its own"))


class SeverityForm(forms.Form):
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=Severity.choices, initial=Severity.NORMAL
    )


class ChainForm(forms.Form):
    """Rungs in order; one without a choice is left out."""

    repeats = forms.IntegerField(
        label=gettext_lazy("How often the last is called again"),
        min_value=0,
        max_value=20,
        help_text=gettext_lazy(
            "After that it is told as unanswered; the last is called on, at growing distances."
        ),
    )

    def __init__(self, *args: Any, unit: Unit, plan: ChainPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["repeats"].initial = plan.repeats
        able = may_be_called(unit)
        for number in range(1, RUNGS + 1):
            held = plan.rungs[number - 1] if number <= len(plan.rungs) else None
            whom = forms.ChoiceField(
                label=_("Whom"),
                choices=[("", _("nobody more")), *Rung.Whom.choices],
                required=number == 1,
                initial=held.whom if held else "",
            )
            person = person_field(
                label=_("Who, if by name"),
                required=False,
                empty_label=_("not by name"),
                initial=held.account if held else None,
            )
            person.queryset = able
            wait = forms.IntegerField(
                label=_("Minutes to wait"),
                min_value=1,
                max_value=1440,
                initial=held.wait_minutes if held else 15,
            )
            self.fields |= {
                f"whom_{number}": whom,
                f"person_{number}": person,
                f"wait_{number}": wait,
            }

    @property
    def rung_fields(self) -> list[list[forms.BoundField]]:
        names = ("whom", "person", "wait")
        return [[self[f"{name}_{number}"] for name in names] for number in range(1, RUNGS + 1)]

    def clean(self) -> None:
        super().clean()
        for number in range(1, RUNGS + 1):
            whom, person = (
                self.cleaned_data.get(f"{name}_{number}") for name in ("whom", "person")
            )
            if whom == Rung.Whom.PERSON and person is None:
                self.add_error(f"person_{number}", _("Choose the person by name."))

    def plans(self) -> list[RungPlan]:
        said, rungs = self.cleaned_data, []
        for number in range(1, RUNGS + 1):
            if whom := said[f"whom_{number}"]:
                by_name = whom == Rung.Whom.PERSON
                account = said[f"person_{number}"].pk if by_name else None
                rungs.append(RungPlan(whom, said[f"wait_{number}"], account))
        return rungs


class DrillPlanForm(forms.Form):
    per_month = forms.IntegerField(
        label=gettext_lazy("Drills in a month"),
        min_value=0,
        max_value=31,
        help_text=gettext_lazy("At times nobody knows. 0 means none."),
    )
    at_night = forms.BooleanField(
        label=gettext_lazy("Also at night and at weekends"), required=False
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=Severity.choices,
        initial=Severity.NORMAL,
        help_text=gettext_lazy("A critical drill rings in quiet hours too."),
    )
    zone_name = zone_field()

    @classmethod
    def of(cls, plan: DrillPlan | None) -> "DrillPlanForm":
        if plan is None:
            return cls(initial={"zone_name": settings.TIME_ZONE, "per_month": 2})
        fields = ("per_month", "at_night", "severity", "zone_name")
        return cls(initial={name: getattr(plan, name) for name in fields})


def severities(unit: Unit) -> list[tuple[str, Any, bool]]:
    """Each severity with its words, and whether the unit has a chain for it."""
    own = set(Chain.objects.filter(unit=unit).values_list("severity", flat=True))
    return [(str(value), words, value in own) for value, words in [EVERY, *Severity.choices]]
