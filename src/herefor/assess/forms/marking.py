"""Judging an item: factor bands as evidence, the band of the whole, then the step within it."""

from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Item
from herefor.assess.models import CommentVersion
from herefor.assess.scoring import Band, Scoring
from herefor.assess.words import factor_in_words
from herefor.ui.forms import Scale

MOST_SHOWN = 90


class Judged(Protocol):
    """A mark of a scorebook or of an exercise."""

    percent: int
    factors: Any


class BandForm(forms.Form):
    """`factors` are evidence and may be left open; one band is the judgement of the whole."""

    all_optional = True

    def __init__(
        self, *args: Any, item: Item, scoring: Scoring, own: Judged | None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if own:
            initial = {**own.factors, "band": scoring.band_of(own.percent).id}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.factors = scoring.factors[item.type]
        words = scoring.guidelines[item.type]
        for factor in self.factors:
            self.fields[factor] = forms.TypedChoiceField(
                label=factor_in_words(factor),
                choices=[
                    ("", _("not said")),
                    *((band.id, _short(band, words)[factor]) for band in scoring.bands),
                ],
                coerce=int,
                empty_value=None,
                required=False,
            )
        self.fields["band"] = forms.TypedChoiceField(
            label=_("The band that describes the answer best, as a whole"),
            choices=[(band.id, _in_words(band, words, self.factors)) for band in scoring.bands],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the band first; its steps come after that.")},
        )

    @property
    def shown_factors(self) -> list[forms.BoundField]:
        return [self[factor] for factor in self.factors]

    def band(self, scoring: Scoring) -> Band | None:
        """The chosen one, or that of the mark that was kept before."""
        chosen = self.cleaned_data.get("band") if self.is_bound else self.initial.get("band")
        return next((band for band in scoring.bands if band.id == chosen), None)

    def said(self) -> dict[str, int]:
        given = {factor: self.cleaned_data.get(factor) for factor in self.factors}
        return {factor: band for factor, band in given.items() if band}


class StepForm(forms.Form):
    """Only the steps of one band: leaning to the band below or to the one above."""

    def __init__(self, *args: Any, band: Band, steps: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        within = [step for step in steps if band.low <= step <= band.high]
        scale = Scale()
        scale.low_word, scale.high_word = _("near the band below"), _("near the band above")
        self.fields["percent"] = forms.TypedChoiceField(
            label=_("The step within the band, in percent"),
            choices=[(step, str(step)) for step in within],
            coerce=int,
            widget=scale,
            error_messages={
                "required": _("Choose one of these steps."),
                "invalid_choice": _("The steps of this band are others. Choose one of them."),
            },
        )


@dataclass(frozen=True)
class Weighing:
    """An item being judged: its band, and once that is chosen the steps within it."""

    bands: BandForm
    steps: StepForm | None
    band: Band | None

    @property
    def percent(self) -> int | None:
        """What is to be kept, if the step was chosen and is one of the band."""
        if self.steps is None or not self.steps.is_bound or not self.steps.is_valid():
            return None
        percent: int = self.steps.cleaned_data["percent"]
        return percent

    @property
    def factors(self) -> dict[str, int]:
        return self.bands.said()

    @property
    def is_wrong(self) -> bool:
        return bool(self.bands.errors) or (self.steps is not None and bool(self.steps.errors))


def weigh(data: Any, *, item: Item, scoring: Scoring, own: Judged | None) -> Weighing:
    """The band comes first, and only then the steps within it."""
    bands = BandForm(data, item=item, scoring=scoring, own=own)
    is_chosen = bands.is_valid()
    band = bands.band(scoring)
    if band is None:
        return Weighing(bands, None, None)
    is_step = is_chosen and "steps" not in data
    steps = StepForm(
        data if is_step else None,
        band=band,
        steps=scoring.allowed_percent,
        initial={"percent": own.percent} if own else {},
    )
    return Weighing(bands, steps, band)


class CommentForm(forms.Form):
    """One idea, one or two examples, and why it matters to this applicant."""

    kind = forms.ChoiceField(
        label=_("It is"), choices=CommentVersion.Kind, widget=forms.RadioSelect
    )
    idea = forms.CharField(label=_("One idea"), max_length=300)
    examples = forms.CharField(
        label=_("One or two examples"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    relevance = forms.CharField(
        label=_("Why it matters here"),
        help_text=_("The key factor that it touches."),
        max_length=300,
        required=False,
    )
    is_bold = forms.BooleanField(label=_("It weighs much in the mark"), required=False)


class RewordForm(CommentForm):
    """`seen` is the version that was on the page; a newer one is not written over."""

    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def _short(band: Band, words: dict[str, dict[str, str]]) -> dict[str, str]:
    return {
        factor: f"{band.low}–{band.high} %: {said[:MOST_SHOWN]}{'…' if said[MOST_SHOWN:] else ''}"
        for factor, said in words[str(band.id)].items()
    }


def _in_words(band: Band, words: dict[str, dict[str, str]], factors: tuple[str, ...]) -> str:
    said = words[str(band.id)]
    told = "; ".join(said[factor] for factor in factors)
    return format_html(
        '<span><b>{}–{} %</b> <span class="words">{}</span></span>', band.low, band.high, told
    )
