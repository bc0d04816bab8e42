"""A file of texts, item by item, as JSON or CSV."""

import csv
import io
import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.assess.frameworks import DEFAULT, Framework, shipped

MOST_BYTES, LONGEST_TEXT = 2_000_000, 20_000


class TextsForm(forms.Form):
    framework = forms.ChoiceField(label=gettext_lazy("Of which edition"), initial=DEFAULT)
    licence = forms.CharField(
        label=gettext_lazy("Under which licence you hold it"),
        help_text=gettext_lazy("As in: bought by us in 2025, 50 readers. It stands with the text."),
        max_length=300,
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            'JSON as {"1.1": "text"}, or CSV with the columns item and text, in UTF-8.'
        ),
        widget=forms.FileInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = [  # type: ignore[attr-defined]
            (name, str(one)) for name, one in shipped().items()
        ]

    def clean_framework(self) -> Framework:
        return shipped()[self.cleaned_data["framework"]]

    def clean(self) -> None:
        super().clean()
        framework, file = self.cleaned_data.get("framework"), self.cleaned_data.get("file")
        if not framework or not file:
            return
        try:
            self.texts = _texts(file.name, file.read(MOST_BYTES + 1), framework)
        except ValueError as wrong:
            self.add_error("file", str(wrong))


def _texts(name: str, content: bytes, framework: Framework) -> dict[str, str]:
    """Raises ValueError with what is wrong with the file."""
    if len(content) > MOST_BYTES:
        raise ValueError(_("This file is larger than two megabytes."))
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(_("This file is not in UTF-8.")) from error
    rows = _json(written) if name.lower().endswith(".json") else _csv(written)
    known = {item.id for item in framework.items}
    unknown = [item for item, _text in rows if item not in known]
    if unknown:
        said = _("This edition has no item %(items)s.")
        raise ValueError(said % {"items": ", ".join(unknown[:5])})
    if len(dict(rows)) < len(rows):
        raise ValueError(_("An item stands there twice."))
    if not rows:
        raise ValueError(_("There is no text in this file."))
    if any("\0" in text for _item, text in rows):
        raise ValueError(_("A text has a letter that is none."))
    if any(len(text) > LONGEST_TEXT for _item, text in rows):
        raise ValueError(_("A text is longer than 20,000 letters."))
    return dict(rows)


def _json(written: str) -> list[tuple[str, str]]:
    try:
        told = json.loads(written, object_pairs_hook=list)
    except json.JSONDecodeError as error:
        raise ValueError(
            _("This is no JSON: see line %(line)d.") % {"line": error.lineno}
        ) from error
    except RecursionError as error:
        raise ValueError(_("Every item needs one text.")) from error
    pairs = told if isinstance(told, list) else []
    if not all(isinstance(one, tuple) and isinstance(one[1], str) for one in pairs):
        raise ValueError(_("Every item needs one text."))
    return [(item, text.strip()) for item, text in pairs if text.strip()]


def _csv(written: str) -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(written))
    try:
        if not {"item", "text"} <= set(rows.fieldnames or []):
            raise ValueError(_("The first line needs the columns item and text."))
        found = [((row["item"] or "").strip(), (row["text"] or "").strip()) for row in rows]
    except csv.Error as error:
        raise ValueError(_("This is no table with the columns item and text.")) from error
    return [(item, text) for item, text in found if text]
