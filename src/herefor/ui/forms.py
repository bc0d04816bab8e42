"""How forms look, and the rating scale as a field. Set FORM_RENDERER to this Renderer."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOES_NOT_APPLY = "na"
NOT_APPLICABLE = _("Does not apply to me")

Label = str | Promise


class Renderer(DjangoTemplates):
    """`{{ form }}` and `as_field_group` in the manner of this house."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


class Scale(forms.RadioSelect):
    """Radios from low to high with words at the ends, and one for "does not apply"."""

    template_name = "ui/scale.html"
    option_template_name = "ui/scale_option.html"
    low_word: Label = ""
    high_word: Label = ""

    def get_context(self, name: str, value: Any, attrs: Mapping[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, dict(attrs or {}))
        options = [
            option for _group, group, _index in context["widget"]["optgroups"] for option in group
        ]
        steps = [option for option in options if option["value"] != DOES_NOT_APPLY]
        steps[0]["end_word"], steps[-1]["end_word"] = self.low_word, self.high_word
        context["widget"] |= {
            "steps": steps,
            "others": [option for option in options if option not in steps],
        }
        return context


class ScaleField(forms.TypedChoiceField):
    """A rating; cleans to an int, to DOES_NOT_APPLY, or to None when skipped."""

    def __init__(
        self,
        *,
        low: int = 1,
        high: int = 10,
        ends: tuple[Label, Label] = ("", ""),
        words: Mapping[int, Label] | None = None,
        not_applicable: Label | None = NOT_APPLICABLE,
        **options: Any,
    ) -> None:
        words = words or {}
        choices: list[tuple[str, Label]] = [
            (str(step), words.get(step, str(step))) for step in range(low, high + 1)
        ]
        if not_applicable:
            choices.append((DOES_NOT_APPLY, not_applicable))
        scale = Scale()
        scale.low_word, scale.high_word = ends
        super().__init__(choices=choices, coerce=_rating, empty_value=None, widget=scale, **options)


class YesNoField(ScaleField):
    """The scale from 0 to 1, in words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(low=0, high=1, words={1: _("Yes"), 0: _("No")}, **options)


def _rating(value: str) -> int | str:
    return value if value == DOES_NOT_APPLY else int(value)
