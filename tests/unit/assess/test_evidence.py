"""Evidence from the living system: what may be named, what it says, what is frozen."""

from datetime import date, timedelta

import pytest

from found import a_finding, a_survey, a_wave
from herefor.answer.models import Case
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Seat
from herefor.assess.pictures import shown
from herefor.assess.queries import offered
from herefor.assess.queries.evidence import evidence_for, gaps_of, key_factors_of
from herefor.assess.queries.offered import offers
from herefor.assess.queries.saying import IN_TIME, said_by
from herefor.assess.verbs import (
    NotNow,
    change_key_factor,
    invite,
    name_evidence,
    name_key_factor,
    open_assessment,
    submit,
    take_back_evidence,
    take_back_key_factor,
)
from herefor.assess.words import gaps_in_words
from herefor.files.verbs import keep_file
from herefor.insight.models import Finding
from herefor.insight.queries import index_of
from herefor.lead.verbs import keep_commitment, make_commitment
from herefor.measure import difference
from herefor.story.clock import now
from herefor.story.models import Event

MONTHS = (1, 4, 7)


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.company, framework=shipped()[DEFAULT], title="Our year", by=world.ann
    )


@pytest.fixture
def writer(assessment, world):
    return invite(assessment, account=world.alice, role=Seat.Role.WRITER, by=world.ann)


def waves(world, *, harbour=(72, 71, 60), company=(73, 73, 72)):
    """Three periods; the harbour falls in the last."""
    survey = a_survey(world)
    found = []
    for month, here, whole in zip(MONTHS, harbour, company, strict=True):
        wave = a_wave(survey, f"2026-{month}", date(2026, month, 1))
        a_finding(wave, world.company, n=900, index=float(whole), se=0.5)
        found.append(a_finding(wave, world.harbour, n=300, index=float(here), se=1.0))
    return found


def named(assessment, writer, about, *, factors=("levels", "trends"), **more):
    return name_evidence(
        assessment, item="7.2", factors=factors, about=about, words="So.", by=writer, **more
    )


def test_a_decline_is_told_in_the_words_of_trends_and_drawn(assessment, writer, world):
    found = waves(world)

    picture = shown(named(assessment, writer, found[-1], measure="Satisfaction"))

    change = difference(index_of(found[2], "Satisfaction"), index_of(found[1], "Satisfaction"))
    assert picture.title == "Satisfaction, Harbour"
    assert picture.says[0] == (
        "60.0 in 2026-7 (58.0 to 62.0, n = 300): fell clearly, by "
        f"{abs(change.high):.0f} to {abs(change.low):.0f} points, since 2026-4."
    )
    assert picture.says[1].startswith("Over all periods: fell clearly, by ")
    assert [point.clear for point in picture.points] == ["", "", "fell clearly"]
    assert [point.value for point in picture.points] == [72, 71, 60]


def test_no_clear_change_is_said_where_the_interval_holds_zero(assessment, writer, world):
    found = waves(world, harbour=(70, 71, 70))

    picture = shown(named(assessment, writer, found[-1], measure="Satisfaction"))

    assert picture.says[0].endswith("no clear change since 2026-4.")
    assert picture.says[1] == "Over all periods: no clear change since 2026-1."
    assert [point.clear for point in picture.points] == ["", "", ""]


def test_it_stands_beside_the_whole_and_a_benchmark(assessment, writer, world):
    found = waves(world)
    against = {"unit": world.company.pk, "value": 59.0, "source": "Ports, 2025"}

    picture = shown(named(assessment, writer, found[-1], measure="Satisfaction", against=against))

    assert picture.says[2].startswith("Clearly below Harbour & Vale (72.0), by ")
    assert picture.says[2].endswith("so this is rather too careful than too bold.")
    assert picture.says[3].startswith("No clear difference from Ports, 2025 (59.0).")
    assert [(one.name, one.value, one.low) for one in picture.beside] == [
        ("Harbour", 60, pytest.approx(58.04)),
        ("Harbour & Vale", 72, pytest.approx(71.02)),
        ("Benchmark", 59.0, None),
    ]


