"""Results that other programs keep: who sees them, what they say, how they are corrected."""

import pytest
from django.db import IntegrityError, transaction

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Release, Result, Seat
from herefor.assess.pictures import shown
from herefor.assess.queries.evidence import evidence_for, gaps_of
from herefor.assess.queries.offered import offers
from herefor.assess.queries.saying import said_by
from herefor.assess.rules import results_visible_to
from herefor.assess.verbs import (
    NotNow,
    correct_result,
    invite,
    name_evidence,
    open_assessment,
    submit,
    write_result,
)
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.models import Event
from herefor.story.sentences import sentence_of

TURNOVER = {
    "name": "Staff turnover",
    "measured_in": "percent",
    "better": "lower",
    "source": "Payroll.",
    "rows": [["2023", 14, 15.5], ["2024", 12.5, None], ["2025", 11, 13.5]],
    "other": "Ports panel",
    "other_source": "41 ports",
}
ALONE = {"rows": [["2024", 12, None], ["2025", 11, None]], "other": "", "other_source": ""}


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.company, framework=shipped()[DEFAULT], title="Our year", by=world.ann
    )


@pytest.fixture
def writer(assessment, world):
    return invite(assessment, account=world.alice, role=Seat.Role.WRITER, by=world.ann)


@pytest.fixture
def turnover(world, writer):
    return write_result(world.harbour, by=writer, **TURNOVER)


def named(assessment, writer, about, *, factors=("levels", "trends", "comparisons")):
    return name_evidence(
        assessment, item="7.3", factors=factors, about=about, words="Fewer leave.", by=writer
    )


def test_it_is_a_chart_with_the_other_as_a_second_line(assessment, writer, turnover):
    picture = shown(named(assessment, writer, turnover))

    assert (picture.title, picture.of) == ("Staff turnover, Harbour", "percent")
    assert [(one.period, one.value, one.other) for one in picture.points] == [
        ("2023", 14, 15.5),
        ("2024", 12.5, None),
        ("2025", 11, 13.5),
    ]
    assert [(one.low, one.high, one.n) for one in picture.points] == [(None, None, None)] * 3
    assert (picture.decimals, picture.other, picture.beside) == (1, "Ports panel", ())
    assert picture.notices == ()


def test_its_direction_is_said_and_no_change_is_called_clear(assessment, writer, turnover):
    picture = shown(named(assessment, writer, turnover))

    assert picture.says == (
        "14.0 in 2023, 11.0 in 2025.",
        "Lower is better: a line that falls is good.",
        "Hollow points: Ports panel, 13.5 in 2025, which is worse (41 ports).",
        "As told by Payroll; no interval is known.",
    )
    assert not any(one.clear for one in picture.points)


@pytest.mark.parametrize(
    ("better", "other", "told"),
    [
        ("higher", 13.5, "which is better"),
        ("higher", 9, "which is worse"),
        ("lower", 9, "which is better"),
        ("lower", 11, "which is the same"),
    ],
)
def test_the_other_is_better_or_worse_by_the_direction(
    world, assessment, writer, better, other, told
):
    rows = [["2024", 12, None], ["2025", 11, other]]
    result = write_result(world.harbour, by=writer, **TURNOVER | {"better": better, "rows": rows})

    says = shown(named(assessment, writer, result)).says

    assert says[1].startswith(f"{better.capitalize()} is better: ")
    assert told in says[2]


def test_what_is_claimed_and_not_there_is_noticed(world, assessment, writer):
    result = write_result(world.harbour, by=writer, **TURNOVER | ALONE)

    picture = shown(named(assessment, writer, result))

    assert picture.notices == (
        "It is named for trends, and has fewer than three periods.",
        "It is named for comparisons, and nothing is compared.",
    )
    assert (picture.decimals, picture.other) == (0, "")
    assert len(picture.says) == 3


def test_its_factors_close_gaps(assessment, writer, turnover):
    named(assessment, writer, turnover)

    gaps = gaps_of(assessment.framework.item("7.3"), evidence_for(assessment, item="7.3"))

    assert (gaps.shown, gaps.missing) == (("levels", "trends", "comparisons"), ("integration",))


