"""Opening a check of progress, and saying how far one agrees."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from herefor.assess.models import ProgressCheck
from herefor.assess.models.checks import Agreement
from herefor.assess.rules import units_to_assess
from herefor.assess.statements import Statement
from herefor.people.models import Account
from herefor.ui.forms import ScaleField


class CheckForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    class Meta:
        model = ProgressCheck
        fields = ["title", "unit"]
        labels = {"title": _("What people see it is about"), "unit": _("Whose people")}
        error_messages = {"title": {"required": _("Give it a name people recognise.")}}

    def __init__(self, *args: Any, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_assess(by)  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    """The statements of one category, in the words for one group. Any may be left out."""

    all_optional = True

    def __init__(
        self, *args: Any, statements: Sequence[Statement], group: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for one in statements:
            self.fields[one.id] = ScaleField(
                label=one.words_for(group),
                low=Agreement.STRONGLY_DISAGREE,
                high=Agreement.STRONGLY_AGREE,
                ends=(Agreement.STRONGLY_DISAGREE.label, Agreement.STRONGLY_AGREE.label),
                not_applicable=None,
                required=False,
            )
