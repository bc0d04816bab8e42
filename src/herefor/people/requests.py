from django.http import HttpRequest

from herefor.people.models import Account


class SignedIn(HttpRequest):
    """A request behind `login_required`: there is somebody."""

    user: Account
