"""Who is there at ...?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.duty.forms.fields import MomentField
from herefor.duty.rules import units_seen
from herefor.people.models import Account, Unit


class AtForm(forms.Form):
    """The time stays as it is on the wall: what it means depends on the unit."""

    unit = forms.ModelChoiceField(
        label=_("At"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose a unit.")},
    )
    when = MomentField(label=_("Day and time"), help_text=_("As clocks show it at the unit."))

    def __init__(self, *args: Any, user: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_seen(user)  # type: ignore[attr-defined]
