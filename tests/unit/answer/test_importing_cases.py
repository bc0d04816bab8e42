"""Old cases come in as history: all of them, once, and nobody hears of it."""

import json
from datetime import UTC, datetime

import pytest

from herefor.answer import verbs
from herefor.answer.imports.reading import UnreadableFile
from herefor.answer.models import Case, CaseImport, Clock, FollowUp, Message, Settlement
from herefor.answer.queries import conversation, inbox, standing, timeline
from herefor.answer.verbs.importing import (
    AlreadyUndone,
    MailboxNeeded,
    WorkedOn,
    import_cases,
    undo_import_of_cases,
)
from herefor.duty.models import Alarm
from herefor.mail.models import Delivery, Letter, Mailbox
from herefor.people.models import Account, Customer
from herefor.people.queries import may_be_contacted
from herefor.story.clock import now
from herefor.story.models import Event


@pytest.fixture
def samples(shared):
    return shared / "data" / "imports"


@pytest.fixture
def truth(samples):
    return json.loads((samples / "expected.json").read_text("utf-8"))["files"]


@pytest.fixture
def care(world):
    return Mailbox.objects.create(
        address="care@org.example", name="Care", unit=world.harbour, made_at=now()
    )


@pytest.fixture
def bring(world, tmp_path):
    """Bring these words, bytes or records in."""

    def brought(content, **how):
        if not isinstance(content, str | bytes):
            content = "\n".join(json.dumps(record) for record in content)
        path = tmp_path / "old"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_cases(path, unit=world.harbour, by=world.adam, **how)

    return brought


def ticket(number=1, /, **changed):
    said = [
        {"author_id": 7, "body": "It leaks.", "public": True, "created_at": "2026-03-02T08:00:00Z"}
    ]
    return {
        "id": number,
        "subject": "It leaks",
        "status": "open",
        "created_at": "2026-03-02T08:00:00Z",
        "updated_at": "2026-03-03T08:00:00Z",
        "requester_id": 7,
        "requester": {"id": 7, "name": "Ida Moe", "email": "ida@example.net"},
        "comments": said,
    } | changed


def comment(text="We look.", **changed):
    at = {"author_id": 9, "public": True, "created_at": "2026-03-02T09:00:00Z"}
    return at | {"body": text} | changed


def said_on(case):
    return [(message.direction, message.text) for message in case.messages.all()]


def remarks(run):
    return [(each["row"], each["message"], each["kept"]) for each in run.problems]


def by_number(number):
    return Case.objects.get(imported__number=str(number))


@pytest.fixture
def nobody_hears_of_it(world):
    yield
    assert not Delivery.objects.exists()
    assert not Alarm.objects.exists()
    assert not FollowUp.objects.exists()
    assert not Settlement.objects.exists()
    over = Clock.objects.filter(stopped_at=None, case__closed_at__isnull=False)
    assert not over.exists()


@pytest.mark.usefixtures("nobody_hears_of_it")
def test_the_tickets_of_zendesk_come_in_whole(world, samples, truth):
    run = import_cases(samples / "zendesk_tickets.json", unit=world.harbour, by=world.adam)

    expected = truth["zendesk_tickets.json"]
    said = Message.objects.filter(case__imported__run=run)
    assert (run.brought, run.still_open, run.problems) == (expected["rows"], 1, [])
    assert said.count() == expected["comments"]
    assert said.filter(direction="internal").count() == expected["private_comments"]
    first = by_number(5001)
    assert (first.kind, first.severity, first.customer.name) == ("complaint", 3, "Ada Berg")
    assert (first.source, first.opened_at) == ("import", datetime(2026, 3, 2, 8, 13, tzinfo=UTC))
    assert first.closed_at == datetime(2026, 3, 2, 10, 4, tzinfo=UTC)
    assert said_on(first) == [
        ("in", "I sent the reading on 1 March. No answer."),
        ("out", "A colleague: Sorry. I can see it, and I have booked it."),
        ("internal", "A colleague: Note: back-office queue was stuck."),
        ("in", "Thank you."),
    ]
    assert first.first_answered_at == datetime(2026, 3, 2, 8, 50, tzinfo=UTC)
    assert "back-office" not in " ".join(message.text for message in conversation(first))


