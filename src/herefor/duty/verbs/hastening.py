"""Nobody waits for somebody who cannot be reached: the next way and the next person at once."""

from django.db.models import Q

from herefor.duty.models import Alarm, Page, Step
from herefor.duty.queries.rungs import has_somebody_else
from herefor.story.clock import now

OPEN = Q(handing_over_at=None, sent_at=None, failed_at=None, doubted_at=None, dropped_at=None)


def call_next_at_once(alarm: Alarm, *, after: Step) -> bool:
    """Take the next step now, if this one is the latest and there is somebody else to call."""
    latest = alarm.steps.order_by("-number").first()
    if latest is None or latest.pk != after.pk or not has_somebody_else(alarm):
        return False
    rings = Alarm.objects.filter(pk=alarm.pk, due_at__gt=now())
    return bool(rings.update(due_at=now()))


def try_next_way_at_once(page: Page) -> bool:
    """Whether there is another way for the same message that was not used yet."""
    others = Page.objects.filter(OPEN, step=page.step, notice=page.notice, account=page.account)
    if page.step is None and page.notice is None:
        return False
    following = others.exclude(pk=page.pk).order_by("due_at", "pk").first()
    if following is None:
        return False
    if following.due_at > now():
        Page.objects.filter(OPEN, pk=following.pk).update(due_at=now())
    return True
