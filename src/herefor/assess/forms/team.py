"""The lead's forms: opening marks early, who leads which item, letting somebody go."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.assess.frameworks import Framework
from herefor.assess.models import Seat, SiteIssue


class OpeningForm(forms.Form):
    reason = forms.CharField(
        label=_("Why already now"),
        help_text=_("Kept with the assessment. Nobody marks alone any more after this."),
        max_length=300,
    )


class ReleaseForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300)


class ItemLeadsForm(forms.Form):
    """A seat, or nobody, for each item."""

    all_optional = True

    def __init__(
        self, *args: Any, framework: Framework, free: Sequence[Seat], led: dict[str, int], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.seats = {seat.pk: seat for seat in free}
        self.led = led
        choices = [("", _("nobody yet")), *((seat.pk, str(seat.account)) for seat in free)]
        for item in framework.items:
            self.fields[f"item-{item.id}"] = forms.TypedChoiceField(
                label=f"{item.id} {item.name}",
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=led.get(item.id),
            )

    def changed(self) -> Iterator[tuple[str, Seat]]:
        """Items that somebody else leads from now on."""
        for name, pk in self.cleaned_data.items():
            item = name.removeprefix("item-")
            if pk and pk != self.led.get(item):
                yield item, self.seats[pk]


class IssueForm(forms.Form):
    """What the visit is to look at."""

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"] = forms.ChoiceField(
            label=_("Of which item"),
            choices=[(item.id, f"{item.id} {item.name}") for item in framework.items],
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("What is to be done"),
            choices=[
                (SiteIssue.Kind.VERIFY, _("verify: see whether it is as the answer says")),
                (SiteIssue.Kind.CLARIFY, _("clarify: ask what the answer leaves open")),
            ],
            widget=forms.RadioSelect,
        )
        self.fields["question"] = forms.CharField(label=_("The question"), max_length=300)


class FindingForm(forms.Form):
    found = forms.CharField(
        label=_("What was found"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class VerdictForm(forms.Form):
    is_recommended = forms.TypedChoiceField(
        label=_("Your recommendation"),
        choices=[("yes", _("I recommend this applicant")), ("no", _("I do not recommend it"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Why, from what you have read"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