def test_what_is_claimed_and_not_seen_is_noticed(assessment, writer, world):
    wave = a_wave(a_survey(world), "2026-7", date(2026, 7, 1))
    finding = a_finding(wave, world.harbour)

    picture = shown(
        named(
            assessment, writer, finding, factors=["trends", "comparisons"], measure="Satisfaction"
        )
    )

    assert picture.notices == (
        "It is named for trends, and has fewer than three periods.",
        "It is named for comparisons, and nothing is compared.",
    )


def test_the_submission_freezes_what_is_drawn(assessment, writer, world):
    found = waves(world)
    evidence = named(assessment, writer, found[-1], measure="Satisfaction")
    before = shown(evidence).says
    submit(assessment, by=writer)

    a_finding(found[-1].wave, world.harbour, n=400, index=90.0)
    evidence.refresh_from_db()

    assert evidence.frozen["series"][-1]["value"] == 60
    assert shown(evidence).says == before
    assert said_by(evidence)["series"][-1]["value"] == 90


def test_numbers_that_the_one_who_named_them_may_not_see_are_not_in_it(assessment, writer, world):
    found = waves(world)
    evidence = named(
        assessment, writer, found[-1], measure="Satisfaction", against={"unit": world.company.pk}
    )
    world.alice.roles.update(unit=world.harbour)
    evidence = type(evidence).objects.get(pk=evidence.pk)

    assert len(shown(evidence).points) == 3
    assert shown(evidence).says[2] == "Beside Harbour & Vale nothing can be shown."

    world.alice.roles.all().delete()
    evidence = type(evidence).objects.get(pk=evidence.pk)
    assert shown(evidence).points == ()
    assert "No number can be shown" in shown(evidence).says[0]


def test_too_few_answers_are_not_drawn(assessment, writer, world):
    wave = a_wave(a_survey(world), "2026-7", date(2026, 7, 1))
    finding = a_finding(wave, world.harbour, n=3)

    assert offers(world.alice, assessment) == []
    assert shown(named(assessment, writer, finding, measure="Satisfaction")).points == ()


def cases(world, days_ago, *, n, late, source="form"):
    """Opened so long ago; `late` of them were answered a day too late."""
    for number in range(n):
        opened = now() - timedelta(days=days_ago)
        promised = opened + timedelta(days=1)
        Case.objects.create(
            reference=f"{source}-{days_ago}-{number}",
            kind="complaint" if number % 2 else "question",
            source=source,
            title="Secret words",
            unit=world.harbour,
            customer=world.carla,
            owner=world.bob,
            opened_at=opened,
            promised_by=promised,
            last_said_at=opened,
            first_answered_at=promised + timedelta(days=1 if number < late else -0.5),
        )


def test_cases_are_counts_and_shares_and_nobodys_words(assessment, writer, world):
    cases(world, 100, n=40, late=4)
    cases(world, 5, n=40, late=30)
    cases(world, 6, n=50, late=50, source="import")
    cases(world, 300, n=3, late=1)

    evidence = named(assessment, writer, world.harbour, measure=IN_TIME)
    said, picture = said_by(evidence), shown(evidence)

    assert said["n"] == 83
    assert "value" not in said["series"][0]
    assert [round(point.value) for point in picture.points] == [90, 25]
    assert picture.says[0] == "83 cases, 41 of them complaints."
    assert "25 % in time" in picture.says[1]
    assert picture.says[2].startswith("Over all quarters: fell clearly, by ")
    assert "Secret" not in str(said)
    assert "Carla" not in str(said)


def test_a_commitment_says_whether_it_was_kept(assessment, writer, world):
    found = waves(world)
    commitment = make_commitment(
        found[-1],
        promise="We ring the day before",
        driver="Quality",
        points_expected=10,
        owner=world.alice,
        due_on=date(2026, 12, 1),
        raised_in=[],
        by=world.alice,
    )
    evidence = name_evidence(
        assessment, item="3.2", factors=["learning"], about=commitment, words="So.", by=writer
    )

    assert shown(evidence).says[1] == "Not kept yet."
    keep_commitment(commitment, by=world.alice)
    evidence = type(evidence).objects.get(pk=evidence.pk)
    assert shown(evidence).says[0] == "Promised at Harbour by 1 December 2026."
    assert shown(evidence).says[1].startswith("Kept on ")


