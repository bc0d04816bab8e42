"""What was found on a case, what we learn, and the list of causes: by role and unit."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from herefor.answer import verbs
from herefor.answer.models import Assessment, Cause, Lesson, Need, Remedy
from herefor.answer.verbs import learning
from herefor.story.clock import acting_at, now


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def cause(world):
    return learning.keep_cause("Waited too long", unit=world.company, by=world.alice)


@pytest.fixture
def case(world):
    return verbs.open_case("Heating", unit=world.harbour, customer=world.carla, words="Cold.")


@pytest.fixture
def lesson(world, case):
    due = localdate() + timedelta(days=3)
    said = {"what": "Ring before we come", "unit": world.harbour, "owner": world.bob}
    return learning.write_lesson(case, **said, due_on=due, by=world.alice)


def test_somebody_writes_down_what_was_found(client, world, case, cause):
    client.force_login(world.bob)
    assert "Write down what you found" in text(client.get(case.get_absolute_url()))
    at = f"/answer/cases/{case.pk}"
    due = localdate() + timedelta(days=20)

    said = {"whose": "ours", "cause": cause.pk, "words": "The van broke down."}
    client.post(f"{at}/assessment/", said)
    refund = {"kind": "refund", "amount": "25.50", "currency": "EUR", "words": "One month"}
    client.post(f"{at}/remedies/", refund)
    change = {"what": "Ring first", "unit": world.harbour.pk, "owner": world.bob.pk, "due_on": due}
    client.post(f"{at}/lessons/", change)
    client.post(f"{at}/needs/", {"kind": "hearing", "words": "write", "consent": "said so"})

    for page in (text(client.get(f"{at}/found/")), text(client.get(case.get_absolute_url()))):
        assert "Waited too long" in page
        assert "Refund, 25.50 EUR: One month" in page
        assert "Ring first" in page
        assert "<b>Be careful:</b> <bdi>hears badly: write</bdi>." in page
    assert "<dt>Be careful</dt><dd><bdi>hears badly: write</bdi></dd>" in page
    assert Assessment.objects.get().by == world.bob


def test_the_customer_reads_nothing_of_it(client, world, case, cause, lesson):
    learning.assess_case(case, whose="ours", cause=cause, words="Our van.", by=world.bob)
    learning.note_need(world.carla, kind="money", consent="said so", by=world.bob)

    page = text(client.get(case.follow_url))

    assert "Cold." in page
    for hidden in ("Waited too long", "Our van.", "money", "Ring before"):
        assert hidden not in page


@pytest.mark.parametrize(
    ("where", "said", "sentence", "kept"),
    [
        ("assessment", {"words": "Our van."}, "Say whose it is, as far as we know.", "Our van."),
        ("remedies", {"kind": "refund", "amount": "12"}, "Say in which currency.", 'value="12"'),
        ("lessons", {"what": "Ring first"}, "Say by when.", 'value="Ring first"'),
        ("needs", {"kind": "money"}, "Without their agreement nothing of this is noted.", "money"),
        ("needs", {"kind": "other", "consent": "yes"}, "Say what it is.", 'value="yes"'),
    ],
)
def test_what_is_missing_is_said_and_the_rest_kept(
    client, world, case, where, said, sentence, kept
):
    client.force_login(world.bob)

    page = client.post(f"/answer/cases/{case.pk}/{where}/", said)

    assert page.status_code == 422
    assert sentence in text(page)
    assert kept in text(page)
    for kind in (Assessment, Remedy, Lesson, Need):
        assert not kind.objects.exists()


def test_a_lesson_goes_only_to_who_has_business_there(client, world, case):
    client.force_login(world.alice)
    said = {"what": "Ring first", "unit": world.harbour.pk, "owner": world.charlie.pk}

    page = client.post(f"/answer/cases/{case.pk}/lessons/", said | {"due_on": "2099-01-01"})
    past = client.post(f"/answer/cases/{case.pk}/lessons/", said | {"due_on": "2020-01-01"})

    assert "They have no business at this unit." in text(page)
    assert "This day is over already." in text(past)
    assert not Lesson.objects.exists()


def test_a_lesson_is_done_when_something_has_changed(client, world, case, lesson):
    client.force_login(world.bob)
    shown = text(client.get("/answer/learn/"))

    empty = client.post(f"/answer/learn/lessons/{lesson.pk}/done/", {"changed": ""})
    done = client.post(
        f"/answer/learn/lessons/{lesson.pk}/done/", {"changed": "We ring."}, follow=True
    )

    assert "Ring before we come" in shown
    assert "Bob Ek sees to it." in shown
    assert (empty.status_code, "Say what." in text(empty)) == (422, True)
    assert "What has changed" in text(done)
    assert "We ring." in text(done)
    assert Lesson.objects.get().done_by == world.bob
    again = client.post(f"/answer/learn/lessons/{lesson.pk}/done/", {"changed": "No."})
    assert again.status_code == 404


def test_what_is_late_is_called_late(client, world, lesson):
    client.force_login(world.bob)

    with acting_at(now()):
        Lesson.objects.update(due_on=localdate() - timedelta(days=1))
        page = text(client.get("/answer/learn/"))

    assert '<span class="badge late">late</span>' in page


def test_the_page_counts_causes_with_n_and_interval(client, world, cause):
    for _number in range(6):
        case = verbs.open_case("Heating", unit=world.harbour, words="Cold.")
        learning.assess_case(case, whose="ours", cause=cause, by=world.bob)
    client.force_login(world.alice)

    page = text(client.get("/answer/learn/", {"days": 30, "unit": world.harbour.pk}))

    assert "On 6 of them somebody wrote down what was found." in page
    assert "100 % were ours (61 to 100 %, n = 6). Nothing to compare with." in page
    assert "6 of 6" in page
    assert "In the time before, something was written down on fewer than 5." in page


def test_few_are_not_counted(client, world, case, cause):
    learning.assess_case(case, whose="ours", cause=cause, by=world.bob)
    client.force_login(world.alice)

    page = text(client.get("/answer/learn/", {"days": "nonsense", "unit": "x"}))

    assert "On fewer than 5 cases something was written down, so nothing is counted." in page
    assert "Waited too long" not in page


@pytest.mark.parametrize("who", ["charlie", "ann", "adam", None])
def test_strangers_see_and_write_nothing(client, world, case, lesson, who):
    if who:
        client.force_login(getattr(world, who))
    need = learning.note_need(world.carla, kind="money", consent="said so", by=world.bob)
    at = f"/answer/cases/{case.pk}"
    refused = 404 if who else 302

    assert client.get(f"{at}/found/").status_code == refused
    for path, said in {
        f"{at}/assessment/": {"whose": "ours"},
        f"{at}/remedies/": {"kind": "apology"},
        f"{at}/lessons/": {"what": "x"},
        f"{at}/needs/": {"kind": "money", "consent": "x"},
        f"{at}/needs/{need.pk}/end/": {},
        f"/answer/learn/lessons/{lesson.pk}/done/": {"changed": "x"},
    }.items():
        assert client.post(path, said).status_code == refused, path
    assert Lesson.objects.get().done_at is None
    assert Need.objects.get().ended_at is None
    if who == "charlie":
        assert "Ring before we come" not in text(client.get("/answer/learn/"))
    else:
        assert client.get("/answer/learn/").status_code == refused


def test_what_was_written_by_mistake_is_taken_away(client, world, case):
    remedy = learning.give_remedy(case, kind="apology", by=world.bob)
    need = learning.note_need(world.carla, kind="money", consent="said so", by=world.bob)
    client.force_login(world.bob)

    client.post(f"/answer/cases/{case.pk}/remedies/{remedy.pk}/end/")
    client.post(f"/answer/cases/{case.pk}/needs/{need.pk}/end/")

    assert Remedy.objects.get().taken_back_at is not None
    assert Need.objects.get().ended_by == world.bob
    assert "money worries</bdi>" not in text(client.get(case.get_absolute_url()))


def test_those_who_lead_or_administer_keep_the_causes(client, world, cause):
    for who in ("alice", "adam"):
        client.force_login(getattr(world, who))
        assert "Waited too long" in text(client.get("/answer/learn/causes/"))
    client.post("/answer/learn/causes/new/", {"name": "Noise", "unit": world.hill.pk})
    client.post(f"/answer/learn/causes/{cause.pk}/end/")

    assert list(Cause.objects.filter(dropped_at=None).values_list("name", "unit__name")) == [
        ("Noise", "Hill")
    ]


def test_a_usual_list_is_there_with_one_click(client, world):
    client.force_login(world.alice)
    assert "Begin with a usual list" in text(client.get("/answer/learn/causes/"))

    client.post("/answer/learn/causes/usual/")

    assert set(Cause.objects.values_list("unit__name", flat=True)) == {"Harbour & Vale"}
    assert Cause.objects.count() == 8


@pytest.mark.parametrize("who", ["bob", "charlie", "ann"])
def test_nobody_else_keeps_the_causes(client, world, cause, who):
    client.force_login(getattr(world, who))
    said = {"name": "Mine", "unit": world.harbour.pk}

    assert client.get("/answer/learn/causes/").status_code == 404
    assert client.post("/answer/learn/causes/usual/").status_code == 404
    assert client.post(f"/answer/learn/causes/{cause.pk}/end/").status_code == 404
    assert client.post("/answer/learn/causes/new/", said).status_code in (404, 422)
    assert Cause.objects.filter(dropped_at=None).count() == 1
