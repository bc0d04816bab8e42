"""The pages of the gallery: four page shapes, all parts, a customer's form."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gallery import numbers
from herefor.ui.forms import ScaleField, YesNoField


def strict_policy(get_response):
    """The policy of the product: nothing inline, nothing from elsewhere."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.user = Visitor("Alice Berg")
        response = get_response(request)
        response["Content-Security-Policy"] = "default-src 'self'"
        return response

    return respond


@dataclass
class Visitor:
    name: str
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


def visitor(request: HttpRequest) -> dict:
    return {"user": request.user, "organisation": "Harbour & Vale"}


@dataclass
class Message:
    level_tag: str
    words: str

    def __str__(self) -> str:
        return self.words


class SurveyForm(forms.Form):
    all_optional = True

    ideal = ScaleField(
        label="Think of an ideal building society. How close to it are we?",
        ends=("not at all close", "very close"),
        required=False,
        initial="7",
    )
    recommend = ScaleField(
        label="Would you recommend us to a friend?",
        help_text="0 means certainly not.",
        low=0,
        ends=("certainly not", "certainly"),
        not_applicable=None,
    )
    helped = YesNoField(label="Did somebody get back to you?", required=False)
    words = forms.CharField(
        label="What should we change first?", widget=forms.Textarea, required=False
    )


class EveryField(forms.Form):
    name = forms.CharField(label="Your name", help_text="As you would like to be addressed.")
    email = forms.EmailField(label="E-mail", required=False)
    unit = forms.ChoiceField(
        label="Branch", choices=[("h", "Harbour"), ("v", "Vale"), ("o", "Online")]
    )
    reach = forms.ChoiceField(
        label="How shall we reach you?",
        choices=[("p", "Telephone"), ("m", "E-mail"), ("n", "Not at all")],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="What is it about?",
        choices=[("r", "A repair"), ("b", "A bill"), ("s", "Something else")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    when = forms.DateField(
        label="When did it happen?", widget=forms.DateInput({"type": "date"}), required=False
    )
    story = forms.CharField(label="What happened?", widget=forms.Textarea)
    photo = forms.FileField(label="A photo", required=False)
    agree = forms.BooleanField(label="Keep my answers for two years")


def page(request: HttpRequest, name: str) -> HttpResponse:
    tabs = [("Open", True, 12), ("Waiting for the customer", False, 3), ("Settled", False, None)]
    shown = {
        **vars(numbers),
        "tabs": [
            {"url": "/answer/", "words": words, "current": current, "count": count}
            for words, current, count in tabs
        ],
        "page": Paginator(range(95), 10).page(4),
        "messages": [
            Message("success", "Sent to Mrs Osei."),
            Message("warning", "She has not been told who has it now."),
            Message("error", "The file could not be read."),
        ]
        if name == "speak"
        else [],
        "form": EveryField({"email": "nobody"} if "wrong" in request.GET else None)
        if name == "listen"
        else None,
    }
    return render(request, f"gallery/{name}.html", shown)


def survey(request: HttpRequest) -> HttpResponse:
    form = SurveyForm({"ideal": "7"} if "wrong" in request.GET else None)
    return render(request, "gallery/survey.html", {"form": form})


def missing(request: HttpRequest) -> HttpResponse:
    return render(request, "404.html", status=404)
