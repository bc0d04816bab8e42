"""Cases with known marks: whether they are whole, how near somebody comes, what it earns."""

import json
from datetime import timedelta

import pytest
from rich.console import Console

from herefor.assess import case_checks, case_commands
from herefor.assess.cases import AREAS, CASES, case_of, limits, shipped_cases
from herefor.assess.models import Certificate, Exercise, KeyFactor, TrainingCase
from herefor.assess.printing import certificate_pdf
from herefor.assess.queries.training import (
    across_cases,
    advice_on,
    all_cases,
    certificates_of,
    drift_due_at,
    is_fresh_to,
    item_after,
    last_time,
    next_exercise,
    result_of,
)
from herefor.assess.rules import certificates_visible_to, exercises_of
from herefor.assess.sound_cases import doubts_about_case, problems_of_case
from herefor.assess.training_words import advice_words, bias_words, next_words, verdict_words
from herefor.assess.verbs import (
    NotNow,
    begin_exercise,
    finish_exercise,
    invite,
    mark_exercise,
    open_assessment,
)
from herefor.story.clock import acting_at, now
from herefor.story.models import Event

FERRIES, HEATING = "saltmarsh-ferries", "brightwater-heating"
YEAR = timedelta(days=limits().valid_days + 1)


def document(key=FERRIES):
    return json.loads((CASES / f"{key}.json").read_text("utf-8"))


def steps(percent):
    return max(0, min(100, percent))


def marked(account, key=FERRIES, *, off=0, factor=0, but=None):
    """An exercise in which every mark is `off` the reference, and every factor `factor` bands."""
    exercise = begin_exercise(shipped_cases()[key], by=account)
    for one in exercise.case.items:
        known, given = one.reference, (but or {}).get(one.item, off)
        factors = {name: max(1, min(6, band + factor)) for name, band in known.factors.items()}
        mark_exercise(
            exercise, item=one.item, percent=steps(known.percent + given), factors=factors
        )
    return exercise


def done(account, key=FERRIES, **off):
    return finish_exercise(marked(account, key, **off))


@pytest.mark.parametrize("key", [FERRIES, HEATING])
def test_what_comes_with_the_program_is_sound(key):
    case = shipped_cases()[key]

    assert (problems_of_case(case), doubts_about_case(case)) == ([], [])
    assert len(case.items) == 10
    assert sum(bool(one.tables) for one in case.items) == 3
    # Marks that are all alike would teach nobody to tell items apart.
    assert (
        max(one.reference.percent for one in case.items)
        - min(one.reference.percent for one in case.items)
        >= 40
    )


def test_areas_are_those_of_an_assessment():
    assert set(AREAS) == set(KeyFactor.Area.values)


def broken(**change):
    told = document()
    told.update(change)
    return told


def first(**change):
    told = document()
    told["items"][0]["reference"].update(change)
    return told


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (broken(id="Our Case"), "Its id is 'Our Case'"),
        (broken(licence=""), "It has no licence."),
        (broken(framework="nowhere"), "Its framework is nowhere, which is not here."),
        (broken(framework="efqm-2020"), "is not marked in percent."),
        (broken(profile=[]), "It has no profile."),
        (broken(key_factors=[]), "It has fewer than three key factors."),
        (
            broken(key_factors=[{"area": "weather", "words": "Rain."}] * 3),
            "A key factor is about weather.",
        ),
        (broken(items=document()["items"][:5]), "It answers 5 items; at least 8 are needed."),
        (broken(items=document()["items"][:9]), "It answers 2 results items; at least 3 are"),
        (broken(items=document()["items"] * 2), "Item 1.1 stands there 2 times."),
        (first(percent=52), "Item 1.1: 52 percent may not be given."),
        (first(factors={"approach": 9}), "Item 1.1 has no band for approach"),
        (first(factors={"levels": 3}), "Item 1.1 has a band for levels, which its kind"),
        (first(reason="Fine."), "Item 1.1: its reason is too short to learn from"),
    ],
)
def test_each_fault_of_a_case_is_named(told, problem):
    assert any(problem in one for one in problems_of_case(case_of(told)))


def test_a_table_is_checked_and_a_results_item_needs_one():
    told = document()
    told["items"][7]["tables"] = []
    told["items"][8]["tables"][0]["rows"][0].pop()
    told["items"][0]["item"] = "9.9"
    told["items"][1]["answer"] = []

    assert problems_of_case(case_of(told)) == [
        f"There is no item 9.9 in {case_of(told).framework}.",
        "Item 2.1 has no answer.",
        "Item 7.1 is a results item and shows no table.",
        "Item 7.2: a row of “Satisfaction and what follows from it” has more or fewer cells than "
        "columns.",
    ]


def test_a_mark_outside_its_factors_is_pointed_at():
    case = case_of(first(percent=95))

    assert doubts_about_case(case) == ["Item 1.1: the mark lies outside the bands of its factors."]


