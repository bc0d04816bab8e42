"""What the team agrees on, and the themes of the report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Framework
from herefor.assess.queries.report import MOST_THEMES, Theme
from herefor.assess.words import THEMES

PLACES = range(1, MOST_THEMES + 1)
LONGEST_NAME = 80
STEPS = [("", "—"), *((percent, f"{percent} %") for percent in range(0, 101, 5))]


class ConsensusForm(forms.Form):
    percent = forms.TypedChoiceField(label=_("The team's mark"), choices=STEPS, coerce=int)
    reason = forms.CharField(
        label=_("Why, where it is ten or more from the median"), max_length=600, required=False
    )


class ThemesForm(forms.Form):
    """Up to five themes, each of a kind, in words, with the items it rests on."""

    all_optional = True

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = [item.id for item in framework.items]
        for place in PLACES:
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                label=_("What it is"), choices=[("", "—"), *THEMES.items()], required=False
            )
            self.fields[f"words_{place}"] = forms.CharField(
                label=_("In words a board understands"),
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"items_{place}"] = forms.CharField(
                label=_("The items it rests on"),
                help_text=_("Their numbers, as in 1.1, 3.2"),
                max_length=200,
                required=False,
            )

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        parts = ("kind", "words", "items")
        return [(place, [self[f"{part}_{place}"] for part in parts]) for place in PLACES]

    def clean(self) -> None:
        super().clean()
        self.themes = [theme for place in PLACES if (theme := self._theme(place))]

    def _theme(self, place: int) -> Theme | None:
        kind, words, typed = (
            self.cleaned_data.get(f"{part}_{place}", "") for part in ("kind", "words", "items")
        )
        if not words:
            if kind or typed:
                self.add_error(f"words_{place}", _("Say the theme in words, or leave all empty."))
            return None
        if not kind:
            self.add_error(f"kind_{place}", _("Choose what it is."))
        items = tuple(dict.fromkeys(typed.replace(",", " ").split()))
        unknown = [item for item in items if item not in self.known]
        if unknown:
            words_of = _("This edition has no item %(items)s.") % {"items": ", ".join(unknown)}
            self.add_error(f"items_{place}", words_of)
        elif not items:
            self.add_error(f"items_{place}", _("Name at least one item that it rests on."))
        return Theme(kind, words, items)


class AliasForm(forms.Form):
    names = forms.CharField(
        label=_("Names by which one could tell who it is, one a line"),
        help_text=_("Short forms, products, places, partners. They are not shown to judges."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_names(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["names"].splitlines()]
        if any(len(line) > LONGEST_NAME for line in lines):
            raise forms.ValidationError(_("A name has 80 letters at most. One is longer."))
        return list(dict.fromkeys(line for line in lines if line))