@pytest.mark.usefixtures("nobody_hears_of_it")
def test_a_table_of_zendesk_has_all_but_the_words(world, samples, truth):
    run = import_cases(samples / "zendesk_tickets.csv", unit=world.harbour, by=world.adam)

    assert (run.brought, run.still_open) == (truth["zendesk_tickets.csv"]["rows"], 1)
    assert [case.title for case in Case.objects.order_by("pk")] == [
        "Meter reading never acknowledged",
        "Wrong name on bill",
        "Question about tariff",
    ]
    assert not Message.objects.filter(case__imported__run=run).exists()
    assert by_number(5015).due_at > now()
    assert by_number(5008).closed_at is not None


@pytest.mark.usefixtures("nobody_hears_of_it")
def test_the_conversations_of_chatwoot_come_in_without_what_a_program_wrote(world, samples, truth):
    Account.objects.create_user("robin@org.example", None, name="Robin Vale")

    run = import_cases(samples / "chatwoot_conversations.json", unit=world.harbour, by=world.adam)

    expected = truth["chatwoot_conversations.json"]
    said = Message.objects.filter(case__imported__run=run)
    assert (run.brought, run.problems) == (expected["conversations"], [])
    assert said.filter(direction="in").count() == expected["customer_messages"]
    assert said.filter(direction="out").count() == expected["agent_public_messages"]
    assert said.filter(direction="internal").count() == expected["private_notes"]
    ours = by_number(1).messages.filter(direction="out").get()
    assert (ours.author.name, ours.text) == (
        "Robin Vale",
        "Sorry. I can see it, and I have booked it.",
    )


@pytest.mark.usefixtures("nobody_hears_of_it")
def test_a_thread_of_letters_is_one_case_and_an_automatic_reply_is_none(
    world, care, samples, truth
):
    run = import_cases(samples / "support.mbox", unit=world.harbour, by=world.adam, mailbox=care)

    expected = truth["support.mbox"]
    case = Case.objects.get()
    assert run.brought == expected["conversations_to_create"]
    assert Letter.objects.filter(is_history=True).count() == expected["unique_messages"]
    assert [message.letter.message_id for message in case.messages.all()] == (
        expected["threads"][0]["messages"]
    )
    assert [direction for direction, _text in said_on(case)] == ["in", "out", "in"]
    assert case.messages.all()[1].text.startswith("Robin Vale: Dear Ada,")
    assert case.closed_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    assert remarks(run) == [(4, "No customer wrote it. It is kept as a letter alone.", False)]


def test_a_single_letter_of_a_thread_that_is_here_is_not_doubled(world, care, samples):
    import_cases(samples / "support.mbox", unit=world.harbour, by=world.adam, mailbox=care)

    again = import_cases(
        samples / "single_message.eml", unit=world.harbour, by=world.adam, mailbox=care
    )

    assert (again.brought, again.already_there, again.problems) == (0, 1, [])
    assert Case.objects.count() == 1


def test_letters_hang_together_in_whatever_order_they_stand(world, care, samples, tmp_path):
    letters = (samples / "support.mbox").read_bytes().split(b"From import@org.example ")[1:]
    backwards = tmp_path / "backwards.mbox"
    backwards.write_bytes(b"".join(b"From import@org.example " + one for one in letters[::-1]))

    run = import_cases(backwards, unit=world.harbour, by=world.adam, mailbox=care)

    assert run.brought == 1
    assert Case.objects.get().messages.count() == 3