def test_the_reference_itself_earns_a_certificate_for_a_year(world):
    exercise = done(world.ann)
    result, given = result_of(exercise), Certificate.objects.get()

    assert (result.accuracy.off_by, result.same_band, result.accuracy.bias) == (0, 1, 0)
    assert (given.off_by, given.same_band, given.n) == (0, 1, 10)
    assert given.valid_until - given.given_at == timedelta(days=365)
    assert given.is_valid
    assert advice_on(result) == []
    assert "earns your certificate" in verdict_words(result)
    assert certificate_pdf(given).startswith(b"%PDF-")
    assert Event.objects.filter(what="certificate given").count() == 1


def test_numbers_equal_those_reckoned_by_hand(world):
    # 60+10, 35-5, 45-10 and seven that are right: |off| 25, off -5, over ten items
    result = result_of(done(world.ann, but={"1.1": 10, "2.1": -5, "3.1": -10}))

    assert result.accuracy.off_by == pytest.approx(2.5)
    assert result.accuracy.bias == pytest.approx(-0.5)
    # 10 squared, 5 squared and 10 squared over ten, less the squared bias
    assert result.accuracy.stereotype**2 == pytest.approx(22.5 - 0.25)
    assert (result.accuracy.differential_elevation, result.accuracy.differential) == (0, 0)
    # 70 is in the next band; 30 and 35 stay in theirs
    assert (result.n_same_band, result.n_near) == (9, 10)


def test_marks_too_high_earn_nothing_and_are_told_so(world):
    result = result_of(done(world.ann, off=15, factor=1))

    assert not Certificate.objects.exists()
    assert [one.name for one in advice_on(result)] == ["lenient", "items", "factor high"]
    said = [advice_words(one) for one in advice_on(result)]
    assert "you gave 15.0 points more than the reference" in said[0]
    assert "more Approach than there is, by 1.0 bands" in said[2]
    assert "Not yet near enough" in verdict_words(result)


def test_marks_all_alike_and_too_low_are_told_so(world):
    known = {one.item: one.reference.percent for one in shipped_cases()[FERRIES].items}

    result = result_of(done(world.ann, but={item: 30 - percent for item, percent in known.items()}))

    assert [one.name for one in advice_on(result)][:3] == ["severe", "items", "flat"]


def test_near_marks_in_the_next_band_are_told_so(world):
    known = {one.item: one.reference.percent for one in shipped_cases()[FERRIES].items}
    over = {item: 5 for item, percent in known.items() if percent in (45, 45)}
    under = {item: -5 for item, percent in known.items() if percent in (30, 50)}

    result = result_of(done(world.ann, but={**over, **under, "5.2": -15, "1.1": -15}))

    assert result.same_band < 0.7
    assert [one.name for one in advice_on(result)] == ["items", "bands"]


def test_nothing_is_handed_in_that_is_not_marked_or_changed_afterwards(world):
    exercise = begin_exercise(shipped_cases()[FERRIES], by=world.ann)
    with pytest.raises(NotNow, match="not marked"):
        finish_exercise(exercise)
    with pytest.raises(ValueError, match="52 percent"):
        mark_exercise(exercise, item="1.1", percent=52, factors={})
    exercise = done(world.ann)

    with pytest.raises(NotNow, match="finished"):
        mark_exercise(exercise, item="1.1", percent=50, factors={})
    with pytest.raises(NotNow, match="finished"):
        finish_exercise(exercise)


def test_an_open_exercise_is_gone_on_with(world):
    exercise = begin_exercise(shipped_cases()[FERRIES], by=world.ann)
    mark_exercise(exercise, item="7.3", percent=20, factors={})

    assert begin_exercise(shipped_cases()[FERRIES], by=world.ann) == exercise
    assert (item_after(exercise, "7.2"), item_after(exercise, "1.1")) == ("1.1", "2.1")


def test_who_has_read_the_reference_is_practising(world):
    done(world.ann, off=15)

    again = done(world.ann)

    assert not again.is_fresh
    assert not Certificate.objects.exists()
    assert "You knew it already" in verdict_words(result_of(again))
    with acting_at(now() + YEAR):
        assert is_fresh_to(world.ann, FERRIES)
    assert is_fresh_to(world.bob, FERRIES)


def test_a_year_later_the_marks_are_compared_with_last_time(world):
    before = done(world.ann)

    with acting_at(now() + YEAR):
        assert drift_due_at(world.ann) < now()
        after = done(world.ann, HEATING, off=5)

    assert last_time(after) == before
    assert last_time(before) is None
    assert drift_due_at(world.bob) is None


def test_all_four_parts_need_two_cases(world):
    done(world.ann, off=10)
    assert across_cases(world.ann) is None
    done(world.ann, HEATING, off=0)
    done(world.ann, FERRIES, off=20)  # not the first time, so it does not count

    parts, n = across_cases(world.ann)

    # One case 10 too high, the other right: 5 on average, and 5 between the cases.
    assert (n, parts.n) == (2, 20)
    assert parts.elevation == pytest.approx(5)
    assert parts.differential_elevation == pytest.approx(5)
    assert parts.stereotype == pytest.approx(0)
    assert parts.differential == pytest.approx(0)


