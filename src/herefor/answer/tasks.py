"""What the worker does for cases when a time has come."""

from django.utils.timezone import localdate

from herefor.answer.models import Clock, FollowUp, LaterAnswer, Lesson, Snooze
from herefor.answer.queries.clocks import RUNNING
from herefor.answer.verbs import ask_again
from herefor.answer.verbs.later import claim_later, say_later
from herefor.answer.verbs.learning import remind_of_lesson
from herefor.answer.verbs.watching import look_at, wake_in_time
from herefor.story.clock import now

AT_ONCE = 50


def look_at_clocks() -> bool:
    """Remind, and call whoever is there, for every clock whose time to be looked at has come."""
    due = Clock.objects.filter(RUNNING, look_at__lte=now()).order_by("look_at")
    clocks = due.select_related("case__owner", "case__unit", "case__customer")
    return sum(look_at(clock) for clock in clocks[:AT_ONCE]) > 0


def wake_what_was_put_aside() -> bool:
    over = Snooze.objects.filter(woken_at=None, until__lte=now()).order_by("until")
    snoozes = over.select_related("case__customer", "case__unit")
    return sum(wake_in_time(snooze) for snooze in snoozes[:AT_ONCE]) > 0


def ask_customers_again() -> bool:
    """Some days after a settlement, those drawn for it are asked how it is now."""
    due = FollowUp.objects.filter(asked_at=None, spared_at=None, due_at__lte=now())
    follow_ups = due.order_by("due_at").select_related(
        "settlement__case__customer", "settlement__case__unit"
    )
    return sum(ask_again(follow_up) for follow_up in follow_ups[:AT_ONCE]) > 0


def remind_of_lessons() -> bool:
    """What should have changed by yesterday and has not, as far as we know."""
    late = Lesson.objects.filter(reminded_at=None, done_at=None, due_on__lt=localdate(now()))
    lessons = late.order_by("due_on").select_related("case", "owner", "by")
    return sum(remind_of_lesson(lesson) for lesson in lessons[:AT_ONCE]) > 0


def say_what_is_due() -> bool:
    """Answers that were written to be said at this moment; True when one was claimed."""
    waiting = LaterAnswer.objects.filter(
        message=None, withdrawn_at=None, held_because="", due_at__lte=now()
    )
    later = waiting.select_related("case", "by").order_by("due_at").first()
    if later is None:
        return False
    if claim_later(later):
        say_later(later)
    return True
