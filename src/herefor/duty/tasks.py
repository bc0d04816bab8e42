"""What the worker does for this room: each function does one thing that is due, or says no."""

from herefor.duty.channels import NotSent, Outgoing, channel_of
from herefor.duty.models import Alarm, Drill, DrillPlan, Notice, Page, Rota
from herefor.duty.verbs.calling import take_step
from herefor.duty.verbs.drills import draw_month, start_drill
from herefor.duty.verbs.moving_on import moving_on
from herefor.duty.verbs.noticing import look_ahead, tell_notice
from herefor.duty.verbs.sending import (
    claim_page,
    doubted_pages,
    due_pages,
    note_failure,
    note_sent,
    settle_doubt,
)
from herefor.duty.wording import page_link
from herefor.story.clock import now


def call_who_is_next() -> bool:
    alarm = Alarm.objects.filter(due_at__lte=now()).order_by("due_at").first()
    if alarm is None:
        return False
    with moving_on(alarm, "due_at"):
        take_step(alarm)
    return True


def send_what_is_due() -> bool:
    page = due_pages().select_related("way", "account", "step__alarm__unit").first()
    if page is None:
        return False
    if claim_page(page):
        hand_over(page)
    return True


def hand_over(page: Page) -> None:
    """Nothing here lies in a transaction: the other side may take its time."""
    channel = channel_of(page)
    try:
        channel.hand_over(outgoing(page))
    except NotSent as error:
        may_repeat = channel.may_repeat and not error.is_final
        note_failure(page, error=str(error), may_repeat=may_repeat)
    except Exception as error:
        note_failure(page, error=f"{type(error).__name__}: {error}", may_repeat=False)
        raise
    else:
        note_sent(page)


def settle_doubts() -> bool:
    page = doubted_pages().select_related("way", "account", "step__alarm__unit").first()
    if page is None:
        return False
    settle_doubt(page, may_repeat=channel_of(page).may_repeat)
    return True


def look_ahead_for_gaps() -> bool:
    rota = Rota.objects.filter(look_at__lte=now()).order_by("look_at").first()
    if rota is None:
        return False
    with moving_on(rota, "look_at"):
        return look_ahead(rota)


def tell_who_is_next() -> bool:
    open_ones = Notice.objects.filter(due_at__lte=now(), told_at=None, dropped_at=None)
    notice = open_ones.select_related("rota__unit", "account").first()
    if notice is None:
        return False
    with moving_on(notice, "due_at"):
        tell_notice(notice)
    return True


def start_due_drills() -> bool:
    due = Drill.objects.filter(due_at__lte=now(), alarm=None, cancelled_at=None)
    drill = due.select_related("unit").first()
    if drill is None:
        return False
    with moving_on(drill, "due_at"):
        start_drill(drill)
    return True


def draw_drills() -> bool:
    plan = DrillPlan.objects.filter(draw_at__lte=now()).select_related("unit").first()
    if plan is None:
        return False
    with moving_on(plan, "draw_at"):
        return bool(draw_month(plan))


def outgoing(page: Page) -> Outgoing:
    way = page.way
    return Outgoing(
        once=str(page.once),
        to_name=page.account.name,
        address=way.address if way else page.account.email,
        secret=way.secret if way else "",
        subject=page.subject,
        text=page.text,
        link=page_link(page),
        is_urgent=page.is_urgent,
    )
