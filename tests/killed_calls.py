"""Children that call, are killed at a chosen moment, and are followed by one that goes on.

A moment is before any statement that writes, before and after each commit, and before and after
each time that something is handed over, while the other side has not answered. Run as a program
beside the sinks.
"""

import gc
import http.client
import json
import mmap
import os
import signal
import smtplib
import sys
import threading
import traceback
from datetime import timedelta

import django

MINUTE = timedelta(minutes=1)
MINUTES = (-60, 0, 6, 16)
"""From when the time comes: Bob is reminded before; he is written to, his webhook is tried, and
Charlie is called."""
GOING_ON = (-48, 2, 8, 12, 18, 30, 45)
"""When a new worker looks. Before the first a claim of the mail room has ended."""
LATEST = GOING_ON[-1]
CHILDREN = 4
CHANGE_NOTHING = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE")
THREADS = 2
PAGES = 40
CASES = 60
where = mmap.mmap(-1, 80)


def main(command, hook, smtp_port):
    prepare()
    world = make(hook, int(smtp_port))
    acts = {"kill": kill_everywhere, "race": lambda world: race(world, hook), "clocks": race_clocks}
    print(json.dumps(acts[command](world)))


def prepare():
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import reverse

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    call_command("migrate", verbosity=0)
    reverse("duty:home")  # loads every page once, here and not in each child


def make(hook, smtp_port):
    """Bob has it first, by e-mail and then by webhook; Charlie is on duty, by webhook."""
    from herefor.duty.models import ContactWay
    from herefor.duty.queries.chains import RungPlan
    from herefor.duty.verbs.chains import set_chain
    from herefor.people.verbs import give_role
    from herefor.story.clock import now
    from letters import make_mailbox
    from worlds import make_world

    world = make_world()
    make_mailbox(
        world,
        unit=world.company,
        smtp_host="127.0.0.1",
        smtp_port=smtp_port,
        smtp_security="none",
        ceiling=10**6,
    )
    give_role(world.charlie, kind="responder", unit=world.harbour, by=world.adam)
    set_chain(
        world.harbour,
        rungs=[RungPlan("owner", 15), RungPlan("person", 600, world.charlie.pk)],
        repeats=1,
        by=world.adam,
    )
    ways = [(world.bob, "email", "bob@example.org"), (world.bob, "webhook", hook)]
    for order, (account, channel, address) in enumerate(
        [*ways, (world.charlie, "webhook", hook)], start=1
    ):
        ContactWay.objects.create(
            account=account,
            channel=channel,
            address=address,
            secret="whsec_c2VjcmV0",
            order=order,
            added_at=now(),
            verified_at=now(),
        )
    return world


def kill_everywhere(world):
    """Kill at the first moment, the second, ...: until a child lives to its end.

    The first case is played here, and nobody is killed: what that loads, no child loads again.
    """
    from herefor.story.queries import check_chain

    case = open_late(world, 0)
    play(case.promised_by, MINUTES)
    said = [result(case, world) | {"killed": False}]
    while len(said) == 1 or said[-1]["killed"]:
        number = len(said)
        case = open_late(world, number)
        due = case.promised_by
        killed = child(lambda at=due, n=number: play(at, MINUTES, kill_at=n))
        minute, duty = last_seen()
        after = [one for one in GOING_ON if one > minute] if killed else [LATEST]
        assert not child(lambda at=due, then=after: play(at, then))
        said.append(result(case, world) | {"killed": killed, "minute": minute, "duty": duty})
    return {"runs": said, "chain": check_chain().holds}


def open_late(world, number):
    """A case of Bob's. What it owes is not done, so that its clock runs out."""
    from herefor.answer.models import Case
    from herefor.answer.verbs import open_case
    from herefor.answer.verbs.opening import Door

    return open_case(
        f"Nobody came {number}",
        unit=world.harbour,
        severity=Case.Severity.HIGH,
        door=Door(source=Case.Source.PHONE, by=world.bob),
    )


def play(due, minutes, *, kill_at=0):
    from herefor.story.clock import acting_at

    if kill_at:
        arm(kill_at)
    for minute in minutes:
        with acting_at(due + minute * MINUTE):
            work_until_idle(minute)


def work_until_idle(minute=0):
    busy = True
    while busy:
        busy = False
        for duty in duties():
            where[:] = f"{minute} {duty.__module__.split('.')[1]} {duty.__name__}".encode().ljust(
                80
            )
            busy = duty() or busy


def duties():
    from herefor.answer.tasks import look_at_clocks
    from herefor.duty import tasks
    from herefor.mail.tasks import send_what_is_due

    calling = (tasks.call_who_is_next, tasks.settle_doubts, tasks.send_what_is_due)
    return (look_at_clocks, *calling, send_what_is_due)


def last_seen():
    """The minute and the duty a child was at, which it notes where its parent sees it."""
    minute, _space, duty = where[:].decode().strip().partition(" ")
    return int(minute), duty


