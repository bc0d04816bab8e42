"""The front door: home, first set-up, and what is said when something went wrong."""

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from herefor.people.queries import is_set_up
from herefor.people.requests import let_in
from herefor.people.verbs import AlreadySetUp, set_up
from herefor.site.forms import SetUpForm
from herefor.site.setup import is_genuine
from herefor.ui.rooms import rooms_for


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
        raise Http404
    form = SetUpForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "site/set_up.html", {"form": form}, status=status)
    try:
        account = set_up(**form.cleaned_data)
    except AlreadySetUp:
        return already_set_up(request)
    let_in(request, account)
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
    return render(request, "ui/sorry.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too large is said as such; whatever else we cannot read shares a page."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)
