"""One letter comes in: what is kept, where it belongs, and who may be answered."""

from email.message import EmailMessage

import pytest

from herefor.mail.addresses import signed
from herefor.mail.models import BouncedAddress, Letter
from herefor.mail.verbs import file_letter, send_letter, take_letter
from herefor.story.models import Event
from letters import letter, make_mailbox

TOLD = ("letter received", "letter kept", "letter bounced", "mail loop suspected")


def told():
    return list(Event.objects.filter(what__in=TOLD).values_list("what", flat=True))


def test_a_customers_letter_is_kept_and_told_once(mailbox):
    raw = letter("The heating is cold.\n\n-- \nCarla\n")

    taken = take_letter(raw, mailbox=mailbox)

    assert (taken.from_name, taken.from_address) == ("Carla Reyes", "carla@example.com")
    assert (taken.subject, taken.text) == ("My heating", "The heating is cold.")
    assert taken.quoted == "-- \nCarla"
    assert taken.raw.open().read() == raw
    assert taken.may_be_answered
    assert told() == ["letter received"]


def test_the_same_letter_brought_twice_is_taken_once(mailbox):
    raw = letter()
    first = take_letter(raw, mailbox=mailbox)

    again = take_letter(b"Received: by another road\r\n" + raw, mailbox=mailbox)
    without_id = [take_letter(letter(Message_ID=None), mailbox=mailbox) for _ in range(2)]

    assert again == first
    assert without_id[0] == without_id[1]
    assert told() == ["letter received"] * 2


def test_other_words_under_the_same_identifier_are_another_letter(mailbox):
    one = take_letter(letter("One", Message_ID="<same@example.com>"), mailbox=mailbox)
    two = take_letter(letter("Two", Message_ID="<same@example.com>"), mailbox=mailbox)

    assert one != two
    assert two.is_from_a_person


def test_the_same_letter_in_two_mailboxes_is_answered_in_one(world, mailbox):
    other = make_mailbox(world, address="help@example.org", unit=world.hill)
    first = take_letter(letter(), mailbox=mailbox)

    second = take_letter(letter(), mailbox=other)

    assert (second.kind, second.answers) == (Letter.Kind.COPY, first)
    assert not second.may_be_answered
    assert told() == ["letter received", "letter kept"]


AUTOMATIC = {
    "auto-replied": ({"Auto_Submitted": "auto-replied"}, None, "auto"),
    "vacation": ({"Precedence": "bulk"}, None, "auto"),
    "exchange": ({"X_Auto_Response_Suppress": "All"}, None, "auto"),
    "null sender": ({}, "", "auto"),
    "null return path": ({"Return_Path": "<>"}, None, "auto"),
    "list": ({"List_Id": "<talk.example.com>"}, None, "list"),
    "our mark": ({"X_Loop": "Care@example.org"}, None, "loop"),
    "ourselves": ({"From": "care@example.org"}, None, "own"),
    "many stations": ({}, None, "loop"),
}


@pytest.mark.parametrize("case", AUTOMATIC, ids=list(AUTOMATIC))
def test_what_a_program_wrote_is_kept_and_never_answered(mailbox, case):
    headers, envelope_from, kind = AUTOMATIC[case]
    raw = letter(**headers)
    if case == "many stations":
        raw = b"Received: by some server; Mon, 02 Mar 2026 08:00:00 +0000\n" * 51 + raw

    taken = take_letter(raw, mailbox=mailbox, envelope_from=envelope_from)

    assert taken.kind == kind
    assert not taken.may_be_answered
    assert told() == ["letter kept"]


def test_a_letter_that_says_auto_submitted_no_is_a_persons(mailbox):
    taken = take_letter(letter(Auto_Submitted="no"), mailbox=mailbox)

    assert taken.may_be_answered


def test_an_answer_finds_its_letter_by_the_signed_address(world, mailbox):
    sent = send_letter(
        to="carla@example.com",
        subject="Soon",
        text="We come.",
        once="1",
        mailbox=mailbox,
        about=world.harbour,
        reply_key="case-7",
    )
    address = signed("care@example.org", "case-7")

    answer = take_letter(letter(To=address), mailbox=mailbox)
    forged = take_letter(
        letter("Other", To="care+case-7.aaaaaaaaaaaaaaaa@example.org"), mailbox=mailbox
    )

    assert (answer.answers, answer.about) == (sent, world.harbour)
    assert answer.unit == sent.unit
    assert (forged.answers, forged.about) == (None, None)


def test_an_answer_finds_its_letter_by_what_mail_programs_write(world, mailbox):
    first = file_letter(take_letter(letter(), mailbox=mailbox), about=world.harbour)
    ours = send_letter(to="carla@example.com", subject="Re", text="Yes", once="1", answers=first)

    by_reply = take_letter(letter("A", In_Reply_To=ours.message_id), mailbox=mailbox)
    by_thread = take_letter(
        letter("B", References=f"{first.message_id} <gone@example.com>"), mailbox=mailbox
    )

    assert (ours.references, ours.in_reply_to) == ([first.message_id], first.message_id)
    assert (by_reply.answers, by_thread.answers) == (ours, first)


def bounce(original, *, status="5.1.1", action="failed", recipient="carla@example.com"):
    return (
        f"From: MAILER-DAEMON@example.com\nTo: care@example.org\nSubject: Undelivered\n"
        f"Message-ID: <{status}{action}@example.com>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nIt did not work.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: {action}\nStatus: {status}\n"
        "Diagnostic-Code: smtp; 550 No such user\n"
        f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {original}\nSubject: x\n\nhello\n--b--\n"
    ).encode()


