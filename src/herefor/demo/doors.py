"""Ways into the demonstration without a password: only in demo mode, only on this machine."""

from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from herefor.demo.assessing import EXAMINER
from herefor.hall.models import TownHall
from herefor.listen.models import OpenLink
from herefor.people.models import Account
from herefor.people.requests import let_in

WHO = {
    "leader": "alice@harbour-vale.example",
    "responder": "bo@harbour-vale.example",
    "analyst": "ann@harbour-vale.example",
    "moderator": "nora@harbour-vale.example",
    "administrator": "adam@harbour-vale.example",
    "examiner": EXAMINER,
}


def addresses() -> dict[str, str]:
    """A path for each role that has something to do, an open survey for the customer, and the
    column that everybody reads."""
    doors = {role: reverse("demo-door", args=[role]) for role in WHO}
    newest = OpenLink.objects.order_by("-wave__opens_on", "pk")[0]
    live = TownHall.objects.filter(ended_at=None, called_off_at=None).order_by("starts_at").first()
    halls = live.get_absolute_url() if live else reverse("hall:halls")
    public = {"column": reverse("speak:index"), "town hall": halls}
    return doors | {"customer": newest.get_absolute_url()} | public


@never_cache
def door(request: HttpRequest, role: str) -> HttpResponse:
    """Sign the visitor in as the person who holds the role in the made-up organisation."""
    if not (settings.DEMO and is_from_here(request)) or role not in WHO:
        raise Http404
    account = get_object_or_404(Account, email=WHO[role])
    let_in(request, account)
    return redirect("home")


def is_from_here(request: HttpRequest) -> bool:
    """Whether the request comes straight from this machine, through no proxy."""
    forwarded = {"HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED"} & request.META.keys()
    return not forwarded and ip_address(request.META["REMOTE_ADDR"]).is_loopback
