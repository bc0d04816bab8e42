"""The worst that comes: loops that really run, broken letters of every kind, and old mail."""

import base64
import smtplib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from herefor.mail import quoting
from herefor.mail.cleaning import cleaned
from herefor.mail.listening import Doors
from herefor.mail.models import Delivery, Letter
from herefor.mail.tasks import send_what_is_due
from herefor.mail.verbs import import_mail, take_letter
from herefor.story.clock import acting_at, now
from herefor.story.models import Event
from letters import letter, make_mailbox, put_over_smtp

HEAD = b"From: carla@example.com\nTo: care@example.org\nSubject: s\nMIME-Version: 1.0\n"
BROKEN = {
    "nothing": b"",
    "no header": b"\n\njust words",
    "only a header": b"Subject: s",
    "binary": bytes(range(256)) * 50,
    "deep references": HEAD
    + b"References: "
    + b" ".join(b"<%d@example.com>" % n for n in range(2000))
    + b"\n\nhello",
    "deep parts": HEAD
    + b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(1500)
    )
    + b"\n\nhello",
    "unclosed parts": HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nhello',
    "no boundary": HEAD + b"Content-Type: multipart/mixed\n\nhello",
    "bad base64": HEAD + b"Content-Transfer-Encoding: base64\n\n%%%not=base64",
    "unknown charset": HEAD + b'Content-Type: text/plain; charset="klingon"\n\ngr\xfc\xdfe',
    "wrong charset": HEAD + b'Content-Type: text/plain; charset="us-ascii"\n\ngr\xc3\xbc\xc3\x9fe',
    "rot13": HEAD + b'Content-Type: text/plain; charset="rot13"\n\nuryyb',
    "zeros": HEAD + b"\nhel\x00lo",
    "bad words": HEAD.replace(b"Subject: s", b"Subject: =?utf-8?b?####?= =?x?q?=ZZ?=") + b"\nhello",
    "raw bytes in lines": HEAD.replace(b"Subject: s", b"Subject: gr\xfc\xdfe \xf0\x9f")
    + b"\nhello",
    "no sender": b"Subject: s\n\nhello",
    "odd sender": b'From: "a,b" <<x@y>>, ;;@\nSubject: s\n\nhello',
    "insane date": HEAD + b"Date: Thu, 99 Foo 99999 99:99:99 +9999\n\nhello",
    "long line": HEAD + b"X: " + b"y" * 500_000 + b"\n\nhello",
    "many parts": HEAD
    + b'Content-Type: multipart/mixed; boundary="x"\n\n'
    + b"--x\n\nhello\n" * 3000
    + b"--x--",
    "letter in letter": HEAD + b"Content-Type: message/rfc822\n\n" + HEAD + b"\nhello",
    "bad report": HEAD + b'Content-Type: multipart/report; boundary="x"\n\n--x\n\nhello\n--x--',
    "nested html": HEAD + b"Content-Type: text/html\n\n" + b"<div>" * 50_000 + b"hello",
}


READ = {
    "nothing": "",
    "no header": "just words",
    "only a header": "",
    "binary": "abc",
    "bad base64": "",
    "unknown charset": "grüße",
    "wrong charset": "grüße",
    "rot13": "uryyb",
    "letter in letter": "",
}


@pytest.mark.parametrize("case", BROKEN, ids=list(BROKEN))
def test_whatever_is_broken_is_kept_and_something_can_be_read(mailbox, case):
    taken = take_letter(BROKEN[case], mailbox=mailbox)

    taken.refresh_from_db()
    assert taken.raw.open().read() == BROKEN[case]
    assert READ.get(case, "hello") in taken.text


def test_a_thread_of_two_thousand_keeps_its_beginning_and_its_end(mailbox):
    first = take_letter(letter("First", Message_ID="<0@example.com>"), mailbox=mailbox)

    taken = take_letter(BROKEN["deep references"], mailbox=mailbox)

    assert (taken.references[0], taken.references[-1]) == ("<0@example.com>", "<1999@example.com>")
    assert len(taken.references) == 50
    assert taken.answers == first


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    head=st.lists(
        st.tuples(
            st.sampled_from(
                ["From", "To", "Subject", "Date", "Message-ID", "References", "Content-Type"]
            ),
            st.binary(max_size=60),
        ),
        max_size=8,
    ),
    body=st.binary(max_size=300),
)
@example(head=[("Content-Type", b"text/html; charset=\x00")], body=b"<a href=")
def test_no_bytes_are_ever_lost_and_none_stop_the_reading(mailbox, head, body):
    raw = b"".join(name.encode() + b": " + value + b"\n" for name, value in head) + b"\n" + body

    Letter.objects.all().delete()

    taken = take_letter(raw, mailbox=mailbox)

    with Letter.objects.get(pk=taken.pk).raw.open() as kept:
        assert kept.read() == raw


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["> a", "b", "", "-- ", "On 1 May Bo wrote:", ">"]), max_size=12))
def test_splitting_off_quotes_loses_no_words(lines):
    said = quoting.split("\n".join(lines))

    assert sorted((said.text + "\n" + said.quoted).split()) == sorted("\n".join(lines).split())


