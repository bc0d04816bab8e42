"""What the worker does for this room."""

from datetime import timedelta

from django.db.models import F

from herefor.insight.models import Remeasurement
from herefor.insight.verbs import SETTLE_SECONDS, measure_wave
from herefor.story.clock import now

TRY_AGAIN_MINUTES = 10


def measure_what_is_due() -> bool:
    """Claim one wave that is due and measure it; True if there was one.

    Any number of workers may look: the one whose conditional update changes the row owns it. The
    row is moved on before the work, so that a crash or an error only delays, and it is deleted
    only if no answer came in meanwhile.
    """
    moment = now()
    due = Remeasurement.objects.filter(due_at__lte=moment).order_by("due_at").first()
    if due is None:
        return False
    later = moment + timedelta(minutes=TRY_AGAIN_MINUTES)
    mine = Remeasurement.objects.filter(pk=due.pk, due_at=due.due_at)
    if not mine.update(due_at=later, attempts=F("attempts") + 1):
        return True
    try:
        measure_wave(due.wave)
    except Exception as error:
        Remeasurement.objects.filter(pk=due.pk).update(last_error=f"{error!r}"[:2000])
        raise
    done = Remeasurement.objects.filter(pk=due.pk, changes=due.changes)
    if not done.delete()[0]:
        soon = now() + timedelta(seconds=SETTLE_SECONDS)
        Remeasurement.objects.filter(pk=due.pk).update(due_at=soon, attempts=0)
    return True