@pytest.fixture
def sent(mailbox):
    letter = send_letter(to="carla@example.com", subject="S", text="T", once="s", mailbox=mailbox)
    letter.delivery.__class__.objects.filter(letter=letter).update(sent_at=letter.written_at)
    letter.refresh_from_db()
    return letter


def test_a_letter_that_came_back_is_told_and_its_address_not_written_to_again(mailbox, sent):
    report = take_letter(bounce(sent.message_id), mailbox=mailbox, envelope_from="")

    sent.refresh_from_db()
    next_one = send_letter(to="carla@example.com", subject="S", text="T", once="t", mailbox=mailbox)
    assert (report.kind, report.answers) == (Letter.Kind.BOUNCE, sent)
    assert sent.delivery.state == "bounced"
    assert sent.delivery.reason == "550 No such user"
    assert next_one.delivery.state == "failed"
    assert "No such user" in next_one.delivery.reason
    assert told() == ["letter bounced"]


@pytest.mark.parametrize(
    ("status", "action", "recipient"),
    [("4.4.1", "delayed", "carla@example.com"), ("5.1.1", "failed", "somebody@else.example")],
)
def test_a_delay_or_a_report_on_somebody_else_changes_nothing(
    mailbox, sent, status, action, recipient
):
    raw = bounce(sent.message_id, status=status, action=action, recipient=recipient)

    take_letter(raw, mailbox=mailbox)

    sent.refresh_from_db()
    assert sent.delivery.state == "sent"
    assert not BouncedAddress.objects.exists()
    assert told() == ["letter kept"]


def test_a_full_mailbox_bounces_softly(mailbox, sent):
    take_letter(bounce(sent.message_id, status="4.2.2"), mailbox=mailbox)

    sent.refresh_from_db()
    assert sent.delivery.state == "bounced"
    assert not BouncedAddress.objects.exists()


def test_a_letter_under_a_leaders_name_from_outside_is_marked(world, mailbox):
    spoofed = take_letter(letter(sender="ALICE  Berg <ceo@evil.example>"), mailbox=mailbox)
    pretended = take_letter(letter(sender="Alice Berg <alice@example.org>"), mailbox=mailbox)
    proven = take_letter(
        b"Authentication-Results: mx.example.org; dkim=pass; spf=pass; dmarc=pass\n"
        + letter("x", sender="Alice Berg <alice@example.org>"),
        mailbox=mailbox,
    )
    forged = take_letter(
        b"Authentication-Results: mx.evil.example; dkim=pass; dmarc=pass\n"
        + letter("y", sender="Alice Berg <alice@example.org>"),
        mailbox=mailbox,
    )

    assert spoofed.suspicions == ["leader"]
    assert pretended.suspicions == ["ours"]
    assert (proven.suspicions, proven.authentication["dmarc"]) == ([], "pass")
    assert forged.suspicions == ["ours"]


def test_a_wrong_signature_is_marked(mailbox):
    signed_by = b"DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=x; bh=AAAA; b=AAAA; h=from\n"
    raw = b"Authentication-Results: example.org; dkim=fail; spf=fail\n" + signed_by + letter()

    taken = take_letter(raw, mailbox=mailbox)

    assert taken.suspicions == ["signature", "policy"]


def test_too_many_letters_about_one_thing_within_an_hour_are_held_and_told(mailbox):
    for number in range(25):
        take_letter(letter(f"Again {number}"), mailbox=mailbox)

    kinds = list(Letter.objects.values_list("kind", flat=True))
    assert kinds == ["person"] * 20 + ["loop"] * 5
    assert told() == ["letter received"] * 20 + ["mail loop suspected"] + ["letter kept"] * 4


def test_html_is_cleaned_and_its_words_are_read(mailbox):
    message = EmailMessage()
    message["From"] = "carla@example.com"
    message["Subject"] = "=?utf-8?b?16nXnNeV150=?= \u202egnp.exe"
    message.set_content(
        "<p dir='rtl'>שלום</p><script>alert(1)</script><img src='https://spy.example/1.gif'>"
        "<p style='display:none'>hidden words</p><p>Please <a href='https://example.com/x'>look</a>"
        "</p><form action='/x'><input></form><blockquote><p>Earlier</p></blockquote>",
        subtype="html",
    )

    taken = take_letter(message.as_bytes(), mailbox=mailbox)

    assert taken.text == "שלום\n\nPlease look <https://example.com/x>"
    assert taken.quoted == "> Earlier"
    for gone in ("script", "spy.example", "form", "input"):
        assert gone not in taken.html
    assert "\u202e" not in taken.subject


def test_a_file_too_large_or_a_program_is_said_to_be_left_out(mailbox):
    message = EmailMessage()
    message["From"] = "carla@example.com"
    message.set_content("See the film.")
    message.add_attachment(
        b"\0" * 30 * 1024 * 1024, maintype="video", subtype="mp4", filename="film.mp4"
    )
    message.add_attachment(
        b"MZ...", maintype="application", subtype="x-msdownload", filename="setup.exe"
    )
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="bill.pdf")

    taken = take_letter(message.as_bytes(), mailbox=mailbox)

    assert [file.name for file in taken.files.all()] == ["bill.pdf"]
    assert taken.left_out == [
        "Left out: “film.mp4” is larger than 25 MB.",
        "Left out: “setup.exe” is a program. Send a picture, a document or a text.",
    ]
    assert taken.text == "See the film."
    assert taken.raw.size > 40_000_000