def test_what_a_third_person_wrote_in_a_thread_is_never_shown_to_the_customer(bring, care):
    run = bring(
        "From x Mon Mar 02 08:00:00 2026\nFrom: Ada <ada@a.example>\nTo: care@org.example\n"
        "Subject: Leak\nMessage-ID: <1@a>\n\nIt leaks.\n\n"
        "From x Mon Mar 02 09:00:00 2026\nFrom: Pat <pat@plumber.example>\nTo: care@org.example\n"
        "Subject: Re: Leak\nMessage-ID: <2@p>\nReferences: <1@a>\n\nShe never pays.\n\n"
        "From x Mon Mar 02 10:00:00 2026\nFrom: care@org.example\nTo: pat@plumber.example\n"
        "Subject: Re: Leak\nMessage-ID: <3@o>\nReferences: <1@a> <2@p>\n\nGo anyway.\n",
        mailbox=care,
    )

    case = run.cases.get().case
    assert [message.text for message in conversation(case)] == ["It leaks."]
    assert sorted(said_on(case))[1:] == [
        ("internal", "Pat: She never pays."),
        ("internal", "care@org.example: Go anyway."),
    ]


def test_letters_without_a_mailbox_are_not_brought_in(world, samples):
    with pytest.raises(MailboxNeeded):
        import_cases(samples / "support.mbox", unit=world.harbour, by=world.adam)

    assert not CaseImport.objects.exists()


def test_the_same_file_brings_nothing_twice(world, samples):
    path = samples / "zendesk_tickets.json"
    import_cases(path, unit=world.harbour, by=world.adam)

    again = import_cases(path, unit=world.harbour, by=world.adam)

    assert (again.brought, again.already_there) == (0, 3)
    assert Case.objects.count() == 3


def test_one_event_tells_of_all(world, samples):
    run = import_cases(samples / "zendesk_tickets.json", unit=world.harbour, by=world.adam)

    told = Event.objects.get(what="cases imported")
    assert (told.about, told.by, told.payload) == (
        run,
        world.adam,
        {"brought": 3, "still_open": 1, "already_there": 0, "remarks": 0},
    )
    assert not Event.objects.filter(about_type__model="case").exists()


@pytest.mark.parametrize(
    ("status", "comments", "is_owed"),
    [
        ("open", [], True),
        ("open", [comment()], False),
        ("pending", [comment(author_id=7)], True),
        ("open", [comment("Our note.", public=False)], True),
    ],
)
def test_an_open_case_owes_an_answer_from_now_if_the_customer_spoke_last(
    bring, status, comments, is_owed
):
    bring([ticket(status=status, comments=ticket()["comments"] + comments)])

    case = Case.objects.get()
    assert case.closed_at is None
    assert (case.due_at is not None) == is_owed
    assert [clock.started_at > case.opened_at for clock in case.clocks.all()] == [True] * is_owed


def test_nobody_says_that_the_customer_of_a_closed_case_was_content(bring, world):
    bring([ticket(status="solved")])

    case = Case.objects.get()
    assert list(inbox(world.alice, "closed")) == [case]
    counted = standing(world.alice, unit=world.company, since=case.opened_at, until=now())
    assert (counted.opened, counted.settled, counted.confirmed) == (0, 0, 0)


def test_a_closed_case_is_open_again_when_its_customer_writes_and_stays_so(bring, world):
    bring([ticket(status="closed")])
    case = Case.objects.get()

    verbs.hear_customer(case, text="It leaks again.")
    assert (case.closed_at, case.due_at > now()) == (None, True)
    verbs.answer_case(case, text="I come.", by=world.bob)

    case.refresh_from_db()
    assert (case.closed_at, case.due_at) == (None, None)


def test_an_answer_to_a_closed_case_does_not_open_it(bring, world):
    bring([ticket(status="closed")])
    case = Case.objects.get()
    closed_at = case.closed_at

    verbs.answer_case(case, text="One more thing.", by=world.bob)

    case.refresh_from_db()
    assert case.closed_at == closed_at


def test_the_story_tells_what_was_said_before_and_who_brought_it(bring, world):
    bring([ticket(comments=[*ticket()["comments"], comment(), comment("Hm.", public=False)])])

    told = [
        (entry.sentence.text, entry.message and entry.message.text)
        for entry in timeline(Case.objects.get())
    ]

    assert told == [
        ("Ida Moe wrote, before it came here.", "It leaks."),
        ("Our side answered, before it came here.", "A colleague: We look."),
        ("Our side noted something, before it came here.", "A colleague: Hm."),
        ("Adam Day brought old cases in from a file: 1.", None),
    ]


