"""What the team agrees on, and the themes of the report."""

from django import forms
from django.utils.translation import gettext_lazy as _

STEPS = [("", "—"), *((percent, f"{percent} %") for percent in range(0, 101, 5))]


class ConsensusForm(forms.Form):
    percent = forms.TypedChoiceField(label=_("The team's mark"), choices=STEPS, coerce=int)
    reason = forms.CharField(
        label=_("Why, where it is ten or more from the median"), max_length=600, required=False
    )


class ThemesForm(forms.Form):
    themes = forms.CharField(
        label=_("Themes, one a line, at most five"), widget=forms.Textarea, max_length=3000
    )

    def clean_themes(self) -> list[str]:
        themes = [line.strip() for line in self.cleaned_data["themes"].splitlines()]
        themes = [theme for theme in themes if theme]
        if len(themes) > 5:
            raise forms.ValidationError(_("These are more than five. Join or leave out some."))
        return themes