def test_the_next_exercise_is_what_was_not_seen_and_then_the_oldest(world):
    following = next_exercise(world.ann)
    assert (following.why, following.case.id) == ("first", HEATING)
    done(world.ann, HEATING, but={"7.1": -15, "1.1": 10, "2.1": 5})
    following = next_exercise(world.ann)
    assert (following.why, following.case.id) == ("another", FERRIES)
    assert following.looks_at == ("7.1", "1.1", "2.1")
    done(world.ann, FERRIES)

    assert next_exercise(world.ann).why == "practice"
    begun = begin_exercise(shipped_cases()[FERRIES], by=world.ann)
    assert "which you have begun" in next_words(next_exercise(world.ann))
    begun.delete()
    assert "without a certificate" in next_words(next_exercise(world.ann))
    with acting_at(now() + YEAR):
        assert (next_exercise(world.ann).why, next_exercise(world.ann).case.id) == (
            "again",
            HEATING,
        )


def test_nobody_sees_the_exercises_of_another_and_a_lead_sees_certificates(world):
    exercise = done(world.ann)

    assert list(exercises_of(world.ann)) == [exercise]
    assert not exercises_of(world.alice).exists()
    assert not exercises_of(world.bob).exists()
    assert list(certificates_visible_to(world.ann)) == [exercise.certificate]
    assert not certificates_visible_to(world.alice).exists()
    assert certificates_of([world.ann.pk, world.bob.pk]) == {world.ann.pk: exercise.certificate}
    assessment = open_assessment(
        unit=world.harbour, framework=exercise.case.framework, title="Our year", by=world.alice
    )
    invite(assessment, account=world.ann, role="examiner", by=world.alice)
    assert list(certificates_visible_to(world.alice)) == [exercise.certificate]


def said(act, *words):
    console = Console(record=True, width=200, file=open("/dev/null", "w"))  # noqa: SIM115
    code = act(*words, console=console)
    return code, console.export_text()


def own(tmp_path, **change):
    path = tmp_path / "own.json"
    path.write_text(json.dumps(broken(id="our-shop", name="Our Shop", **change)), "utf-8")
    return path


def test_a_case_of_ones_own_is_brought_in_marked_and_removed(world, tmp_path):
    code, text = said(case_commands.bring_in, own(tmp_path))
    assert (code, "Our Shop is there" in text) == (0, True)
    assert TrainingCase.objects.get().by == world.adam
    assert all_cases()["our-shop"].name == "Our Shop"
    assert not is_fresh_to(world.adam, "our-shop")

    exercise = begin_exercise(all_cases()["our-shop"], by=world.ann)
    assert exercise.is_fresh
    assert said(case_commands.remove, "our-shop")[0] == 0
    assert "our-shop" not in all_cases()
    assert Exercise.objects.get().case.name == "Our Shop"
    assert said(case_commands.remove, "our-shop") == (1, "No case our-shop was brought in.\n")


def test_what_cannot_be_brought_in_is_said(world, tmp_path):
    code, text = said(case_commands.bring_in, own(tmp_path, profile=[]))
    assert (code, "It has no profile." in text, "Nothing was brought in." in text) == (
        1,
        True,
        True,
    )
    path = tmp_path / "ours.json"
    path.write_text(json.dumps(document()), "utf-8")
    assert "comes with the program" in said(case_commands.bring_in, path)[1]
    path.write_text("{", "utf-8")
    assert "is no JSON" in said(case_commands.bring_in, path)[1]
    path.write_text("{}", "utf-8")
    assert "id is missing" in said(case_checks.check, path)[1]
    path.write_text(json.dumps(broken(profile="We sail.")), "utf-8")
    assert "is no list of texts" in said(case_checks.check, path)[1]
    assert "cannot be read" in said(case_checks.check, tmp_path / "nowhere.json")[1]
    path.write_text(json.dumps(broken(id="x")), "utf-8")
    unknown = said(lambda *a, **k: case_commands.bring_in(*a, by="no@example.org", **k), path)
    assert unknown == (1, "Nobody here signs in with no@example.org.\n")
    assert not TrainingCase.objects.exists()
    assert said(case_checks.check, None)[0] == 0


def test_bias_in_words():
    assert [bias_words(one) for one in (0.01, 4.5, -2)] == [
        "neither too high nor too low",
        "4.5 too high",
        "2.0 too low",
    ]


def test_nobody_brings_a_case_in_before_the_program_is_set_up(db, tmp_path):
    code, text = said(case_commands.bring_in, own(tmp_path))

    assert (code, text.startswith("Nobody administers this data folder yet.")) == (1, True)