def test_customers_are_known_by_their_address_and_met_without_consent(bring, world):
    carla = {"id": 1, "name": "C. Reyes", "email": "Carla@example.org"}
    bring([ticket(1, requester=carla, requester_id=1), ticket(2), ticket(3)])

    assert by_number(1).customer == world.carla
    ida = by_number(2).customer
    assert (by_number(3).customer, ida.name, may_be_contacted(ida)) == (ida, "Ida Moe", False)


def test_one_without_an_address_is_one_person_within_a_file(bring):
    nameless = {"id": 7, "name": "Ida Moe"}
    bring([ticket(1, requester=nameless), ticket(2, requester=nameless)])

    assert by_number(1).customer == by_number(2).customer


def test_colleagues_known_by_address_are_the_authors_and_owners(bring, world):
    bob = {"id": 9, "name": "Bob there", "email": "bob@example.org"}
    bring([ticket(assignee=bob, assignee_id=9, comments=[*ticket()["comments"], comment()])])

    case = Case.objects.get()
    answer = case.messages.get(direction="out")
    assert (answer.author, answer.text, case.owner) == (world.bob, "We look.", world.bob)
    assert case.taken_at is not None


def test_an_owner_who_does_not_answer_at_the_unit_gives_way(bring, world):
    charlie = {"id": 9, "name": "Charlie", "email": "charlie@example.org"}
    bring([ticket(assignee=charlie, assignee_id=9)])

    assert (Case.objects.get().owner, Case.objects.get().taken_at) == (world.bob, None)


def test_who_was_copied_in_is_named_and_is_not_us(bring):
    more = [comment("Me too.", author_id=8), comment("And me.", author_id=6)]
    users = [{"id": 8, "name": "Per Moe", "role": "end-user"}]
    bring([ticket(users=users, email_cc_ids=[6], comments=more)])

    assert said_on(Case.objects.get()) == [
        ("in", "Per Moe: Me too."),
        ("in", "Somebody who was copied in: And me."),
    ]


def test_what_is_not_said_to_be_public_is_a_note(bring):
    comments = [comment("Secret.", public=None), comment("Also.", public="yes")]
    bring([ticket(comments=comments)])

    assert {direction for direction, _text in said_on(Case.objects.get())} == {"internal"}


def test_hostile_html_is_plain_text_on_the_page(bring, world, client):
    hostile = '<p>Hello <b>you</b><script>alert(1)</script><img src=x onerror="alert(2)"></p>'
    bring([ticket(comments=[comment(hostile, author_id=7), comment("", html_body=hostile)])])
    client.force_login(world.bob)

    case = Case.objects.get()
    page = client.get(case.get_absolute_url()).content.decode()

    assert said_on(case) == [("in", hostile), ("out", "A colleague: Hello you")]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert 'onerror="' not in page


def test_rows_that_cannot_be_kept_are_named_and_the_others_come_in(bring):
    run = bring(
        "\n".join(
            [
                '{"count": 5}',
                json.dumps(ticket(1)),
                json.dumps(ticket(None)),
                json.dumps(ticket("1; drop")),
                json.dumps(ticket(2, created_at=None, comments=[])),
                json.dumps(ticket(3, status="deleted")),
                "[1]",
                json.dumps(ticket(4))[:-40],
            ]
        )
    )

    no_number = "It has no number, so it could not be told from others."
    neither = "This is neither a Zendesk ticket nor a Chatwoot conversation."
    assert run.brought == 1
    assert remarks(run) == [
        (1, neither, False),
        (3, no_number, False),
        (4, no_number, False),
        (5, "It does not say when it was opened.", False),
        (6, "It was deleted there.", False),
        (7, neither, False),
        (8, "This cannot be read: it is cut off or damaged.", False),
    ]


