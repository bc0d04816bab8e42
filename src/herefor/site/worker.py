"""The background process: does what is due until it is told to stop.

Duties are in groups, each with a thread of its own: a mail server that does not answer, or a wave
that takes long to measure, must not keep anybody from being called.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)
REST_SECONDS = 1.0

Duty = Callable[[], bool]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
    import django

    django.setup()
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    groups = [
        threading.Thread(target=work, args=(duties,), kwargs={"until": stop}, name=name)
        for name, duties in all_duties().items()
    ]
    for group in groups:
        group.start()
    for group in groups:
        group.join()


def all_duties() -> dict[str, list[Duty]]:
    """What has to be done, by what must not wait for each other."""
    from herefor.answer import tasks as answer
    from herefor.assess.tasks import remind_of_certificates
    from herefor.duty import tasks as duty
    from herefor.hall.tasks import place_due_calls
    from herefor.insight.tasks import measure_what_is_due
    from herefor.mail.listening import Doors
    from herefor.mail.tasks import read_what_is_due, send_what_is_due
    from herefor.mail.watching import Watch
    from herefor.speak import tasks as speak

    return {
        "measuring": [measure_what_is_due],
        "clocks": [
            answer.look_at_clocks,
            answer.say_what_is_due,
            answer.wake_what_was_put_aside,
            answer.ask_customers_again,
            answer.remind_of_lessons,
            remind_of_certificates,
        ],
        "calling": [
            duty.call_who_is_next,
            duty.settle_doubts,
            duty.tell_who_is_next,
            duty.start_due_drills,
            duty.draw_drills,
            duty.look_ahead_for_gaps,
        ],
        "telephone": [place_due_calls],
        "paging": [duty.send_what_is_due],  # twice: one slow receiver does not hold up the rest
        "paging beside": [duty.send_what_is_due],
        "speaking": [speak.publish_what_is_due, speak.announce_what_is_due, speak.forget_addresses],
        "mail out": [send_what_is_due],
        "mail in": [Doors().keep_open, read_what_is_due, Watch().look],
    }


def work(duties: list[Duty], *, until: threading.Event) -> None:
    """Do every duty in turn; rest when none had anything to do. An error never ends the worker."""
    from django.db import close_old_connections

    while not until.is_set():
        close_old_connections()
        done = [_do(duty) for duty in duties]
        if not any(done):
            until.wait(REST_SECONDS)


def _do(duty: Duty) -> bool:
    try:
        return duty()
    except Exception:
        log.exception("A duty failed and will be tried again.")
        return False


if __name__ == "__main__":
    main()
