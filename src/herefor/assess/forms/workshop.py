"""Opening a workshop, saying a level, agreeing an action."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import DEFAULT, Item, shipped
from herefor.assess.models import Action, Workshop
from herefor.assess.models.workshop import Level, Weight
from herefor.assess.queries.workshop import factors_of, framework_of, level_words, light_items
from herefor.assess.rules import may_act, units_to_assess
from herefor.assess.words import factor_in_words
from herefor.people.models import Account
from herefor.story.clock import now


class WorkshopForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    framework = forms.ChoiceField(label=_("By which framework"), initial=DEFAULT)

    class Meta:
        model = Workshop
        fields = ["title", "unit", "framework"]
        labels = {"title": _("What it is about"), "unit": _("Whose team")}
        error_messages = {"title": {"required": _("Give it a name people recognise.")}}

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_assess(by)  # type: ignore[attr-defined]
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, str(framework))
            for name, framework in shipped().items()
            if light_items(framework)
        ]


class LevelsForm(forms.Form):
    """One item: a level by each factor and how much it matters. Everything may be left out."""

    all_optional = True

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in factors_of(item):
            self.fields[factor] = forms.TypedChoiceField(
                label=factor_in_words(factor),
                choices=[
                    (level.value, f"{level.label}: {level_words(item, factor, level)}")
                    for level in Level
                ],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["weight"] = forms.TypedChoiceField(
            label=_("How much does it matter to us?"),
            choices=[(weight.value, weight.label) for weight in reversed(Weight)],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
        )

    def said(self) -> dict[str, Any]:
        """For `say_levels`."""
        levels = dict(self.cleaned_data)
        weight = levels.pop("weight")
        return {"levels": levels, "weight": weight}


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]  # as above
    item = forms.ChoiceField(label=_("About which item"))

    class Meta:
        model = Action
        fields = ["item", "words", "owner", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {
            "words": {"required": _("Say what will be done.")},
            "owner": {"required": _("Somebody has it, or nobody does it.")},
            "due_on": {"required": _("Say by when.")},
        }

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (item.id, f"{item.id} {item.name}") for item in light_items(framework_of(workshop))
        ]
        self.fields["owner"].queryset = may_act(workshop.unit)  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on < localdate(now()):
            raise forms.ValidationError(_("This day is over already. Choose one to come."))
        return due_on
