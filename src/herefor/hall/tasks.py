"""What the worker does for town halls."""

from herefor.hall.models import Call
from herefor.hall.phone import is_set_up
from herefor.hall.verbs.calling import claim, place
from herefor.story.clock import now

AT_ONCE = 20


def place_due_calls() -> bool:
    """Place the calls that are due while their hall is going on; whether there were any."""
    if not is_set_up():
        return False
    due = Call.objects.filter(due_at__lte=now(), hall__began_at__isnull=False, hall__ended_at=None)
    claimed = [call for call in due.order_by("due_at")[:AT_ONCE] if claim(call)]
    for call in claimed:
        place(call)
    return bool(claimed)
