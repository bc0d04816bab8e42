"""The inbox as pages: views, search, many at once, kept views, keys, all without a script."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from herefor.answer.models import BulkAct, KeysOff, SavedView
from herefor.answer.queries.inbox import VIEWS
from herefor.answer.verbs import answer_case, hear_customer, note_on_case, open_case
from herefor.story.clock import acting_at, now


@pytest.fixture
def case(world):
    return open_case(
        "Nobody came", unit=world.harbour, customer=world.carla, words="<b>Boiler</b> cold."
    )


@pytest.fixture
def bob(client, world):
    client.force_login(world.bob)
    return client


def text_of(page):
    return page.content.decode()


@pytest.mark.parametrize("view", [*VIEWS, "nonsense"])
def test_every_view_opens(bob, case, view):
    assert bob.get(f"/answer/?view={view}").status_code == 200


def test_a_search_shows_the_sentence_escaped_and_marked(bob, case):
    text = text_of(bob.get("/answer/?q=boiler"))

    assert "&lt;b&gt;<mark>Boiler</mark>&lt;/b&gt; cold." in text


def test_a_search_finds_nothing_of_other_units(client, world, case):
    client.force_login(world.charlie)

    text = text_of(client.get("/answer/?q=boiler"))

    assert "Nothing was found." in text
    assert case.title not in text


@pytest.mark.parametrize("typed", ["-", '"', "((", "a" * 300, "*", "from:", "\x00", "or AND not"])
def test_whatever_is_typed_the_page_opens(bob, case, typed):
    assert bob.get("/answer/", {"q": typed}).status_code == 200


def test_a_reference_leads_to_the_case(bob, case):
    page = bob.get("/answer/", {"q": case.reference.lower()})

    assert page["Location"] == case.get_absolute_url()


def test_filters_narrow_and_are_kept_under_a_name(bob, world, case):
    praise = open_case("So kind", kind="praise", unit=world.harbour)
    text = text_of(bob.get("/answer/?view=open&kind=praise"))
    assert praise.title in text
    assert case.title not in text

    bob.post("/answer/views/", {"name": "Praise", "query": "view=open&kind=praise"})
    assert '?view=open&amp;kind=praise">Praise</a>' in text_of(bob.get("/answer/"))

    kept = SavedView.objects.get()
    bob.post(f"/answer/views/{kept.pk}/end/")
    assert not SavedView.objects.exists()


def test_a_kept_view_is_only_for_who_kept_it(client, world, case):
    kept = SavedView.objects.create(
        account=world.bob, name="Mine", query="view=mine", saved_at=case.opened_at
    )
    client.force_login(world.alice)

    assert client.post(f"/answer/views/{kept.pk}/end/").status_code == 404
    assert ">Mine</a> <form" not in text_of(client.get("/answer/"))


def test_a_filter_that_means_nothing_says_so(bob, case):
    page = bob.get("/answer/?kind=nonsense&since=yesterday")

    assert page.status_code == 200
    assert "Enter a valid date" in text_of(page)


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [
        ("since={today}", True),
        ("until={today}", True),
        ("since={today}&until={today}", True),
        ("since={tomorrow}", False),
        ("until={yesterday}", False),
    ],
)
def test_a_day_holds_all_its_hours(bob, world, days, is_shown):
    today = localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = days.format(
        **{
            name: f"{today + timedelta(days=n):%Y-%m-%d}"
            for n, name in ((-1, "yesterday"), (0, "today"), (1, "tomorrow"))
        }
    )
    for moment in (today, today + timedelta(hours=23, minutes=59, seconds=59)):
        with acting_at(moment):
            open_case(f"At {moment:%H:%M}", unit=world.harbour)

    text = text_of(bob.get(f"/answer/?view=open&{asked}"))

    assert [f"At {at}" in text for at in ("00:00", "23:59")] == [is_shown, is_shown]


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_day_beyond_all_calendars_is_refused(bob, case, name, day):
    page = bob.get(f"/answer/?{name}={day}")

    assert page.status_code == 200
    assert "Give a day from 1900 to 2999." in text_of(page)


def test_next_leads_on(bob, world):
    for number in range(27):
        open_case(f"No. {number}", unit=world.harbour)

    first = text_of(bob.get("/answer/?view=open"))
    address = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = text_of(bob.get(f"/answer/{address}"))

    titles = [re.findall(r'class="title"[^>]*>(No\. \d+)<', text) for text in (first, second)]
    assert [len(found) for found in titles] == [25, 2]
    assert len(set(titles[0]) | set(titles[1])) == 27


def test_an_act_without_more_is_done_and_can_be_undone(bob, world, case):
    page = bob.post("/answer/many/", {"act": "spam", "case": case.pk, "back": "/answer/?view=mine"})
    assert page["Location"] == "/answer/?view=mine"
    assert case.spam.filter(undone_at=None).exists()

    text = text_of(bob.get("/answer/"))
    assert "You called 1 case spam." in text
    act = BulkAct.objects.get()
    bob.post(f"/answer/many/{act.pk}/undo/")

    assert not case.spam.filter(undone_at=None).exists()
    assert "Undo" not in text_of(bob.get("/answer/"))


def test_undoing_says_where_something_happened_meanwhile(bob, world, case):
    bob.post("/answer/many/", {"act": "severity", "severity": 4, "case": case.pk})
    hear_customer(case, text="Hello?")

    page = bob.post(f"/answer/many/{BulkAct.objects.get().pk}/undo/", follow=True)

    assert f"Something happened meanwhile on {case.reference}" in text_of(page)


def test_an_act_that_needs_more_asks_for_it(bob, world, case):
    page = bob.post("/answer/many/", {"act": "give", "case": case.pk})
    assert "Give them to" in text_of(page)

    wrong = bob.post("/answer/many/", {"act": "give", "case": case.pk, "owner": world.charlie.pk})
    assert wrong.status_code == 422

    bob.post("/answer/many/", {"act": "give", "case": case.pk, "owner": world.alice.pk})
    case.refresh_from_db()
    assert case.owner == world.alice


def test_nothing_ticked_does_nothing(bob, case):
    page = bob.post("/answer/many/", {"act": "spam"}, follow=True)

    assert "Tick the cases first." in text_of(page)
    assert not BulkAct.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(bob, case, back):
    page = bob.post("/answer/many/", {"act": "take", "case": case.pk, "back": back})

    assert page["Location"] == "/answer/"


@pytest.mark.parametrize(("who", "status"), [("charlie", 302), ("ann", 404), ("adam", 404)])
def test_strangers_do_nothing_to_a_case(client, world, case, who, status):
    client.force_login(getattr(world, who))

    assert client.post("/answer/many/", {"act": "spam", "case": case.pk}).status_code == status
    assert not case.spam.exists()


def test_an_act_of_somebody_else_is_not_undone(client, bob, world, case):
    bob.post("/answer/many/", {"act": "spam", "case": case.pk})
    client.force_login(world.alice)

    assert client.post(f"/answer/many/{BulkAct.objects.get().pk}/undo/").status_code == 404


def test_news_are_not_asked_for_twice(bob, world, case):
    asked = "/answer/news/?view=open&since=0&shown="
    first = bob.get(asked)
    assert first.json() == {"line": "1 new"}

    again = bob.get(asked, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content

    answer_case(case, text="We come.", by=world.alice)
    assert bob.get(asked, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_keys_can_be_switched_off_and_on(bob, world):
    assert 'data-keys="/answer/keys/"' in text_of(bob.get("/answer/"))

    bob.post("/answer/keys/", {"off": 1})
    assert KeysOff.objects.get().account == world.bob
    assert 'data-keys=""' in text_of(bob.get("/answer/"))

    bob.post("/answer/keys/", {"on": 1})
    assert not KeysOff.objects.exists()


def test_who_is_named_in_a_note_reads_so(client, world, case):
    note_on_case(case, text="@Alice please", by=world.bob)
    client.force_login(world.alice)
    assert "A note names you." in text_of(client.get("/answer/"))
    assert "@Alice please" in text_of(client.get("/answer/named/"))

    client.get(case.get_absolute_url())

    assert "No note names you" in text_of(client.get("/answer/named/"))


@pytest.mark.parametrize("page", ["named/", "keys/", "replies/", "replies/new/", "news/"])
def test_the_rooms_pages_are_for_those_who_answer(client, world, page):
    client.force_login(world.ann)
    assert client.get(f"/answer/{page}").status_code == 404

    client.force_login(world.bob)
    assert client.get(f"/answer/{page}").status_code == 200
