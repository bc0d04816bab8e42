"""Who is behind a request, and letting somebody in without a password of theirs."""

from django.contrib.auth import login
from django.http import HttpRequest

from herefor.people.models import Account

BACKEND = "herefor.people.adapter.WithRoles"


class SignedIn(HttpRequest):
    """A request behind `login_required`: there is somebody."""

    user: Account


def let_in(request: HttpRequest, account: Account) -> None:
    """Sign in whoever opened a link made for them."""
    login(request, account, backend=BACKEND)
