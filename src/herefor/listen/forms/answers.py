"""A page of questions as a form. The fields only show; `answers.check_answers` judges."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from herefor.listen.answers import check_answers, in_words
from herefor.listen.models import Question, Response
from herefor.listen.queries import FormPage
from herefor.listen.verbs import Contact
from herefor.ui.forms import ScaleField, YesNoField

NOT_QUESTIONS = {"csrfmiddlewaretoken", "back"}
CONSENT: str | Promise = _("Yes, you may contact me about what I said here")


class ContactForm(forms.Form):
    """How to reach a customer who asked for it; every door checks by this form."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Only if you chose yes. It is stored apart from your answers."),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("An e-mail address or a telephone number is enough."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        nothing_wrong = not {"email", "phone"} & set(self.errors)
        if nothing_wrong and not given.get("email") and not given.get("phone"):
            message = _("Give an e-mail address or a telephone number, or choose No.")
            self.add_error("email", message)
        return given

    @property
    def contact(self) -> Contact:
        return Contact(words=str(CONSENT), **self.cleaned_data)


class AnswersForm(forms.Form):
    """The questions of one page with what was kept of them before."""

    all_optional = True

    def __init__(
        self,
        page: FormPage,
        *,
        kept: Mapping[str, Any],
        is_known: bool,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(data=data, initial=dict(kept), label_suffix="")
        self.page = page
        self.asks_details = not is_known and any(
            question.kind == Question.Kind.CONTACT for question in page.questions
        )
        self.answers: dict[str, Any] = {}
        self.wrong: set[str] = set()
        self.contact: Contact | None = None
        for question in page.questions:
            self.fields[question.code] = _field(question)
        if self.asks_details:
            for name, field in ContactForm.base_fields.items():
                self.fields[name] = forms.Field(
                    label=field.label,
                    help_text=field.help_text,
                    widget=field.widget,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        ours = NOT_QUESTIONS | (set(ContactForm.base_fields) if self.asks_details else set())
        sent = self.data.lists() if isinstance(self.data, QueryDict) else []
        given = {name: values for name, values in sent if name not in ours}
        checked = check_answers(self.page.questions, given=given)
        self.answers = checked.answers
        for problem in checked.problems:
            self.wrong.add(problem.question)
            field = problem.question if problem.question in self.fields else None
            self.add_error(field, problem.message)
        if checked.answers.get("CONTACT"):
            self._check_contact()
        return {}

    def _check_contact(self) -> None:
        if not self.asks_details:
            self.contact = Contact(words=str(CONSENT))
            return
        form = ContactForm(self.data)
        if form.is_valid():
            self.contact = form.contact
        for name, errors in form.errors.items():
            self.add_error(name, list(errors))

    @property
    def details(self) -> dict[str, str]:
        """What was typed about how to reach the customer, right or wrong."""
        return {name: self.data.get(name, "")[:254] for name in ContactForm.base_fields}

    def not_stored(self, sent: Response) -> list[tuple[str, str]]:
        """What was typed here but is not part of the answers sent: what it is, and the words."""
        lost = []
        for question in self.page.questions:
            answer, code = self.answers.get(question.code), question.code
            if code in self.wrong and isinstance(self.data, QueryDict):
                lost.append((question.words, ", ".join(self.data.getlist(code))))
            elif answer is not None and answer != sent.answers.get(code, _silence(question)):
                lost.append((question.words, in_words(question, answer=answer)))
        if self.asks_details and self.answers.get("CONTACT"):
            lost += self._details_not_stored(sent)
        return lost

    def _details_not_stored(self, sent: Response) -> list[tuple[str, str]]:
        known = {""}
        if who := sent.customer:
            ways = who.contact_points.values_list("value", flat=True)
            known |= {value.strip().casefold() for value in (who.name, *ways)}
        return [
            (str(ContactForm.base_fields[name].label), typed)
            for name, typed in self.details.items()
            if typed.strip().casefold() not in known
        ]


def _silence(question: Question) -> int | None:
    """What saying nothing means: not to be contacted is the same as not asking for it."""
    return 0 if question.kind == Question.Kind.CONTACT else None


def _field(question: Question) -> forms.Field:
    """A field for its looks: label, hint and widget."""
    kinds = Question.Kind
    if question.kind == kinds.TEXT:
        widget: forms.Widget = forms.Textarea(attrs={"rows": 6, "dir": "auto"})
    elif question.kind == kinds.YES_NO:
        widget = YesNoField().widget
    elif question.kind == kinds.CONTACT:
        choices = [("1", CONSENT), ("0", gettext("No, please do not"))]
        widget = forms.RadioSelect(choices=choices)
    else:
        ends = (question.low_words, question.high_words)
        low, high = int(question.low or 0), int(question.high or 0)
        widget = ScaleField(low=low, high=high, ends=ends).widget
    # Hints may be reworded by anybody who runs the survey, and help is shown as it is.
    hint = conditional_escape(question.hint)
    return forms.Field(label=question.words, help_text=hint, widget=widget, required=False)