def test_a_correction_shows_wherever_it_was_named_until_the_submission(
    world, assessment, writer, turnover
):
    evidence = named(assessment, writer, turnover)
    second = correct_result(turnover, by=writer, **TURNOVER | {"name": "Turnover"})
    third = correct_result(second, by=writer, **TURNOVER | {"name": "Who left"})

    assert shown(evidence).title == "Who left, Harbour"
    assert (turnover.newest, third.newest, third.unit) == (third, third, world.harbour)
    submit(assessment, by=writer)
    evidence.refresh_from_db()
    Result.objects.create(
        **TURNOVER | {"name": "Later"}, unit=world.harbour, follows=third, by=world.alice, at=now()
    )

    assert shown(evidence).title == "Who left, Harbour"
    assert shown(evidence).is_frozen
    assert said_by(type(evidence).objects.get(pk=evidence.pk))["name"] == "Later"
    assert Result.objects.get(pk=turnover.pk).name == "Staff turnover"


def test_only_one_correction_follows_a_version(writer, turnover):
    correct_result(turnover, by=writer, **TURNOVER)

    with pytest.raises(NotNow, match="was corrected"):
        correct_result(turnover, by=writer, **TURNOVER)
    assert Result.objects.count() == 2


def test_it_is_offered_once_under_its_newest_name_and_in_the_next_assessment(
    world, assessment, writer, turnover
):
    correct_result(turnover, by=writer, **TURNOVER | {"name": "Who left"})
    after = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Next year", by=world.alice
    )

    for one in (assessment, after):
        found = dict(offers(world.alice, one))["Kept elsewhere, as a chart"]
        assert [(offer.about, offer.name) for offer in found] == [(turnover, "Harbour: Who left")]


def test_who_leads_analyses_or_writes_sees_it_and_nobody_else(world, assessment, writer, turnover):
    bob = invite(assessment, account=world.bob, role=Seat.Role.WRITER, by=world.ann)
    examiner = Account.objects.create_user("ex@example.org", "x", name="Ex")
    invite(assessment, account=examiner, role=Seat.Role.EXAMINER, by=world.ann)

    def see():
        people = (world.alice, world.ann, world.bob, world.charlie, world.adam, examiner)
        return [one.name for one in people if turnover in results_visible_to(one)]

    assert see() == [world.alice.name, world.ann.name, world.bob.name]
    Release.objects.create(seat=bob, reason="Ill.", by=world.ann, at=now())
    assert see() == [world.alice.name, world.ann.name]


def test_a_writer_of_a_part_does_not_see_results_of_the_rest(world, assessment, writer):
    whole = write_result(world.company, by=writer, **TURNOVER)
    part = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Harbour", by=world.alice
    )
    invite(part, account=world.bob, role=Seat.Role.WRITER, by=world.alice)

    assert whole in results_visible_to(world.alice)
    assert whole not in results_visible_to(world.bob)
    assert offers(world.alice, part) == []


def test_nothing_is_written_or_corrected_after_the_submission(world, assessment, writer, turnover):
    submit(assessment, by=writer)

    with pytest.raises(NotNow):
        write_result(world.harbour, by=writer, **TURNOVER)
    with pytest.raises(NotNow):
        correct_result(turnover, by=writer, **TURNOVER)
    assert Result.objects.get() == turnover


def test_the_story_tells_who_did_it_and_no_numbers(writer, turnover, world):
    correct_result(turnover, by=writer, **TURNOVER)

    events = Event.objects.filter(what__startswith="result ").order_by("pk")
    assert [sentence_of(one).text for one in events] == [
        f"{world.alice.name} wrote down a result that is kept elsewhere.",
        f"{world.alice.name} corrected a result that is kept elsewhere.",
    ]
    assert [(one.unit, one.payload) for one in events] == [(world.harbour, {})] * 2


@pytest.mark.parametrize(("values", "decimals"), [((1, 2), 0), ((1.5, 2), 1), ((0.125, 2), 3)])
def test_it_is_written_as_exactly_as_its_most_exact_number(values, decimals):
    rows = [[str(at), value, None] for at, value in enumerate(values)]

    assert Result(rows=rows).decimals == decimals


@pytest.mark.parametrize("half", [{"other": ""}, {"other_source": ""}])
def test_a_comparison_without_its_source_is_kept_by_no_database(world, writer, half):
    with pytest.raises(IntegrityError), transaction.atomic():
        write_result(world.harbour, by=writer, **TURNOVER | half)
