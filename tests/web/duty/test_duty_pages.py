"""The room Be there, by owner, colleague, stranger."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from herefor.duty.models import Alarm, Chain, DrillPlan, Feed, Layer, Override, Page, Rota, Swap
from herefor.duty.rules import page_key
from herefor.duty.tasks import call_who_is_next
from herefor.duty.verbs import raise_alarm
from herefor.duty.verbs.rotas import LayerPlan, open_rota
from herefor.duty.verbs.swaps import offer_swap
from herefor.duty.verbs.ways import add_way, new_feed
from herefor.story.clock import acting_at, now

STOCKHOLM = "Europe/Stockholm"


@pytest.fixture
def rota(world):
    return open_rota(
        world.harbour,
        name="Harbour round the clock",
        zone_name=STOCKHOLM,
        fallback=world.alice,
        layers=[LayerPlan((world.bob,), starts_on=now().date() - timedelta(days=8))],
        by=world.alice,
    )


@pytest.fixture
def alarm(world):
    alarm = raise_alarm(
        world.harbour,
        unit=world.harbour,
        severity="high",
        words="HV-1001 waits",
        first=world.bob,
        once="alarm",
    )
    assert call_who_is_next()
    alarm.refresh_from_db()
    return alarm


def rota_form(world, **changed):
    return {
        "kind": "duty",
        "name": "Hill",
        "zone_name": STOCKHOLM,
        "fallback": world.alice.pk,
        "person_1": world.charlie.pk,
        "every": 1,
        "step": "weeks",
        "starts_on": (now() - timedelta(days=2)).date().isoformat(),
        "hand_over_at": "09:00",
        "hand_over_weekday": "",
    } | changed


@pytest.mark.parametrize(
    ("who", "status"),
    [("alice", 200), ("bob", 200), ("charlie", 200), ("adam", 200), ("ann", 404)],
)
def test_those_who_lead_answer_or_administer_enter(world, rota, client, who, status):
    client.force_login(getattr(world, who))

    assert {client.get(f"/duty/{page}").status_code for page in ("", "mine/", "alarms/")} == {
        status
    }


def test_a_stranger_is_asked_to_sign_in(world, rota, client):
    for address in ("/duty/", rota.get_absolute_url(), "/duty/mine/", "/duty/alarms/"):
        assert client.get(address).status_code == 302


def test_without_a_rota_the_page_says_who_is_there_and_what_to_do(world, client):
    client.force_login(world.alice)

    page = client.get("/duty/").content.decode()

    assert "There is no rota yet" in page
    assert "Open the first rota" in page


def test_a_colleague_of_another_unit_sees_neither_rota_nor_alarm(world, rota, alarm, client):
    client.force_login(world.charlie)

    assert client.get(rota.get_absolute_url()).status_code == 404
    assert client.get(alarm.get_absolute_url()).status_code == 404
    assert "Harbour round the clock" not in client.get("/duty/").content.decode()
    client.force_login(world.bob)
    assert "Harbour round the clock" in client.get("/duty/").content.decode()


def test_only_who_leads_or_administers_changes_a_rota(world, rota, client):
    layer = rota.layers.get()
    pages = [
        f"/duty/rotas/{rota.pk}/change/",
        f"/duty/rotas/{rota.pk}/layers/",
        f"/duty/layers/{layer.pk}/",
        f"/duty/units/{world.harbour.pk}/chain/",
        f"/duty/units/{world.harbour.pk}/rota/",
    ]

    statuses = {}
    for who in (world.alice, world.adam, world.bob):
        client.force_login(who)
        statuses[who.name] = {client.get(page).status_code for page in pages}

    assert statuses == {"Alice Berg": {200}, "Adam Day": {200}, "Bob Ek": {404}}


def test_a_leader_opens_a_rota_without_gaps(world, client):
    client.force_login(world.alice)

    response = client.post(f"/duty/units/{world.hill.pk}/rota/", rota_form(world), follow=True)

    assert response.status_code == 200
    assert Layer.objects.get().turns.get().account == world.charlie
    assert "No gap in the next eight weeks." in response.content.decode()


def test_a_rota_with_gaps_is_refused_until_the_fallback_is_confirmed(world, client):
    client.force_login(world.alice)
    nights = rota_form(world, begins="18:00", ends="08:00")
    address = f"/duty/units/{world.hill.pk}/rota/"

    refused = client.post(address, nights)
    held = client.post(address, nights | {"gaps_held": "on"}, follow=True)

    assert refused.status_code == 422
    assert "Nobody would cover these hours" in refused.content.decode()
    assert Rota.objects.count() == 1
    assert "Alice Berg alone holds" in held.content.decode()


def test_removing_the_only_layer_asks_first(world, rota, client):
    client.force_login(world.alice)
    address = f"/duty/layers/{rota.layers.get().pk}/removal/"

    asked = client.post(address)
    assert asked.status_code == 422
    assert rota.layers.count() == 1

    client.post(address, {"gaps_held": "on"})
    assert rota.layers.count() == 0


def test_a_layer_without_anybody_is_refused_kindly(world, client):
    client.force_login(world.alice)

    response = client.post(
        f"/duty/units/{world.hill.pk}/rota/", rota_form(world, person_1="", begins="18:00")
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert "Choose somebody." in page
    assert "Write both times, or neither." in page


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("2027-03-28T02:30", "jump over this time"),
        ("2026-10-25T02:30", "happens twice"),
        ("2027-03-28T03:00", "Bob Ek"),
    ],
)
def test_the_night_clocks_change_has_an_answer(world, rota, client, when, says):
    client.force_login(world.bob)

    response = client.get("/duty/at/", {"unit": world.harbour.pk, "when": when})

    assert response.status_code == 200
    assert says in response.content.decode()


def test_a_time_that_is_none_is_refused_kindly(world, rota, client):
    client.force_login(world.bob)

    response = client.get("/duty/at/", {"unit": world.harbour.pk, "when": "soon"})

    assert response.status_code == 422
    assert "Write day and time as in" in response.content.decode()


def test_somebody_is_put_on_instead_and_taken_back(world, rota, client):
    client.force_login(world.alice)
    start = now().astimezone(ZoneInfo(STOCKHOLM)) + timedelta(hours=2)
    said = {
        "account": world.alice.pk,
        "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (start + timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M"),
        "why": "Dentist",
    }

    page = client.post(f"/duty/rotas/{rota.pk}/overrides/", said, follow=True).content.decode()
    made = Override.objects.get()
    client.post(f"/duty/overrides/{made.pk}/withdrawal/")
    made.refresh_from_db()

    assert "Dentist" in page
    assert made.withdrawn_by == world.alice


def test_a_shift_is_offered_and_taken_on_the_pages(world, rota, client):
    client.force_login(world.bob)
    zone = ZoneInfo(STOCKHOLM)
    start = datetime.combine(now().astimezone(zone).date() + timedelta(days=2), time(9))
    said = {
        "to": world.alice.pk,
        "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (start + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"),
    }

    client.post(f"/duty/rotas/{rota.pk}/swaps/", said)
    swap = Swap.objects.get()
    client.force_login(world.charlie)
    assert client.post(f"/duty/swaps/{swap.pk}/answer/", {"accept": 1}).status_code == 404
    client.force_login(world.alice)
    assert "I take it" in client.get("/duty/mine/").content.decode()
    client.post(f"/duty/swaps/{swap.pk}/answer/", {"accept": 1})

    assert Override.objects.get().account == world.alice


def test_somebody_elses_way_is_not_touched(world, client):
    way = add_way(world.bob, channel="email", address="bob@example.org")
    client.force_login(world.alice)

    for act in ("trial", "code", "first", "removal"):
        assert client.post(f"/duty/ways/{way.pk}/{act}/", {"code": way.code}).status_code == 404


def test_a_way_is_added_and_confirmed_by_its_code(world, client):
    client.force_login(world.bob)
    client.post("/duty/mine/ways/", {"channel": "email", "address": "bob@phone.example"})
    way = world.bob.ways.get()

    wrong = client.post(f"/duty/ways/{way.pk}/code/", {"code": "nonsense"})
    client.post(f"/duty/ways/{way.pk}/code/", {"code": way.code})
    way.refresh_from_db()

    assert wrong.status_code == 422
    assert "This is not the code we sent last." in wrong.content.decode()
    assert way.verified_at is not None


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        ("email", "nobody"),
        ("webhook", "ftp://example.org/"),
        ("service", "syslog://"),
        ("service", "json://10.0.0.1/"),
        ("service", "nothing known"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(world, client, channel, address):
    client.force_login(world.bob)

    response = client.post("/duty/mine/ways/", {"channel": channel, "address": address})

    assert response.status_code == 422
    assert world.bob.ways.count() == 0


def test_the_confirm_link_changes_nothing_by_looking(world, client):
    way = add_way(world.bob, channel="email", address="bob@example.org")
    link = Page.objects.get(way=way).text.split("/duty/way/")[1]

    looked = client.get(f"/duty/way/{link}")
    way.refresh_from_db()
    assert (looked.status_code, way.verified_at) == (200, None)

    client.post(f"/duty/way/{link}")
    way.refresh_from_db()
    assert way.verified_at is not None
    assert client.get(f"/duty/way/{link}").status_code == 404


def test_looking_at_a_call_changes_nothing_and_the_button_takes_it(world, alarm, client):
    page = Page.objects.filter(account=world.bob).first()
    link = f"/duty/call/{page_key(page)}/"

    assert "I cannot, call the next" in client.get(link).content.decode()
    alarm.refresh_from_db()
    assert alarm.is_ringing

    said = client.post(link, {"have": 1}, follow=True).content.decode()
    alarm.refresh_from_db()
    assert "You have it." in said
    assert alarm.acknowledged_by == world.bob


def test_the_second_person_reads_who_has_it(world, alarm, client):
    first = Page.objects.filter(account=world.bob).first()
    second = Page.objects.filter(account=world.alice).first()
    client.post(f"/duty/call/{page_key(first)}/", {"have": 1})

    link = f"/duty/call/{page_key(second)}/"
    said = client.post(link, {"have": 1}, follow=True).content.decode()

    alarm.refresh_from_db()
    assert "Bob Ek has it." in said
    assert alarm.acknowledged_by == world.bob


def test_a_forged_a_foreign_and_an_old_key_open_nothing(world, alarm, client):
    page = Page.objects.filter(account=world.bob).first()
    key = page_key(page)

    assert client.get(f"/duty/call/{key[:-1]}x/").status_code == 404
    with acting_at(now() + timedelta(days=4)):
        assert client.get(f"/duty/call/{key}/").status_code == 404
    world.bob.is_active = False
    world.bob.save()
    assert client.get(f"/duty/call/{key}/").status_code == 404


def test_an_alarm_is_stood_down_with_a_reason(world, alarm, client):
    client.force_login(world.bob)
    address = f"/duty/alarms/{alarm.pk}/standing-down/"

    assert client.post(address, {"why": ""}).status_code == 422
    client.post(address, {"why": "The customer called."})

    alarm.refresh_from_db()
    assert (alarm.stood_down_by, alarm.stood_down_why) == (world.bob, "The customer called.")


def test_a_chain_is_set_and_removed(world, client):
    client.force_login(world.alice)
    address = f"/duty/units/{world.harbour.pk}/chain/"
    said = {"repeats": 2, "whom_1": "duty", "whom_2": "person", "person_2": world.bob.pk}
    said |= {f"wait_{n}": 5 for n in range(1, 7)}

    nameless = client.post(f"{address}?severity=high", said | {"person_2": ""})
    client.post(f"{address}?severity=high", said)
    kept = [(rung.whom, rung.account) for rung in Chain.objects.get().rungs.all()]
    client.post(f"{address}removal/", {"severity": "high"})

    assert nameless.status_code == 422
    assert kept == [("duty", None), ("person", world.bob)]
    assert Chain.objects.count() == 0


def test_drills_are_run_and_planned_by_leaders_only(world, rota, client):
    base = f"/duty/units/{world.harbour.pk}/drills/"
    plan = {"per_month": 3, "at_night": "on", "severity": "normal", "zone_name": STOCKHOLM}
    client.force_login(world.bob)
    assert client.post(f"{base}now/", {"severity": "normal"}).status_code == 404
    assert client.get(base).status_code == 200

    client.force_login(world.alice)
    ran = client.post(f"{base}now/", {"severity": "normal"}, follow=True)
    client.post(f"{base}plan/", plan)

    assert ran.status_code == 200
    assert Alarm.objects.get().is_drill
    assert DrillPlan.objects.get().per_month == 3


def test_a_calendar_address_opens_until_it_is_closed(world, rota, client):
    client.force_login(world.bob)
    client.post("/duty/feeds/")
    first = Feed.objects.get()
    client.logout()

    opened = client.get(f"/duty/feeds/{first.key}.ics")
    client.force_login(world.bob)
    client.post("/duty/feeds/")
    client.logout()

    assert opened["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"On duty: Harbour round the clock" in opened.content
    assert client.get(f"/duty/feeds/{first.key}.ics").status_code == 404


def test_the_feed_of_somebody_who_left_is_closed(world, rota, client):
    feed = new_feed(world.bob, rota=rota)
    world.bob.roles.all().delete()

    assert client.get(f"/duty/feeds/{feed.key}.ics").status_code == 404


def test_a_swap_of_somebody_elses_time_is_refused(world, rota, client):
    client.force_login(world.alice)
    start = now().astimezone(ZoneInfo(STOCKHOLM)) + timedelta(days=1)
    said = {
        "to": world.bob.pk,
        "starts_at": start.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (start + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M"),
    }

    response = client.post(f"/duty/rotas/{rota.pk}/swaps/", said)

    assert response.status_code == 422
    assert "somebody else is on" in response.content.decode()


def test_an_offer_is_taken_back_by_who_made_it(world, rota, client):
    start = now() + timedelta(days=1)
    swap = offer_swap(rota, to=world.alice, give=(start, start + timedelta(hours=1)), by=world.bob)
    client.force_login(world.bob)

    client.post(f"/duty/swaps/{swap.pk}/answer/")

    swap.refresh_from_db()
    assert swap.withdrawn_at is not None


def test_a_closed_rota_leaves_the_nearest_leader(world, rota, client):
    client.force_login(world.bob)
    assert client.post(f"/duty/rotas/{rota.pk}/closing/").status_code == 404

    client.force_login(world.alice)
    page = client.post(f"/duty/rotas/{rota.pk}/closing/", follow=True).content.decode()

    assert Rota.objects.count() == 0
    assert "Alice Berg is there for customers of Harbour now." in page


@pytest.mark.parametrize(
    ("every", "step", "said"),
    [
        (1, "weeks", "Hand-over every week at 09:00"),
        (2, "days", "Hand-over every 2 days at 09:00"),
        (12, "hours", "Hand-over every 12 hours at 09:00"),
    ],
)
def test_a_layer_says_how_often_it_is_handed_over(world, rota, client, every, step, said):
    Layer.objects.update(every=every, step=step)
    client.force_login(world.alice)

    assert said in client.get(f"/duty/rotas/{rota.pk}/").content.decode()
