"""A result that another program keeps, pasted as a small table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from herefor.assess.models import Result
from herefor.assess.tables import WrongTable, as_table, rows_in
from herefor.people.models import Unit
from herefor.people.queries import and_below

LONGEST_TABLE = 10_000


class ResultForm(forms.Form):
    """Without a unit to choose it corrects what is there."""

    name = forms.CharField(
        label=_("What was measured"), help_text=_("As in: Staff turnover."), max_length=80
    )
    measured_in = forms.CharField(
        label=_("Measured in"),
        help_text=_("As in: percent a year. Large amounts in thousands or millions."),
        max_length=40,
    )
    better = forms.ChoiceField(
        label=_("Which way is better"), choices=Result.Better, widget=forms.RadioSelect
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("About"), empty_label=None)
    source = forms.CharField(
        label=_("Where the numbers come from"),
        help_text=_("Which program or report, and who keeps it."),
        max_length=120,
    )
    table = forms.CharField(
        label=_("The numbers"),
        help_text=_(
            "Paste them from a spreadsheet, or write a line for each period, the oldest first: "
            "2025; 11.2. A third column holds the same of somebody else: 2025; 11.2; 13.4."
        ),
        max_length=LONGEST_TABLE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    other = forms.CharField(
        label=_("Compared with"),
        help_text=_("Whose the third column is."),
        max_length=80,
        required=False,
    )
    other_source = forms.CharField(
        label=_("Where the comparison comes from"),
        help_text=_("Who measured it, among whom, and when."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = and_below(unit).order_by("trail")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "table" in said:
            try:
                said["rows"] = rows_in(said.pop("table"))
            except WrongTable as wrong:
                self.add_error("table", ValidationError(list(wrong.args)))
        self._check_comparison(said)
        return said

    def _check_comparison(self, said: dict[str, Any]) -> None:
        other, source = said.get("other"), said.get("other_source")
        is_compared = any(value is not None for _period, _value, value in said.get("rows", ()))
        if is_compared and not other and "other" not in self.errors:
            self.add_error(
                "other",
                _(
                    "Say whose the third column is. If there is none and the commas are decimal, "
                    "part the columns with semicolons."
                ),
            )
        if "rows" in said and not is_compared and (other or source):
            self.add_error("table", _("Nothing is compared: no line has a third column."))
        if other and not source and "other_source" not in self.errors:
            self.add_error(
                "other_source", _("A comparison without a source cannot be trusted. Name it.")
            )


def as_written(result: Result) -> dict[str, Any]:
    """For a form that corrects it."""
    names = ("name", "measured_in", "better", "source", "other", "other_source")
    kept = {name: getattr(result, name) for name in names}
    return kept | {"table": as_table(result.rows, decimals=result.decimals)}