def test_what_is_left_out_of_a_case_is_said(bring):
    strange = {"id": 7, "name": "Ida", "email": "ida at home"}
    files = [{"file_name": "a.png"}]
    run = bring(
        [
            ticket(
                status="waiting",
                requester=strange,
                comments=[comment(created_at="soon", attachments=files)],
            )
        ]
    )

    assert remarks(run) == [
        (1, "An e-mail address that is none was left out.", True),
        (1, "A message without a time stands at the time of the case.", True),
        (1, "1 file stayed there.", True),
        (1, "Its state there is not known to us, so it is open here.", True),
    ]
    assert Case.objects.get().closed_at is None


def test_a_document_that_is_cut_off_keeps_what_stands_whole(bring, samples):
    whole = (samples / "chatwoot_conversations.json").read_text("utf-8")

    run = bring(whole[: whole.index('"id": 3,')])

    assert run.brought == 2
    assert remarks(run) == [(3, "This cannot be read: it is cut off or damaged.", False)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_table_in_another_encoding_is_read(bring, encoding):
    table = 'Id;Subject;Status;Requester;Created at\n8;"Größe falsch";Solved;Åsa;2026-03-02 08:13\n'

    run = bring(table.encode(encoding))

    case = Case.objects.get()
    assert (run.problems, case.title, case.customer.name) == ([], "Größe falsch", "Åsa")


def test_values_of_any_shape_stop_nothing(bring):
    odd = [None, True, -1, 1e400, [], {}, "\ud800\x00", "x" * 5000, [[{}]], {"id": []}]
    fields = [*ticket(), "priority", "type", "users", "email_cc_ids", "assignee", "assignee_id"]
    records = [
        ticket(f"{field}-{n}", **{field: value})
        for field in fields
        if field != "id"
        for n, value in enumerate(odd)
    ]

    run = bring(records)

    assert run.brought + sum(not each["kept"] for each in run.problems) == len(records)


def test_times_to_come_and_times_in_milliseconds_are_understood(bring):
    bring([ticket(1, created_at="2999-01-01", comments=[]), ticket(2, created_at=1772439180000)])

    assert by_number(1).opened_at <= now()
    assert by_number(2).opened_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"PK\x03\x04 zip", b"a,b\n1,2\n", b"", b"\xff\x00\xff\x00"])
def test_what_is_no_export_is_refused_before_anything_is_kept(bring, content):
    with pytest.raises(UnreadableFile):
        bring(content)

    assert not CaseImport.objects.exists()


def test_an_import_is_undone_whole_and_can_be_brought_again(world, care, samples):
    for name in ("zendesk_tickets.json", "support.mbox"):
        path = samples / name
        run = import_cases(path, unit=world.harbour, by=world.adam, mailbox=care)

        undo_import_of_cases(run, by=world.adam)

        assert not Case.objects.exists()
        assert not Clock.objects.exists()
        again = import_cases(path, unit=world.harbour, by=world.adam, mailbox=care)
        assert (again.brought, again.already_there) == (run.brought, 0)
        undo_import_of_cases(again, by=world.adam)
    assert Letter.objects.filter(about_id__isnull=True, is_history=True).count() == 4
    assert Customer.objects.filter(contact_points__value="ada.berg@customer.example").count() == 1


def test_what_somebody_worked_on_is_not_undone(bring, world):
    run = bring([ticket(1), ticket(2)])
    verbs.note_on_case(by_number(2), text="I know her.", by=world.bob)

    with pytest.raises(WorkedOn) as since:
        undo_import_of_cases(run, by=world.adam)

    assert since.value.cases == [by_number(2)]
    assert Case.objects.count() == 2
    run.refresh_from_db()
    assert run.undone_at is None


def test_what_somebody_is_writing_on_is_not_undone(bring, world):
    run = bring([ticket()])
    case = Case.objects.get()
    case.drafts.create(author=world.bob, text="Dear", kept_at=now())

    with pytest.raises(WorkedOn):
        undo_import_of_cases(run, by=world.adam)


def test_nothing_is_undone_twice(bring, world):
    run = bring([ticket()])
    undo_import_of_cases(run, by=world.adam)

    with pytest.raises(AlreadyUndone):
        undo_import_of_cases(run, by=world.adam)
