"""Colleagues named in notes or asked to take over, and what waits for them because of it."""

import re

from django.db.models import QuerySet

from herefor.answer.models import Handover, Mention, Message
from herefor.answer.models.handing import UNANSWERED
from herefor.answer.rules import cases_visible_to, may_own
from herefor.people.models import Account


def mentioned_in(message: Message) -> list[Account]:
    """Those who may see the case and are named in it: @Bo, @Bo Ek or @bo; the longest name wins."""
    if "@" not in message.text:
        return []
    people = {account.name: account for account in may_own(message.case)}
    spoken: dict[str, list[Account]] = {}
    for name, account in people.items():
        for called in {name.casefold(), name.split()[0].casefold()}:
            spoken.setdefault(called, []).append(account)
    found: dict[int, Account] = {}
    for called in sorted(spoken, key=len, reverse=True):
        is_named = re.search(rf"@{re.escape(called)}(?!\w)", message.text.casefold())
        if is_named and len(spoken[called]) == 1:
            found[spoken[called][0].pk] = spoken[called][0]
    return list(found.values())


def unseen_mentions(user: Account) -> QuerySet[Mention]:
    mentions = Mention.objects.filter(account=user, seen_at=None)
    return mentions.filter(message__case__in=cases_visible_to(user)).select_related(
        "message__case", "message__author"
    )


def offers_to(user: Account) -> QuerySet[Handover]:
    """Cases that a colleague asked them to take over, not answered yet."""
    offers = Handover.objects.filter(UNANSWERED, receiver=user)
    return offers.filter(case__in=cases_visible_to(user)).select_related("case", "giver")
