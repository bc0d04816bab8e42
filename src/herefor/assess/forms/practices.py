"""Writing a practice down, naming what shows that it worked, and reviewing it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import topics
from herefor.assess.queries.practices import proof_words
from herefor.assess.rules import units_to_assess
from herefor.people.models import Account, Unit
from herefor.speak.models import Column
from herefor.speak.rules import columns_to_write_in

LONGEST_CHOICE = 160


class PracticeForm(forms.Form):
    title = forms.CharField(label=_("What it is called"), max_length=120)
    worked = forms.CharField(
        label=_("What was done, and what changed"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    advice = forms.CharField(
        label=_("What others need to know before they try"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topic_ids = forms.MultipleChoiceField(
        label=_("Which topics it is about"),
        choices=[(topic.id, topic.words) for topic in topics()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, so that others find it.")},
    )


class NewPracticeForm(PracticeForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Where it was done"))
    field_order = ("title", "unit")

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_assess(by)  # type: ignore[attr-defined]


class ProofForm(forms.Form):
    about = forms.ChoiceField(label=_("A promise or a result"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[Model], by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {
            f"{ContentType.objects.get_for_model(one).model}-{one.pk}": one for one in choices
        }
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            (key, _short(proof_words(by, one))) for key, one in self.known.items()
        ]

    def clean_about(self) -> Model:
        return self.known[self.cleaned_data["about"]]


class ReviewForm(forms.Form):
    words = forms.CharField(
        label=_("What you looked at, and whether it holds"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PostForm(forms.Form):
    column = forms.ModelChoiceField(Column.objects.none(), label=_("In which column"))

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["column"].queryset = columns_to_write_in(by)  # type: ignore[attr-defined]


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_CHOICE else f"{words[:LONGEST_CHOICE]}…"
