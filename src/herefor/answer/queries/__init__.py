"""Named reads of cases."""

from herefor.answer.queries.cases import (
    IS_CONFIRMED,
    IS_SETTLED,
    front_of,
    next_owner,
    standing_settlement,
    told_within,
    with_state,
)
from herefor.answer.queries.inbox import IS_OPEN, VIEWS, inbox, inbox_counts, waiting_for
from herefor.answer.queries.public import conversation
from herefor.answer.queries.standing import Standing, customers_answered, standing
from herefor.answer.queries.telling import Entry, last_heard, timeline

__all__ = [
    "IS_CONFIRMED",
    "IS_OPEN",
    "IS_SETTLED",
    "VIEWS",
    "Entry",
    "Standing",
    "conversation",
    "customers_answered",
    "front_of",
    "inbox",
    "inbox_counts",
    "last_heard",
    "next_owner",
    "standing",
    "standing_settlement",
    "timeline",
    "told_within",
    "waiting_for",
    "with_state",
]
