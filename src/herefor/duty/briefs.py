"""Rooms above add what somebody should know when a shift begins, such as how many cases wait."""

from collections.abc import Callable

from herefor.people.models import Account, Unit

Brief = Callable[[Unit, Account], str]
_briefs: list[Brief] = []


def add_brief(brief: Brief) -> Brief:
    """Register a function that gives one sentence, or nothing. Used as a decorator."""
    if brief not in _briefs:
        _briefs.append(brief)
    return brief


def more_words(unit: Unit, account: Account) -> str:
    return "\n".join(said for brief in _briefs if (said := brief(unit, account)))
