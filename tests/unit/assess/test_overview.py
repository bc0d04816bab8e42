"""What waits for each seat at each stage, and where items stand."""

import pytest

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Seat
from herefor.assess.queries.overview import application_rows, track, waiting_for
from herefor.assess.queries.report import Theme
from herefor.assess.verbs import (
    agree_mark,
    declare,
    hand_in,
    invite,
    mark_item,
    move_on,
    name_evidence,
    name_item_lead,
    open_assessment,
    recommend,
    report,
    submit,
    write_answer,
)
from herefor.assess.words import waiting_words
from herefor.files.verbs import keep_file
from herefor.people.models import Account


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


def seat(assessment, name, role):
    account = Account.objects.create_user(f"{name}@example.org", "x", name=name)
    return invite(assessment, account=account, role=role, by=assessment.by)


def said(given):
    waiting = waiting_for(Seat.objects.get(pk=given.pk))
    return waiting and waiting_words(waiting)[0]


class Played:
    """A lead, a writer, two examiners, a judge and a monitor, before anything is written."""

    def __init__(self, assessment):
        self.assessment = assessment
        self.items = [item.id for item in assessment.framework.items]
        self.lead = assessment.seats.get()
        self.writer = seat(assessment, "Wil", "writer")
        self.ada, self.bo = (seat(assessment, name, "examiner") for name in ("Ada", "Bo"))
        self.judge, self.monitor = (
            seat(assessment, "Jo", "judge"),
            seat(assessment, "Mo", "monitor"),
        )

    def nobody_has_a_tie(self):
        for one in (self.lead, self.ada, self.bo, self.judge, self.monitor):
            declare(one, tie="none")

    def submitted(self):
        submit(self.assessment, by=self.writer)
        self.nobody_has_a_tie()

    def marked(self):
        for one, percent in ((self.ada, 20), (self.bo, 70)):
            for item in self.items:
                given = percent if item == "1.1" else 50
                mark_item(one, item=item, percent=given, factors={})

    def talking(self):
        self.submitted()
        self.marked()
        for one in (self.ada, self.bo):
            hand_in(one)
        self.onward()

    def agreed(self):
        self.talking()
        for one in (self.ada, self.bo):
            mark_item(one, item="1.1", percent=50, factors={})
        for item in self.items:
            agree_mark(self.assessment, item=item, percent=50, reason="", by=self.lead)

    def onward(self):
        move_on(self.assessment, by=self.lead)
        self.nobody_has_a_tie()


def test_a_lead_is_told_who_is_missing(assessment):
    lead = assessment.seats.get()
    assert said(lead) == "Say whether you have a tie to who is judged."
    declare(lead, tie="none")
    assert said(lead) == "Nobody writes yet. Invite people of the unit."
    seat(assessment, "Wil", "writer")
    assert said(lead) == "Nobody examines yet. Invite examiners."
    seat(assessment, "Ada", "examiner")
    assert said(lead) is None


def test_a_writer_answers_brings_together_names_evidence_and_submits(assessment):
    played = Played(assessment)
    writer = played.writer
    assert said(writer) == "17 items have no answer yet."
    for item in played.items:
        write_answer(assessment, item=item, text="We do.", seen=0, by=writer)
    write_answer(assessment, item="1.1", text="We did.", seen=0, by=writer)
    assert said(writer) == "Two texts stand beside each other in 1 answer."
    write_answer(assessment, item="1.1", text="We do and did.", seen=2, by=writer)
    assert said(writer) == "Everything is answered; 17 items have no evidence."
    for item in played.items:
        about = keep_file(f"{item}.txt", item.encode())
        name_evidence(assessment, item=item, factors=[], about=about, words="So.", by=writer)
    assert said(writer) == "Every item is answered and has evidence. You may submit."
    submit(assessment, by=writer)
    assert said(writer) is None


def test_an_examiner_marks_and_hands_in(assessment):
    played = Played(assessment)
    played.submitted()
    assert [said(one) for one in (played.lead, played.judge, played.monitor)] == [None] * 3
    assert said(played.ada) == "17 items wait for your mark."
    played.marked()
    assert said(played.ada) == "Every item is marked. Hand your scorebook in."
    for one in (played.ada, played.bo):
        hand_in(one)
    assert said(played.ada) is None
    assert said(played.lead) == "Nothing is missing. Move on to the next stage."


def test_the_team_marks_again_and_agrees(assessment):
    played = Played(assessment)
    played.talking()
    ada, lead = played.ada, played.lead
    assert said(ada) == "The team waits for you to mark 1 item again."
    assert said(lead) == "17 items are not settled yet."
    for one in (ada, played.bo):
        mark_item(one, item="1.1", percent=50, factors={})
    assert said(ada) is None
    name_item_lead(assessment, item="1.2", seat=ada, by=lead)
    assert said(ada) == "You lead 1 item that is not agreed yet."


def test_judges_recommend_and_the_report_is_written(assessment):
    played = Played(assessment)
    played.agreed()
    lead, judge = played.lead, played.judge
    assert said(lead) == "Nothing is missing. Move on to the next stage."
    for _stage in range(2):
        played.onward()
    assert said(judge) == "Read what the team agreed on, and recommend."
    assert said(lead) is None
    recommend(judge, is_recommended=True, words="Yes.")
    assert said(judge) is None
    assert said(lead) == "The report waits to be written."
    report(assessment, themes=[Theme("strength", "They listen.")], by=lead)
    declare(lead, tie="none")
    assert said(played.writer) == said(lead) == "The report is there."


def test_a_closed_seat_waits_for_nothing(assessment):
    tied = seat(assessment, "Tied", "examiner")
    declare(tied, tie="customer")

    assert said(tied) is None


def test_the_track_knows_when_each_stage_began(assessment):
    submit(assessment, by=seat(assessment, "Wil", "writer"))

    steps = track(assessment)

    assert [step.is_now for step in steps] == [False, True, False, False, False, False]
    assert [step.at is not None for step in steps] == [True, True, False, False, False, False]


def test_rows_stand_under_their_categories_in_few_reads(assessment, django_assert_max_num_queries):
    writer = seat(assessment, "Wil", "writer")
    write_answer(assessment, item="7.2", text="They stay.", seen=0, by=writer)
    about = keep_file("a.txt", b"a")
    name_evidence(assessment, item="7.2", factors=["levels"], about=about, words="So.", by=writer)

    with django_assert_max_num_queries(3):
        categories = application_rows(assessment)

    [row] = [row for _c, rows in categories for row in rows if row.item.id == "7.2"]
    assert [category.id for category, _rows in categories] == list("1234567")
    assert (row.answer.text, row.gaps.shown, row.gaps.count) == ("They stay.", ("levels",), 1)
