"""People who listen by telephone: they are called, they ask, they hang up."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from herefor.hall.models import Call, Question, TownHall
from herefor.hall.phone import provider
from herefor.hall.phone.base import InDoubt, NotPlaced, Steps
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.hall.verbs.asking import ask
from herefor.people.models import Account
from herefor.story.clock import now

TRY_AGAIN = timedelta(seconds=20)
TRY_FOR = timedelta(minutes=10)
FAILED, DOUBT = "failed", "in doubt"


def ask_to_call(
    hall: TownHall, *, numbers: Iterable[tuple[str, str]], role: str, by: Account
) -> list[Call]:
    """Have people called, each number once at a hall."""
    with transaction.atomic():
        hold(hall)
        if hall.is_over:
            raise NotNow(_("It is over."))
        known = set(hall.calls.values_list("number", flat=True))
        asked = {}
        for number, name in numbers:
            if number not in known:
                asked[number] = Call(
                    hall=hall, number=number, name=name, role=role, by=by,
                    asked_for_at=now(), due_at=now(),
                )  # fmt: skip
        calls = Call.objects.bulk_create(asked.values())
        tell_of("hall calls asked for", hall, hall=hall, by=by, n=len(calls))
    return calls


def claim(call: Call) -> bool:
    """Whoever empties `due_at` places the call. Killed after that, it is in doubt and is not
    placed again by itself: better one too few than the same person twice."""
    seen = Call.objects.filter(pk=call.pk, due_at=call.due_at, hall__ended_at=None)
    return bool(seen.update(due_at=None, claimed_at=now(), outcome=DOUBT))


def place(call: Call) -> Call:
    """Ask the provider for a call that was claimed. No transaction is open meanwhile."""
    try:
        name = provider().place(call.number, steps=steps_of(call))
    except NotPlaced as error:
        _try_again(call, is_final=error.is_final)
    except InDoubt:
        pass
    else:
        Call.objects.filter(pk=call.pk).update(provider_id=name, placed_at=now())
        Call.objects.filter(pk=call.pk, outcome=DOUBT).update(outcome="")
    call.refresh_from_db()
    return call


def call_answered(call: Call) -> Call:
    with transaction.atomic():
        hold(call.hall)
        if Call.objects.filter(pk=call.pk, answered_at=None).update(answered_at=now()):
            Call.objects.filter(pk=call.pk, outcome=DOUBT).update(outcome="")
            tell_of("hall call answered", call, hall=call.hall)
        call.refresh_from_db()
    return call


def caller_wants_to_ask(call: Call) -> Call:
    """They pressed the key. Pressed again after their question was written down, it is another."""
    with transaction.atomic():
        hold(call.hall)
        call.refresh_from_db()
        if call.wants_to_ask_at is None or call.question_id is not None:
            call.wants_to_ask_at, call.question = now(), None
            call.save(update_fields=["wants_to_ask_at", "question"])
            tell_of("hall caller asks", call, hall=call.hall)
    return call


def ask_for_caller(call: Call, *, text: str, name: str, by: Account) -> Question:
    """A host writes down what the caller asks; sent twice it is asked once."""
    pressed = call.wants_to_ask_at
    once = f"call-{call.pk}-{pressed.timestamp() if pressed else 0}"
    return ask(call.hall, text=text, name=name, once=once, call=call, by=by)


def call_ended(call: Call, *, outcome: str) -> Call:
    with transaction.atomic():
        hold(call.hall)
        ended = Call.objects.filter(pk=call.pk, ended_at=None)
        if ended.update(ended_at=now(), due_at=None, outcome=outcome[:40]):
            tell_of("hall call ended", call, hall=call.hall)
        call.refresh_from_db()
    return call


def steps_of(call: Call) -> Steps:
    def at(step: str) -> str:
        return settings.PUBLIC_ADDRESS + reverse("hall:call-step", args=[call.key, step])

    return Steps(answered=at("answered"), asks=at("asks"), back=at("back"), status=at("status"))


def _try_again(call: Call, *, is_final: bool) -> None:
    """It was not placed, for certain, so it may be tried again for a while."""
    late = now() - call.asked_for_at > TRY_FOR
    if is_final or late:
        Call.objects.filter(pk=call.pk).update(ended_at=now(), outcome=FAILED)
    else:
        Call.objects.filter(pk=call.pk).update(due_at=now() + TRY_AGAIN, outcome="")
