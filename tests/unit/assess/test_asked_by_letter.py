"""Whoever is asked for something in an assessment, or whose certificate ends, gets a letter."""

from datetime import timedelta

import pytest

from herefor.assess.cases import limits, shipped_cases
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Seat
from herefor.assess.tasks import remind_of_certificates
from herefor.assess.verbs import (
    agree_mark,
    begin_exercise,
    declare,
    finish_exercise,
    hand_in,
    hand_over,
    invite,
    mark_exercise,
    mark_item,
    move_on,
    open_assessment,
    open_marks,
    recommend,
    report,
    submit,
)
from herefor.mail.models import Letter
from herefor.people.models import Account, Role
from herefor.people.verbs import give_role, withdraw_role
from herefor.story.clock import acting_at, now
from herefor.story.models import Event

ENDS_SOON = timedelta(days=limits().valid_days - limits().remind_days + 1)


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )


def seat(assessment, name, role):
    account = Account.objects.create_user(f"{name}@example.org", "x", name=name.title())
    return invite(assessment, account=account, role=role, by=assessment.by)


def letters(name):
    return list(Letter.objects.filter(to_address=f"{name}@example.org").order_by("pk"))


def test_an_examiner_hears_of_the_seat_and_of_each_stage_with_work(assessment):
    lead = assessment.seats.get()
    writer = seat(assessment, "wim", Seat.Role.WRITER)
    seat(assessment, "ada", Seat.Role.EXAMINER)
    tied = seat(assessment, "tom", Seat.Role.EXAMINER)
    declare(tied, tie="customer")
    submit(assessment, by=writer)
    declare(lead, tie="none")
    open_marks(assessment, reason="Ada is ill", by=lead)
    move_on(assessment, by=lead)

    invited, begins, together = letters("ada")
    assert "Alice Berg asks you to examine “Our year”." in invited.text
    assert f"/assess/{assessment.pk}/" in invited.text
    assert "Mark each item alone" in begins.text
    assert "far apart" in together.text
    assert begins.unit == assessment.unit
    assert all(letter.is_automatic for letter in (invited, begins, together))
    assert len(letters("tom")) == 1
    assert len(letters("alice")) == 1  # the answers are in; what she moves on herself she knows


def test_a_judge_never_reads_whose_assessment_it_is(assessment):
    lead = assessment.seats.get()
    writer = seat(assessment, "wim", Seat.Role.WRITER)
    judge = seat(assessment, "jo", Seat.Role.JUDGE)
    examiner = seat(assessment, "ada", Seat.Role.EXAMINER)
    submit(assessment, by=writer)
    declare(lead, tie="none")
    declare(examiner, tie="none")
    for item in assessment.framework.items:
        mark_item(examiner, item=item.id, percent=50, factors={})
    hand_in(examiner)
    for _stage in range(2):
        move_on(assessment, by=lead)
        declare(lead, tie="none")
        for item in assessment.framework.items:
            agree_mark(assessment, item=item.id, percent=50, reason="", by=lead)
    move_on(assessment, by=lead)

    told = letters("jo")
    assert len(told) == 2
    assert "say what you recommend" in told[1].text
    for letter in told:
        assert letter.unit is None
        for name in ("Our year", "Harbour", "Alice"):
            assert name not in letter.subject + letter.text

    declare(judge, tie="none")
    recommend(judge, is_recommended=True, words="They listen.")
    declare(lead, tie="none")
    report(assessment, themes=[], by=lead)
    assert "The feedback report on “Our year” is there." in letters("wim")[-1].text


def test_who_takes_the_lead_over_is_told(assessment, world):
    lead = assessment.seats.get()
    declare(lead, tie="employed")

    give_role(world.ann, kind=Role.Kind.EXAMINER, unit=world.hill, by=world.adam)
    hand_over(lead, to=world.ann)

    assert "hands the lead of “Our year” over to you" in letters("ann")[0].text


def certified(account, case="saltmarsh-ferries"):
    exercise = begin_exercise(shipped_cases()[case], by=account)
    for one in exercise.case.items:
        mark_exercise(exercise, item=one.item, percent=one.reference.percent, factors={})
    return finish_exercise(exercise).certificate


def test_a_certificate_that_ends_soon_reminds_once(world):
    given = certified(world.ann)
    assert not remind_of_certificates()

    with acting_at(now() + ENDS_SOON):
        assert remind_of_certificates()
        assert not remind_of_certificates()

    [letter] = letters("ann")
    assert "Your certificate as an examiner ends on" in letter.subject
    assert given.get_absolute_url() in letter.text
    assert Event.objects.filter(what="certificate ends").count() == 1


def test_nobody_is_reminded_who_earned_a_newer_one_or_has_left(world):
    certified(world.ann)
    certified(world.bob)
    Letter.objects.all().delete()
    with acting_at(now() + ENDS_SOON):
        certified(world.bob, "brightwater-heating")
        for role in world.ann.roles.all():
            withdraw_role(role, by=world.adam)

        assert remind_of_certificates()

    assert not Letter.objects.exists()