def arm(kill_at):
    """From now on this process counts its moments and kills itself at the given one."""
    from django.db import connections

    connection, left = connections["default"], [kill_at]

    def moment():
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(act):
        def watched(*args, **kwargs):
            moment()
            done = act(*args, **kwargs)
            moment()
            return done

        return watched

    def statement(execute, sql, *said):
        """Killed after what changes nothing is killed before it."""
        if sql.startswith(CHANGE_NOTHING):
            return execute(sql, *said)
        moment()
        done = execute(sql, *said)
        if not connection.in_atomic_block:
            moment()
        return done

    connection.execute_wrappers.append(statement)
    for kind, name in (
        (type(connection), "_commit"),
        (http.client.HTTPConnection, "request"),
        (smtplib.SMTP, "send"),
    ):
        setattr(kind, name, around(getattr(kind, name)))


def child(act):
    """Whether the child that did this was killed."""
    from django.db import connections

    connections.close_all()
    gc.freeze()
    status = os.waitpid(begun(act), 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def result(case, world):
    """What came of it; then Charlie says that she has it."""
    from herefor.duty.queries import alarms_about
    from herefor.duty.verbs import acknowledge
    from herefor.story.queries import story_of

    clock = case.clocks.get()
    alarm, *more = alarms_about(case).order_by("pk")
    steps = [said_of(step, case.promised_by) for step in alarm.steps.order_by("number")]
    acknowledge(alarm, by=world.charlie)
    alarm.refresh_from_db()
    case.refresh_from_db()
    return {
        "reference": case.reference,
        "more alarms": len(more),
        "reminder": letter_once(f"reminder-{clock.pk}-"),
        "steps": steps,
        "told": [event.what for event in [*story_of(case), *story_of(alarm)]],
        "clock": [clock.stopped_at is None, (clock.look_at - case.promised_by) / MINUTE // 60],
        "ends": [
            alarm.is_ringing,
            str(alarm.acknowledged_by),
            str(case.owner),
            case.closed_at is None,
        ],
    }


def said_of(step, due):
    return {
        "who": step.account.name,
        "passed_on": step.passed_on,
        "minute": round((step.taken_at - due) / MINUTE),
        "pages": [
            {
                "once": str(page.once),
                "how": page.way.channel,
                "state": str(page.state),
                "letter": letter_once(f"page-{page.once}"),
            }
            for page in step.pages.order_by("pk")
        ],
    }


def letter_once(mark):
    """The name and state of every letter that was queued under such a mark."""
    from herefor.mail.models import Letter

    letters = Letter.objects.filter(once__startswith=mark)
    return [[letter.message_id.strip("<>"), str(letter.delivery.state)] for letter in letters]


def race(world, hook):
    """Several processes, the same due pages."""
    from herefor.duty.models import Page
    from herefor.duty.verbs.ways import add_way

    for _number in range(PAGES):
        add_way(world.bob, channel="webhook", address=hook)
    expected = [str(once) for once in Page.objects.values_list("once", flat=True)]
    ended = racing(work_until_idle)
    states = sorted({str(page.state) for page in Page.objects.all()})
    return {"expected": expected, "ended": ended, "states": states}


def race_clocks(world):
    """Several processes with several threads each, the same due clocks: reminded, then called."""
    from herefor.answer.models import Case
    from herefor.duty.models import Alarm
    from herefor.mail.models import Letter
    from herefor.story.models import Event
    from herefor.story.queries import check_chain

    due = max(open_late(world, number).promised_by for number in range(CASES))
    ended = []
    for minute in (-60, 0, 10):
        ended += racing(lambda at=due + minute * MINUTE: look_in_threads(at))
    told = ("owner reminded", "clock ran out", "alarm raised", "letter queued")
    return {
        "ended": ended,
        "told": {what: Event.objects.filter(what=what).count() for what in told},
        "alarms": sorted(Alarm.objects.values_list("about_id", flat=True)),
        "letters": sorted(Letter.objects.values_list("about_id", flat=True)),
        "cases": sorted(Case.objects.values_list("pk", flat=True)),
        "chain": check_chain().holds,
    }


def look_in_threads(moment):
    """Each thread has a connection of its own, as in the worker."""
    from django.db import connection

    from herefor.answer.tasks import look_at_clocks
    from herefor.story.clock import acting_at

    failed = []

    def look():
        try:
            with acting_at(moment):
                while look_at_clocks():
                    pass
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def racing(act):
    """How several children ended that did the same at once."""
    from django.db import connections

    connections.close_all()
    children = [begun(act) for _number in range(CHILDREN)]
    return [os.waitpid(pid, 0)[1] for pid in children]


def begun(act):
    """The number of a child that does this and ends."""
    pid = os.fork()
    if pid:
        return pid
    try:
        act()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
