"""From a finding to a promise, to the customers who raised it, and to what followed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from asked import answered, ask
from found import a_finding, a_wave, not_estimated, two_waves
from herefor.answer.models import Case, Message
from herefor.answer.verbs import open_case
from herefor.insight.models import NOBODY
from herefor.lead.models import Commitment
from herefor.people.models import Organisation, Role
from herefor.people.verbs import give_role
from herefor.story.clock import acting_at
from herefor.story.queries import story_of

NEXT_MONTH = timezone.localdate() + timedelta(days=30)


@pytest.fixture
def finding(world):
    return a_finding(two_waves(world)[0], world.harbour, n=60, index=70.0)


@pytest.fixture
def cases(world, finding):
    with acting_at(finding.wave.opens_at + timedelta(days=3)):
        raised = [
            open_case(f"Nobody came {number}", unit=world.harbour, customer=world.carla)
            for number in range(3)
        ]
        open_case("Thank you", unit=world.harbour, kind=Case.Kind.PRAISE)
        open_case("Elsewhere", unit=world.hill)
    open_case("Another time", unit=world.harbour)
    return raised


def address(finding):
    return f"/lead/findings/{finding.pk}/decision/"


def said(world, cases=(), **changed):
    return {
        "promise": "Somebody comes on the day",
        "driver": "Quality",
        "points_expected": "25",
        "owner": world.alice.pk,
        "once": str(uuid4()),
        "due_on": NEXT_MONTH.isoformat(),
        "raised_in": [case.pk for case in cases],
    } | changed


def decide(client, world, finding, **changed):
    client.force_login(world.alice)
    return client.post(address(finding), said(world, **changed), follow=True)


def text_of(page):
    return " ".join(page.content.decode().split())


def test_the_form_shows_what_each_driver_holds_and_who_raised_it(client, world, finding, cases):
    client.force_login(world.alice)

    text = text_of(client.get(address(finding)))

    assert "Quality, which holds about 150 (130 to 170)" in text
    assert "Value, which holds about 60 (40 to 80)" in text
    assert "0 of 3 cases raised in 2026 Q2 are chosen" in text
    assert text.count("checked") == 1
    assert "Carla Reyes: Nobody came 0" in text
    for elsewhere in ("Thank you", "Elsewhere", "Another time", "Charlie"):
        assert elsewhere not in text


def test_a_leader_promises(client, world, finding, cases):
    page = decide(client, world, finding, cases=cases[:2])

    made = Commitment.objects.get()
    assert (made.finding, made.unit, made.owner, made.made_by) == (
        finding,
        world.harbour,
        world.alice,
        world.alice,
    )
    assert (made.driver, made.points_expected, made.due_on) == ("Quality", 25, NEXT_MONTH)
    assert set(made.raised_in.all()) == set(cases[:2])
    assert page.redirect_chain[-1][0] == made.get_absolute_url()
    assert "Alice Berg promised: Somebody comes on the day." in text_of(page)
    assert "25 points of 1000, which is 2.5 of 100" in text_of(page)
    assert "No later wave yet" in text_of(page)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"promise": " "}, "Say what will change."),
        ({"points_expected": "300"}, "Quality holds about 150 of the missing points (130 to 170)"),
        ({"points_expected": "81", "driver": "Value"}, "Value holds about 60"),
        ({"points_expected": "-1"}, "Write a number from 0 to 1000"),
        ({"points_expected": "1001"}, "Write a number from 0 to 1000"),
        ({"points_expected": "nan"}, "Write a number from 0 to 1000"),
        ({"points_expected": "many"}, "Write a number from 0 to 1000"),
        ({"driver": "Luck"}, "Select a valid choice"),
        ({"due_on": "2001-01-01"}, "That day is over."),
        ({"due_on": "soon"}, "Write the day as in"),
    ],
)
def test_what_cannot_be_promised_is_refused_in_words(client, world, finding, changed, words):
    page = decide(client, world, finding, **changed)

    assert page.status_code == 422
    assert words in text_of(page)
    assert 'class="error-summary"' in text_of(page)
    assert not Commitment.objects.exists()


def test_the_same_form_sent_twice_promises_once(client, world, finding):
    mark = str(uuid4())

    decide(client, world, finding, once=mark)
    page = decide(client, world, finding, once=mark)

    assert page.redirect_chain[-1][0] == Commitment.objects.get().get_absolute_url()


@pytest.mark.parametrize("who", ["charlie", "bob", "ann"])
def test_only_who_leads_there_can_be_made_the_owner(client, world, finding, who):
    page = decide(client, world, finding, owner=getattr(world, who).pk)

    assert page.status_code == 422
    assert not Commitment.objects.exists()


def test_a_case_of_another_unit_cannot_be_slipped_in(client, world, finding, cases):
    elsewhere = Case.objects.get(title="Elsewhere")

    assert decide(client, world, finding, cases=[elsewhere]).status_code == 422


@pytest.mark.parametrize("who", ["ann", "bob", "charlie", "adam"])
def test_who_does_not_lead_cannot_decide_nor_read_it(client, world, finding, who):
    decide(client, world, finding)
    made = Commitment.objects.get()
    client.force_login(getattr(world, who))

    assert client.get(address(finding)).status_code == 404
    assert client.post(address(finding), said(world)).status_code == 404
    assert client.get(made.get_absolute_url()).status_code == 404
    for act in ("telling", "keeping"):
        path = f"{made.get_absolute_url()}{act}/"
        assert client.post(path, {"words": "We did."}).status_code == 404
    assert Commitment.objects.count() == 1
    assert not made.is_told


def test_the_leader_of_another_branch_cannot_decide(client, world, finding):
    give_role(world.charlie, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)
    client.force_login(world.charlie)

    assert client.get(address(finding)).status_code == 404


def test_nobody_decides_on_numbers_that_may_not_be_shown(client, world, finding):
    client.force_login(world.alice)
    assert client.get(address(finding)).status_code == 200

    Organisation.objects.update(smallest_group=61)

    assert client.get(address(finding)).status_code == 404


def promised(client, world, finding, cases=()):
    decide(client, world, finding, cases=cases)
    return Commitment.objects.get()


def test_it_is_not_done_before_the_customers_know(client, world, finding, cases):
    made = promised(client, world, finding, cases)

    page = client.post(f"{made.get_absolute_url()}keeping/", follow=True)

    assert "the customers who raised it have not been told" in text_of(page)
    assert not Commitment.objects.get().is_kept


def test_telling_reaches_each_case_once_and_then_it_can_be_done(client, world, finding, cases):
    made = promised(client, world, finding, cases)
    page = client.get(made.get_absolute_url())
    assert "It goes as a message to 3 customers, on the case of each." in text_of(page)

    for _again in range(2):
        client.post(f"{made.get_absolute_url()}telling/", {"words": "You said, we did."})
    page = client.post(f"{made.get_absolute_url()}keeping/", follow=True)

    told = Message.objects.filter(direction="out", text="You said, we did.")
    assert {message.case for message in told} == set(cases)
    assert told.count() == 3
    assert "Done on" in text_of(page)
    assert [event.what for event in story_of(made)] == [
        "commitment made",
        "customers told",
        "commitment kept",
    ]


def test_telling_nothing_is_refused(client, world, finding, cases):
    made = promised(client, world, finding, cases)

    page = client.post(f"{made.get_absolute_url()}telling/", {"words": " "})

    assert page.status_code == 422
    assert "Say what was done." in text_of(page)
    assert not Message.objects.filter(direction="out").exists()


def test_where_nobody_raised_it_there_is_nobody_to_tell(client, world, finding):
    made = promised(client, world, finding)
    page = client.get(made.get_absolute_url())
    assert "No case is attached, so there is nobody to tell." in text_of(page)

    client.post(f"{made.get_absolute_url()}keeping/")

    assert Commitment.objects.get().is_kept


@pytest.mark.parametrize(
    ("after", "words"), [(71.0, "no clear change"), (80.0, "clearly higher, by 7 to 13 points")]
)
def test_before_and_after_is_shown_and_claims_no_cause(client, world, finding, after, words):
    made = promised(client, world, finding)
    later = a_wave(finding.wave.survey, "Next", NEXT_MONTH.replace(day=2))
    a_finding(later, world.harbour, index=after)

    text = text_of(client.get(made.get_absolute_url()))

    assert words in text
    assert "This says what followed, not that it followed from the commitment" in text


def test_a_wave_that_was_open_before_the_promise_or_before_it_was_kept_is_no_after(
    client, world, finding
):
    made = promised(client, world, finding)
    waves = finding.wave.edition.waves
    a_finding(waves.get(name="2026 Q3"), world.harbour, index=88.8)
    assert "No later wave yet" in text_of(client.get(made.get_absolute_url()))

    a_finding(
        a_wave(finding.wave.survey, "Next", NEXT_MONTH.replace(day=2)), world.harbour, index=77.7
    )
    assert "77.7" in text_of(client.get(made.get_absolute_url()))

    with acting_at(timezone.now() + timedelta(days=70)):
        client.post(f"{made.get_absolute_url()}keeping/")
    assert "77.7" not in text_of(client.get(made.get_absolute_url()))


def test_a_commitment_says_that_its_answers_were_taken_back(client, world, finding):
    made = promised(client, world, finding)
    words = "These answers were taken back since"
    assert words not in text_of(client.get(made.get_absolute_url()))

    not_estimated(finding.wave, world.harbour, n=0, reason=NOBODY)

    assert words in text_of(client.get(made.get_absolute_url()))


@pytest.mark.parametrize(
    ("expected", "words"),
    [
        ("0", "0 points of 1000, which is 0.0 of 100"),
        ("1", "1 point of 1000, which is 0.1 of 100"),
        ("1.5", "1.5 points of 1000, which is 0.15 of 100"),
    ],
)
def test_points_expected_are_told_right_for_none_one_and_many(
    client, world, finding, expected, words
):
    page = decide(client, world, finding, points_expected=expected)

    assert words in text_of(page)


def test_an_after_that_may_not_be_shown_is_not(client, world, finding):
    made = promised(client, world, finding)
    later = a_wave(finding.wave.survey, "Next", NEXT_MONTH.replace(day=2))
    a_finding(later, world.harbour, n=4, index=88.8)

    text = text_of(client.get(made.get_absolute_url()))

    assert "88.8" not in text
    assert "No later wave yet" in text


def test_the_list_says_in_words_what_is_open_late_and_kept(client, world, finding):
    made = promised(client, world, finding)
    client.force_login(world.alice)
    assert ">open</span>" in text_of(client.get("/lead/commitments/"))

    Commitment.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert ">late</span>" in text_of(client.get("/lead/commitments/"))

    client.post(f"{made.get_absolute_url()}keeping/")
    assert "Nothing is promised at the moment." in text_of(client.get("/lead/commitments/"))
    assert ">kept</span>" in text_of(client.get("/lead/commitments/?view=kept"))


def test_many_customers_of_whom_none_is_chosen_are_folded(client, world, finding):
    with acting_at(finding.wave.opens_at + timedelta(days=3)):
        for number in range(60):
            open_case(f"Nobody came {number}", unit=world.harbour)
    client.force_login(world.alice)

    text = text_of(client.get(address(finding)))

    assert "0 of 60 cases raised in 2026 Q2 are chosen" in text
    assert text.count("checked") == 1
    assert "<details>" in text


def test_only_the_unhappy_who_complained_are_chosen_already_and_the_list_is_open(client, world):
    asked = ask(world)
    for number in range(12):
        scores = dict.fromkeys(("SATIS", "CONFIRM", "IDEAL"), 1 if number < 2 else 9)
        said = {"COMMENT": "Nobody came.", "CONTACT": True}
        answered(asked, once=f"told-{number}", answers=scores | said)
    Case.objects.update(kind=Case.Kind.COMPLAINT)
    client.force_login(world.alice)

    text = text_of(client.get(address(a_finding(asked.wave, world.harbour))))

    assert Case.objects.count() == 12
    assert "2 of 12 cases raised in 2026 Q3 are chosen" in text
    assert text.count("checked") == 3
    assert "<details open>" in text


def test_a_driver_that_holds_nothing_is_not_offered(client, world, finding):
    bars = [
        {"driver": "Quality", "value": 9.0, "low": -1.0, "high": 19.0},
        {"driver": "Value", "value": -4.0, "low": -9.0, "high": 1.0},
    ]
    found = a_finding(finding.wave, world.company, gap=finding.result["gap"] | {"bars": bars})
    client.force_login(world.alice)

    text = text_of(client.get(address(found)))

    assert "Quality, which holds nothing clear (-1 to 19)" in text
    assert "Value, which" not in text
