"""The writers' forms: an answer, a piece of evidence, a key factor."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Item
from herefor.assess.models import KeyFactor
from herefor.assess.queries.offered import Offer
from herefor.assess.queries.workshop import factors_of
from herefor.assess.words import factor_in_words
from herefor.files.forms import FilesField
from herefor.people.models import Unit

COMPARISONS = "comparisons"


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16})
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """Something that is here already, or a document: one of the two."""

    what = forms.ChoiceField(label=_("What is here already"), required=False)
    document = FilesField(
        label=_("Or a document of yours"),
        help_text=_(
            "At most 25 MB. Who may read this answer may read it. Leave customers' names out."
        ),
        widget=forms.FileInput,
    )
    factors = forms.MultipleChoiceField(
        label=_("What it shows"),
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(label=_("What it says, in one sentence"), max_length=300)
    unit = forms.TypedChoiceField(
        label=_("Compared with a unit"), coerce=int, empty_value=None, required=False
    )
    value = forms.FloatField(
        label=_("Compared with a benchmark"),
        help_text=_("A number from 0 to 100, measured as yours is."),
        min_value=0,
        max_value=100,
        required=False,
    )
    source = forms.CharField(
        label=_("Where the benchmark comes from"),
        help_text=_("Who measured it, among whom, and when."),
        max_length=120,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        item: Item,
        offers: Sequence[tuple[str, list[Offer]]],
        units: Sequence[Unit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offers = {one.key: one for _group, found in offers for one in found}
        self.units = units
        groups = [(name, [(one.key, one.name) for one in found]) for name, found in offers]
        self.fields["what"].choices = [("", gettext("nothing yet")), *groups]  # type: ignore[attr-defined]
        self.fields["factors"].choices = [  # type: ignore[attr-defined]
            (one, factor_in_words(one)) for one in factors_of(item)
        ]
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", gettext("none")),
            *((unit.pk, str(unit)) for unit in units),
        ]

    @property
    def offer(self) -> Offer | None:
        return self.offers.get(self.cleaned_data["what"])

    @property
    def against(self) -> dict[str, Any]:
        said = self.cleaned_data
        found: dict[str, Any] = {"unit": said["unit"]} if said["unit"] else {}
        if said["value"] is not None:
            found |= {"value": said["value"], "source": said["source"].strip()}
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        offer = self.offers.get(said.get("what", ""))
        if bool(offer) == bool(said.get("document")) and not self.errors:
            self.add_error("what", _("Choose something that is here, or hand in a document."))
        value, source = said.get("value"), (said.get("source") or "").strip()
        if value is not None and not source:
            self.add_error("source", _("A benchmark without a source cannot be trusted. Name it."))
        if source and value is None and "value" not in self.errors:
            self.add_error("value", _("Write the number of the benchmark."))
        self._check_comparison(said, offer)
        return said

    def _check_comparison(self, said: dict[str, Any], offer: Offer | None) -> None:
        is_compared = bool(said.get("unit")) or said.get("value") is not None
        is_chart = offer is not None and offer.about._meta.model_name == "finding"
        if is_chart and COMPARISONS in said.get("factors", ()) and not is_compared:
            self.add_error("unit", _("Say what it is compared with, a unit or a benchmark."))
        if is_compared and offer is not None and not is_chart:
            self.add_error("unit", _("Only what is measured can be compared here."))
        if is_chart and offer is not None and said.get("unit") == offer.about.unit_id:  # type: ignore[attr-defined]
            self.add_error("unit", _("That is the unit itself."))


class KeyFactorForm(forms.Form):
    area = forms.ChoiceField(label=_("What it is about"), choices=KeyFactor.Area)
    words = forms.CharField(label=_("The fact, in one sentence"), max_length=300)