def test_a_writer_is_offered_only_what_this_person_may_see(assessment, world):
    waves(world)
    cases(world, 5, n=6, late=1)

    def offered(who):
        return {name: [one.name for one in found] for name, found in offers(who, assessment)}

    alice = offered(world.alice)
    assert "Harbour: Satisfaction (How are we doing?)" in alice["Measured, as a chart"]
    assert "Hill: Satisfaction (How are we doing?)" not in alice["Measured, as a chart"]
    assert alice["Cases, as counts and shares"] == [
        "Harbour & Vale: answered in time",
        "Harbour: answered in time",
    ]
    assert offered(world.charlie) == {}
    assert list(offered(world.bob)) == ["Cases, as counts and shares"]
    assert list(offered(world.ann)) == ["Measured, as a chart"]


def test_a_list_that_is_cut_says_so(assessment, world, monkeypatch):
    waves(world)
    monkeypatch.setattr(offered, "MOST_CHOICES", 1)
    for promise in ("We ring the day before", "We ring back"):
        make_commitment(
            Finding.objects.filter(unit=world.harbour).latest("pk"),
            promise=promise,
            driver="Quality",
            points_expected=10,
            owner=world.alice,
            due_on=date(2026, 12, 1),
            raised_in=[],
            by=world.alice,
        )

    found = dict(offers(world.alice, assessment))
    assert len(found["Commitments, the newest 1"]) == 1


def test_gaps_are_told_by_factor(assessment, writer, world):
    item = assessment.framework.item("7.2")

    def told():
        return gaps_in_words(gaps_of(item, evidence_for(assessment, item="7.2")))

    assert told() == "7.2 has no evidence yet."
    first = named(assessment, writer, keep_file("a.txt", b"a"), factors=["levels", "trends"])
    assert told() == "7.2 has levels and trends, no comparisons and no integration."
    named(assessment, writer, keep_file("b.txt", b"b"), factors=["comparisons", "integration"])
    assert told() == "7.2 has evidence for every factor."

    take_back_evidence(first, by=writer)
    assert told() == "7.2 has comparisons and integration, no levels and no trends."


def test_evidence_is_named_once_and_may_be_named_again_when_taken_back(assessment, writer, world):
    about = keep_file("a.txt", b"a")
    first = named(assessment, writer, about)
    assert named(assessment, writer, about) == first

    take_back_evidence(first, by=writer)
    take_back_evidence(first, by=writer)

    assert named(assessment, writer, about) != first
    assert Event.objects.filter(what="evidence taken back").count() == 1
    assert first.taken_back_by == world.alice


def test_what_was_taken_back_is_not_frozen_and_nothing_is_taken_back_later(assessment, writer):
    gone = named(assessment, writer, keep_file("a.txt", b"a"))
    stays = named(assessment, writer, keep_file("b.txt", b"b"))
    take_back_evidence(gone, by=writer)
    submit(assessment, by=writer)

    for one in (gone, stays):
        one.refresh_from_db()
    assert gone.frozen is None
    assert stays.frozen["name"] == "b.txt"
    with pytest.raises(NotNow):
        take_back_evidence(stays, by=writer)


def test_a_key_factor_is_named_changed_and_taken_back(assessment, writer):
    first = name_key_factor(assessment, area="mission", words="Ferries run.", by=writer)
    second = change_key_factor(first, area="mission", words="Ferries always run.", by=writer)

    assert (second.follows, key_factors_of(assessment)) == (first, [second])
    with pytest.raises(NotNow, match="was changed"):
        change_key_factor(first, area="mission", words="Ships run.", by=writer)

    take_back_key_factor(second, by=writer)
    assert key_factors_of(assessment) == []
    assert Event.objects.filter(what="key factor taken back").count() == 1
