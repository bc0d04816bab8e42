"""Tell what happened, in the transaction in which it happened."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from herefor.story.chain import FIRST_HASH, fingerprint
from herefor.story.clock import now
from herefor.story.models import Chain, Event

Listener = Callable[[Event], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


def tell(
    what: str,
    /,
    *,
    about: models.Model,
    by: Any = None,
    customer: Any = None,
    by_customer: bool = False,
    unit: Any = None,
    **payload: Any,
) -> Event:
    """Append one event and let the rooms that asked for it hear it.

    `by` is the account that acted; `by_customer` says that the customer did; neither means that
    the program did. The payload must be JSON and must not hold what a customer wrote: words are
    erased on request, and the chain is not.
    """
    with transaction.atomic():
        event = Event(
            what=what,
            about_type=ContentType.objects.get_for_model(about),
            about_id=about.pk,
            by=by,
            customer=customer,
            by_customer=by_customer,
            unit=unit,
            payload=payload,
            at=now(),
        )
        _link(event)
        for listener in _listeners[what]:
            listener(event)
    return event


def take_the_pen() -> None:
    """Wait until nobody else writes the story; held until the transaction ends.

    Whoever reads records in order to change them takes it first: every act is told, so acts wait
    for each other here in any case, and never crosswise on the records.
    """
    Chain.objects.get_or_create(pk=1, defaults={"head": FIRST_HASH})
    Chain.objects.select_for_update().get(pk=1)


def hear(what: str) -> Callable[[Listener], Listener]:
    """Register a listener; it runs in the teller's transaction and may only write rows."""

    def register(listener: Listener) -> Listener:
        if listener not in _listeners[what]:
            _listeners[what].append(listener)
        return listener

    return register


def _link(event: Event) -> None:
    chain, _ = Chain.objects.select_for_update().get_or_create(pk=1, defaults={"head": FIRST_HASH})
    event.previous_hash = chain.head
    event.hash = fingerprint(event)
    event.save()
    chain.head, chain.length = event.hash, chain.length + 1
    chain.save()
