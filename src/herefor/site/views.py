"""The front door: home, first set-up, and what is said when something went wrong."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from herefor.people.queries import is_set_up
from herefor.people.verbs import AlreadySetUp, set_up
from herefor.site.forms import SetUpForm
from herefor.site.setup import is_genuine
from herefor.ui.rooms import rooms_for

SIGN_IN_WITH = "allauth.account.auth_backends.AuthenticationBackend"


def home(request: HttpRequest) -> HttpResponse:
    """Everybody starts in the first room they may enter."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    rooms = rooms_for(request.user)
    if rooms:
        return redirect(rooms[0].url_name)
    return sorry(
        request,
        status=200,
        title=_("You are signed in, but hold no role yet"),
        happened=_("Your account is not attached to any unit, so there is nothing to show."),
        what_next=_("Ask an administrator of your organisation to give you a role."),
    )


@never_cache
def set_up_page(request: HttpRequest, token: str) -> HttpResponse:
    if is_set_up():
        return already_set_up(request)
    if not is_genuine(token):
        return not_found(request)
    form = SetUpForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "site/set_up.html", {"form": form}, status=status)
    try:
        account = set_up(**form.cleaned_data)
    except AlreadySetUp:
        return already_set_up(request)
    login(request, account, backend=SIGN_IN_WITH)
    messages.success(request, _("Your organisation is set up, and you are signed in."))
    return redirect("people:home")


def already_set_up(request: HttpRequest) -> HttpResponse:
    return sorry(
        request,
        status=410,
        title=_("This link has done its work"),
        happened=_("The organisation is already set up. The set-up link opens only once."),
        kept=_("Nothing was changed."),
        what_next=_("Sign in, or ask an administrator for an account."),
    )


def sorry(
    request: HttpRequest, *, status: int, title: str, happened: str, what_next: str, kept: str = ""
) -> HttpResponse:
    context = {"title": title, "happened": happened, "kept": kept, "next": what_next}
    return render(request, "site/sorry.html", context, status=status)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    return sorry(
        request,
        status=403,
        title=_("This form is too old to be sent"),
        happened=_("It was opened before you signed in or out, or your browser kept no cookie."),
        kept=_("What you typed is still in the form behind the back button."),
        what_next=_("Go back, load the page again, and send it once more."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        status=400,
        title=_("We could not read that"),
        happened=_("What was sent is larger than we take, or is not a form of ours."),
        kept=_("Everything you sent before is kept."),
        what_next=_("Go back, shorten what you wrote, and send it again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        status=403,
        title=_("This is not yours to do"),
        happened=_("Your role does not allow it."),
        kept=_("Nothing was changed."),
        what_next=_("Ask an administrator of your organisation if you need it."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return sorry(
        request,
        status=404,
        title=_("There is nothing at this address"),
        happened=_("The address may be mistyped, or what it led to is not yours to see."),
        what_next=_("Check the address, or start again from the first page."),
    )


def broken(request: HttpRequest) -> HttpResponse:
    return sorry(
        request,
        status=500,
        title=_("Something broke on our side"),
        happened=_("The program could not finish what you asked. It is not your fault."),
        kept=_("Everything you sent before is kept; this last step was not done."),
        what_next=_("Try again in a minute. If it happens again, tell the people who run this."),
    )
