"""The first start: one printed link, one page, and the program belongs to somebody."""

from collections.abc import Callable

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from herefor.people.queries import is_set_up

SALT = "herefor.site.set-up"
PURPOSE = "first administrator"


def set_up_address() -> str:
    """The one-time link: it opens until the organisation exists, then never again."""
    token = signing.Signer(salt=SALT).sign(PURPOSE)
    return settings.PUBLIC_ADDRESS + reverse("set-up", args=[token.rpartition(":")[2]])


def is_genuine(token: str) -> bool:
    try:
        return signing.Signer(salt=SALT).unsign(f"{PURPOSE}:{token}") == PURPOSE
    except signing.BadSignature:
        return False


class SetUpFirst:
    """Until the organisation exists, every page says how to set it up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.done = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.done = self.done or is_set_up()
        if self.done or request.path.startswith(("/set-up/", "/static/")):
            return self.get_response(request)
        context = {
            "title": _("Nobody has set this up yet"),
            "happened": _("This installation has no organisation and no administrator."),
            "kept": "",
            "next": _(
                "Open the set-up link that was printed where the program was started. "
                "To see it again, run: herefor set-up-link"
            ),
        }
        return render(request, "ui/sorry.html", context, status=503)
