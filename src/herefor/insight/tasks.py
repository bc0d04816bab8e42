"""What the worker does for this room."""

from herefor.insight.models import Remeasurement
from herefor.insight.verbs import (
    claim_remeasurement,
    finish_remeasurement,
    measure_wave,
    note_failure,
)
from herefor.story.clock import now


def measure_what_is_due() -> bool:
    """Claim one wave that is due and measure it; True if there was one."""
    due = Remeasurement.objects.filter(due_at__lte=now()).order_by("due_at").first()
    if due is None:
        return False
    if not claim_remeasurement(due):
        return True
    try:
        measure_wave(due.wave)
    except Exception as error:
        note_failure(due, error=error)
        raise
    finish_remeasurement(due)
    return True
