"""Children that call, are killed at a chosen moment, and are followed by one that goes on.

A moment is before or after any statement to the database, before anything is handed over, while
the other side has it and has not answered, and after that. Run as a program beside the sinks.
"""

import http.client
import json
import os
import signal
import smtplib
import sys
from datetime import timedelta

import django

MINUTE = timedelta(minutes=1)
BEFORE_THE_KILL = (0, 6, 16)
AFTER_THE_KILL = (2, 8, 12, 18, 20)
CHILDREN = 4
PAGES = 40


def main(command, hook, smtp_port):
    prepare()
    world = make(hook, int(smtp_port))
    print(json.dumps(kill_everywhere(world) if command == "kill" else race(world, hook)))


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
    """Kill at the first moment, the second, ...: until a child lives to its end."""
    said = []
    while True:
        number = len(said) + 1
        alarm = ring(world, number)
        killed = child(lambda at=alarm.raised_at, n=number: call(at, BEFORE_THE_KILL, kill_at=n))
        assert not child(lambda at=alarm.raised_at: call(at, AFTER_THE_KILL))
        said.append(result(alarm, killed))
        if not killed:
            return said


def ring(world, number):
    from herefor.duty.verbs import raise_alarm

    return raise_alarm(
        world.harbour,
        unit=world.harbour,
        severity="high",
        words=f"HV-{number}",
        first=world.bob,
        once=f"kill-{number}",
    )


def call(raised_at, minutes, *, kill_at=0):
    from herefor.story.clock import acting_at

    if kill_at:
        arm(kill_at)
    for minute in minutes:
        with acting_at(raised_at + minute * MINUTE):
            work_until_idle()


def work_until_idle():
    from herefor.duty import tasks
    from herefor.mail.tasks import send_what_is_due

    duties = (
        tasks.call_who_is_next,
        tasks.settle_doubts,
        tasks.send_what_is_due,
        send_what_is_due,
    )
    busy = True
    while busy:
        busy = sum(duty() for duty in duties) > 0


def arm(kill_at):
    """From now on this process counts its moments and kills itself at the given one."""
    from django.db import connection

    left = [kill_at]

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

    def statement(execute, *said):
        return around(execute)(*said)

    connection.execute_wrappers.append(statement)
    for kind, name in (
        (http.client.HTTPConnection, "request"),
        (http.client.HTTPConnection, "getresponse"),
        (smtplib.SMTP, "docmd"),
        (smtplib.SMTP, "getreply"),
        (smtplib.SMTP, "quit"),
    ):
        setattr(kind, name, around(getattr(kind, name)))


def child(act):
    """Whether the child that did this was killed."""
    from django.db import connections

    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except BaseException:
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def result(alarm, killed):
    from herefor.story.queries import story_of

    return {
        "killed": killed,
        "called": [event.what for event in story_of(alarm)].count("somebody called"),
        "steps": [
            {
                "who": step.account.name,
                "passed_on": step.passed_on,
                "minute": round((step.taken_at - alarm.raised_at) / MINUTE),
                "pages": [
                    {
                        "once": str(page.once),
                        "how": page.way.channel,
                        "state": str(page.state),
                        "letter": letter_of(page),
                    }
                    for page in step.pages.order_by("pk")
                ],
            }
            for step in alarm.steps.order_by("number")
        ],
    }


def letter_of(page):
    """What became of the letter that a page by e-mail became: its name and state."""
    from herefor.mail.models import Letter

    letter = Letter.objects.filter(once=f"page-{page.once}").first()
    return letter and [letter.message_id, str(letter.delivery.state)]


def race(world, hook):
    """Several processes, the same due pages."""
    from django.db import connections

    from herefor.duty.models import Page
    from herefor.duty.verbs.ways import add_way

    for _number in range(PAGES):
        add_way(world.bob, channel="webhook", address=hook)
    expected = [str(once) for once in Page.objects.values_list("once", flat=True)]
    connections.close_all()
    racing = []
    for _number in range(CHILDREN):
        pid = os.fork()
        if pid == 0:
            work_until_idle()
            os._exit(0)
        racing.append(pid)
    ended = [os.waitpid(pid, 0)[1] for pid in racing]
    states = sorted({str(page.state) for page in Page.objects.all()})
    return {"expected": expected, "ended": ended, "states": states}


if __name__ == "__main__":
    main(*sys.argv[1:])