QUOTED = [
    ("Yes.\n\nOn Mon, 2 Mar 2026, Bo wrote:\n> Really?", "Yes."),
    ("Ja.\n\nAm 02.03.26 um 08:00 schrieb Bo:\n> Wirklich?", "Ja."),
    ("Yes.\n\n-----Original Message-----\nFrom: Bo\nReally?", "Yes."),
    ("Yes.\n\nFrom: Bo <b@example.org>\nSent: Monday\nTo: C\n\nReally?", "Yes."),
    ("On Mon, Bo wrote:\n> Really?\n\nYes, under it.", "Yes, under it."),
    ("> One?\nYes.\n> Two?\nNo.", "> One?\nYes.\n> Two?\nNo."),
    ("> only a quote", "> only a quote"),
]


@pytest.mark.parametrize(("text", "own"), QUOTED)
def test_what_is_new_is_told_from_what_is_repeated(text, own):
    assert quoting.split(text).text == own


def test_html_of_strangers_fetches_and_runs_nothing():
    made = cleaned(
        '<p onclick="x()" style="background:url(https://spy.example)">a</p><iframe src=x></iframe>'
        '<a href="javascript:x()">b</a><svg onload=x()></svg><img src=cid:1><base href=//evil>'
        '<img src="data:image/svg+xml;base64,AA"><style>@import "x"</style><meta charset=x>'
    )

    assert made == '<p>a</p><a rel="noopener noreferrer nofollow">b</a><img><img>'


def test_the_sample_mailbox_comes_in_as_history_and_nothing_is_sent(world, shared):
    mailbox = make_mailbox(world, address="care@org.example")
    made = import_mail(shared / "data/imports/support.mbox", mailbox=mailbox)
    again = import_mail(shared / "data/imports/support.mbox", mailbox=mailbox)
    single = import_mail(shared / "data/imports/single_message.eml", mailbox=mailbox)

    print(f"sample: {made}")
    kinds = list(Letter.objects.values_list("kind", "text").order_by("pk"))[:4]
    assert (made.letters, made.threaded, made.held, made.sent) == (4, 2, 1, 0)
    assert (again.letters, again.already_there) == (0, 4)
    assert single.letters + single.already_there == 1
    assert kinds[2] == ("person", "Thank you!")
    assert [kind for kind, _ in kinds] == ["person", "own", "person", "auto"]
    assert not Event.objects.filter(what__startswith="letter").exists()


# Two programs that answer each other, over real connections -------------------------------------

RESPONDERS = {
    "says so": {"Auto_Submitted": "auto-replied"},
    "by precedence": {"Precedence": "auto_reply"},
    "null sender": {},
    "hides it, keeps the thread": {"In_Reply_To": "thread"},
    "hides it, keeps only the address": {},
}
ROUNDS = 12


def other_program(port, sink, seen, case):
    """Answers every letter it has not answered yet, as out-of-office programs do."""
    from email import message_from_bytes

    for number, (recipient, raw) in enumerate(sink.accepted()):
        if number < seen:
            continue
        ours = message_from_bytes(raw)
        lines = dict(RESPONDERS[case])
        if lines.get("In_Reply_To"):
            lines["In_Reply_To"] = ours["Message-ID"]
        answer = letter(f"I am away. {number}", sender=recipient, To=ours["Reply-To"], **lines)
        sender = "" if case == "null sender" else recipient
        put_over_smtp(port, answer, sender=sender, to=_bare(ours["Reply-To"]))
    return len(sink.accepted())


def _bare(line):
    return line.rpartition("<")[2].rstrip(">")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("case", RESPONDERS)
def test_two_programs_that_answer_each_other_stop_at_once(
    world, sink, settings, case, free_door, answering
):
    make_mailbox(world, smtp_host="127.0.0.1", smtp_port=sink.port, smtp_security="none")
    put_over_smtp(free_door, letter(), sender="carla@example.com", to="care@example.org")
    seen = 0
    for minute in range(ROUNDS):
        with acting_at(now() + timedelta(minutes=2 * minute)):
            while send_what_is_due():
                pass
        seen = other_program(free_door, sink, seen, case)

    answers = Letter.objects.filter(direction="in").exclude(text="Nobody came.").count()
    threaded = Letter.objects.filter(direction="in", answers__isnull=False).count()
    loops_sent = len(sink.recipients()) - 1
    print(f"{case}: came {answers}, threaded {threaded}, loops sent {loops_sent}")
    assert (answers, threaded, loops_sent) == (1, 1, 0)


@pytest.fixture
def free_door(settings):
    from programs import free_port

    port = free_port()
    settings.MAIL_SMTP_IN = f"127.0.0.1:{port}"
    doors = Doors()
    doors.keep_open()
    yield port
    doors.close()


@pytest.mark.django_db(transaction=True)
def test_our_own_server_hands_letters_over_by_lmtp(world, settings, free_port_of_lmtp):
    make_mailbox(world)
    big = letter("Big", Subject=base64.b64encode(b"x" * 100).decode())

    put_over_smtp(
        free_port_of_lmtp, big, sender="carla@example.com", to="care+x@example.org", lmtp=True
    )
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        put_over_smtp(
            free_port_of_lmtp, big, sender="a@example.com", to="nobody@example.org", lmtp=True
        )

    assert [one.text for one in Letter.objects.all()] == ["Big"]
    assert refused.value.recipients["nobody@example.org"][0] == 550
    assert not Delivery.objects.exists()


@pytest.fixture
def free_port_of_lmtp(settings):
    from programs import free_port

    port = free_port()
    settings.MAIL_LMTP = f"127.0.0.1:{port}"
    doors = Doors()
    doors.keep_open()
    yield port
    doors.close()
