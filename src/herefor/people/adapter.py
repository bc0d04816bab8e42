from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from herefor.people.models import Account


class InvitedOnly(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody signs up from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name beside the e-mail."""


class WithRoles(AuthenticationBackend):
    """Reads the roles of whoever is signed in once; every rule then asks what was read."""

    def get_user(self, user_id: int) -> Account | None:
        account: Account | None = super().get_user(user_id)
        if account is not None:
            prefetch_related_objects([account], "roles")
        return account
