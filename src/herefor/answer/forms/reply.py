"""The reply desk: an answer or a note, with files, now or later; and words used again."""

from typing import Any, cast

from django import forms
from django.conf.locale import LANG_INFO
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from herefor.answer.forms import LONGEST, TOO_LONG, ReplyForm
from herefor.answer.forms.case import MomentField
from herefor.answer.models import Case, SavedReply
from herefor.answer.queries.desk import last_answered
from herefor.answer.queries.replies import VARIABLE, replies_for
from herefor.people.models import Account, Unit
from herefor.people.rules import LEADER, RESPONDER, units_where

CUSTOMERS, OURS = "customer", "ours"

ANSWERED = _(
    "A colleague answered while you were writing. Read it first; what you wrote is kept here."
)


class DeskForm(ReplyForm):
    """What is written on a case; which button was pressed says what becomes of it."""

    all_optional = True

    answered = forms.IntegerField(widget=forms.HiddenInput, required=False)
    turn = forms.ChoiceField(
        label=_("Whose turn is it then?"),
        choices=[(CUSTOMERS, _("I wait for the customer")), (OURS, _("I go on with it"))],
        initial=CUSTOMERS,
        required=False,
        widget=forms.RadioSelect,
    )
    send_at = MomentField(label=_("Send it at"), required=False)
    saved = forms.ModelChoiceField(
        label=_("Saved reply"),
        required=False,
        queryset=SavedReply.objects.none(),
        empty_label=_("choose one"),
    )
    braces = forms.BooleanField(label=_("The braces are meant; send them."), required=False)

    def __init__(self, *args: Any, case: Case, by: Account, **kwargs: Any) -> None:
        self.last_answered = last_answered(case, but=by)
        super().__init__(*args, case=case, label=_("Your answer"), **kwargs)
        self.fields["answered"].initial = self.last_answered
        self.fields["saved"].queryset = replies_for(case.unit)  # type: ignore[attr-defined]
        self.fields["attached"].label = _("Files")
        self.asks_about_braces = False

    @property
    def is_note(self) -> bool:
        return "note" in self.data

    @property
    def is_later(self) -> bool:
        return "later" in self.data

    def clean_answered(self) -> int:
        seen: int = self.cleaned_data["answered"] or 0
        if seen < self.last_answered and not self.is_note:
            data = cast("QueryDict", self.data).copy()
            data["answered"] = str(self.last_answered)
            self.data = data
            self.add_error(None, ANSWERED)
        return seen

    def clean_send_at(self) -> Any:
        moment = self.cleaned_data["send_at"]
        if self.is_later and moment is None:
            raise forms.ValidationError(_("Say when it is to be sent."))
        return moment

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        braced = VARIABLE.findall(given.get("text", ""))
        if braced and not self.is_note and not given.get("braces"):
            self.asks_about_braces = True
            self.add_error(
                "text",
                _("There is still %(names)s in it. Write what belongs there.")
                % {"names": ", ".join(f"{{{name}}}" for name in dict.fromkeys(braced))},
            )
        return given

    def customers_turn(self) -> bool:
        return bool(self.cleaned_data["turn"] != OURS)


class MoveLaterForm(forms.Form):
    due_at = MomentField(label=_("Send it at"))


class SavedReplyForm(forms.Form):
    """One text for each language; what is empty is not kept."""

    title = forms.CharField(
        label=_("Title"), max_length=80, error_messages={"required": _("Give it a title.")}
    )
    unit = forms.ModelChoiceField(
        label=_("For"),
        queryset=Unit.objects.none(),
        empty_label=None,
        help_text=_("For this unit and all below it."),
    )
    language = forms.ChoiceField(label=_("One more language"), required=False)
    more = forms.CharField(
        label=_("Words in this language"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        by: Account,
        language: str,
        reply: SavedReply | None = None,
    ) -> None:
        kept = {one.language: one.text for one in reply.texts.all()} if reply else {}
        self.languages = list(kept) or [language]
        self.reply = reply
        initial = {"title": reply.title, "unit": reply.unit_id} if reply else {}
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units_where(by, LEADER, RESPONDER)  # type: ignore[attr-defined]
        others = sorted((code, name_of(code)) for code in LANG_INFO if code not in self.languages)
        self.fields["language"].choices = [("", _("none")), *others]  # type: ignore[attr-defined]
        for one in self.languages:
            self.fields[f"text-{one}"] = forms.CharField(
                label=_("Words in %(language)s") % {"language": name_of(one)},
                required=False,
                initial=kept.get(one, ""),
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 6, "lang": one}),
                error_messages={"max_length": TOO_LONG},
            )
        self.order_fields(["title", "unit", *(f"text-{one}" for one in self.languages)])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        same = SavedReply.objects.filter(unit=given.get("unit"), title=given.get("title"))
        if same.exclude(pk=self.reply.pk if self.reply else 0).exists():
            self.add_error("title", _("There is a saved reply with this title already."))
        if given.get("more") and not given.get("language"):
            self.add_error("language", _("Say in which language these words are."))
        if not any(self.texts().values()):
            self.add_error(f"text-{self.languages[0]}", _("There is nothing written yet."))
        return given

    def texts(self) -> dict[str, str]:
        given = self.cleaned_data
        texts = {one: given.get(f"text-{one}", "") for one in self.languages}
        return texts | ({given["language"]: given.get("more", "")} if given.get("language") else {})


def name_of(language: str) -> str:
    info = LANG_INFO.get(language, {})
    return str(info.get("name_local") or language)
