"""The hub: nothing is missed, everything is made once, and who does not keep up is dropped."""

import asyncio
import json
from dataclasses import dataclass, field

import pytest
from django.core import signing

from herefor.live import channels
from herefor.live.app import Doors, Limits
from herefor.live.channels import Heard, Kind
from herefor.live.hub import MOST_WAITING, Hub, Stream
from herefor.live.reading import events_after, frame, missed, newest_id
from herefor.live.tokens import LIFE, SALT, channel_of, token_for
from herefor.story.verbs import tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(monkeypatch):
    """A kind of channel that shows the numbers of what it was asked to show, and counts asking."""
    asked = []

    def show(key, events):
        asked.append(key)
        return {"seen": None if events is None else [one.id for one in events]}

    monkeypatch.setattr(channels, "_kinds", {})
    channels.open_kind(
        Kind(
            "test",
            frozenset({"bell rang"}),
            key_of=lambda heard: str(heard.payload.get("house", "")),
            show=show,
            may_listen=lambda request, key: key == "1",
        )
    )
    return asked


def ring(world, house=1):
    return tell("bell rang", about=world.company, house=house).pk


@dataclass
class Visit:
    """One request to the application, and what came back."""

    doors: Doors
    path: str = "/live/stream"
    query: str = ""
    headers: list = field(default_factory=list)
    client: tuple = ("10.0.0.1", 5000)
    method: str = "GET"
    status: int = 0
    body: bytes = b""
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self):
        scope = {
            "type": "http",
            "path": self.path,
            "method": self.method,
            "query_string": self.query.encode(),
            "headers": self.headers,
            "client": self.client,
        }
        await self.doors(scope, self.receive, self.send)

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        self.status = message.get("status", self.status)
        self.body += message.get("body", b"")

    @property
    def told(self):
        lines = self.body.decode().split("\n")
        return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]


async def soon(holds):
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


def test_a_token_names_its_channel_until_it_is_old():
    token = token_for("test:1")

    assert channel_of(token) == "test:1"
    assert channel_of(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert channel_of(token.replace("test:1", "test:2")) is None
    assert channel_of("") is None


def test_a_token_that_is_too_old_opens_nothing(monkeypatch):
    token = token_for("test:1")
    later = signing.time.time() + LIFE.total_seconds() + 5
    monkeypatch.setattr(signing.time, "time", lambda: later)

    assert channel_of(token) is None
    assert signing.Signer(salt=SALT).unsign(token).startswith("test:1")


def test_events_are_read_in_their_order_and_none_twice(world, counted):
    start = newest_id()
    rung = [ring(world) for _ in range(3)]

    assert [one.id for one in events_after(start)] == rung
    assert [one.id for one in events_after(rung[0], until=rung[1])] == [rung[1]]
    assert events_after(rung[2]) == []


def test_what_was_missed_is_what_concerns_the_channel(world, counted):
    start = newest_id()
    mine = ring(world, house=1)
    ring(world, house=2)

    assert missed("test:1", since=start, until=newest_id()) == {"seen": [mine]}
    assert missed("test:1", since=mine, until=newest_id()) is None
    assert missed("test:3", since=start, until=newest_id()) is None


def test_who_was_away_too_long_or_is_new_is_sent_the_whole(world, counted, monkeypatch):
    monkeypatch.setattr("herefor.live.reading.MOST_TO_CATCH_UP", 2)
    start = newest_id()
    for _ in range(3):
        ring(world)

    whole = {"seen": None, "whole": True}
    assert missed("test:1", since=start, until=newest_id()) == whole
    assert missed("test:1", since=None, until=newest_id()) == whole
    assert missed("test:1", since=newest_id() + 9, until=newest_id()) == whole


def test_a_message_is_one_line_whatever_it_says():
    made = frame({"text": "one\ntwo\u2028three"}, number=7).decode()

    assert made.startswith("id: 7\ndata: {")
    assert made.endswith("}\n\n")
    assert made.count("\n") == 3
    assert json.loads(made.split("data: ")[1]) == {"text": "one\ntwo\u2028three"}


@pytest.mark.django_db(transaction=True)
def test_news_is_made_once_and_given_to_all_who_listen(world, counted):
    async def play():
        hub = Hub(tick=0.05)
        await hub.start()
        first, second = (Stream("test:1", abort=lambda: None) for _ in range(2))
        other = Stream("test:2", abort=lambda: None)
        for stream in (first, second, other):
            hub.join(stream)
        number = await asyncio.to_thread(_ring_and_close, world)
        taken = [await asyncio.wait_for(one.take(), 10) for one in (first, second)]
        await hub.stop()
        return number, taken, other

    number, taken, other = asyncio.run(play())

    assert taken[0] == taken[1] == frame({"seen": [number]}, number=number)
    assert taken[0] is not None
    assert not other.waiting
    assert counted == ["1"]


@pytest.mark.django_db(transaction=True)
def test_a_stream_begins_where_its_page_left_off(world, counted):
    start = newest_id()
    before = ring(world)

    async def play():
        hub = Hub(tick=0.05)
        await hub.start()
        doors = Doors(hub)
        visit = Visit(
            doors,
            query=f"token={token_for('test:1')}&since=1",
            headers=[(b"last-event-id", str(start).encode())],
        )
        asking = asyncio.create_task(visit.ask())
        await soon(lambda: visit.told)
        after = await asyncio.to_thread(_ring_and_close, world)
        await soon(lambda: len(visit.told) == 2)
        visit.gone.set()
        await asking
        left = hub.count
        await hub.stop()
        return visit, after, left

    visit, after, left = asyncio.run(play())

    assert visit.status == 200
    assert visit.told == [{"seen": [before]}, {"seen": [after]}]
    assert f"id: {after}\n" in visit.body.decode()
    assert left == 0


def _ring_and_close(world):
    from django.db import connection

    try:
        return ring(world)
    finally:
        connection.close()


def test_a_reader_who_does_not_keep_up_is_cut_off_and_forgotten():
    cut = []

    async def play():
        stream = Stream("test:1", abort=lambda: cut.append(True))
        for _ in range(MOST_WAITING):
            stream.give(b"news")
        assert not stream.ended
        stream.give(b"one too many")
        stream.give(b"and more")
        return stream, await stream.take()

    stream, taken = asyncio.run(play())

    assert (stream.ended, taken, cut) == (True, b"", [True])


def test_what_cannot_be_shown_ends_the_streams_so_that_their_pages_ask_again(counted, world):
    cut = []

    def fail(key, events):
        raise ValueError(key)

    channels.open_kind(
        Kind("test", frozenset({"bell rang"}), lambda heard: "1", fail, lambda request, key: True)
    )

    async def play():
        hub = Hub()
        hub.join(Stream("test:1", abort=lambda: cut.append(True)))
        await hub._tell([Heard(5, "bell rang", 1, {})])
        await hub.stop()
        return hub.head

    assert asyncio.run(play()) == 5
    assert cut == [True]


@pytest.mark.parametrize(
    ("query", "method", "status"),
    [("token=forged", "GET", 403), ("", "GET", 403), ("token={token}", "POST", 405)],
)
def test_a_door_without_a_good_token_stays_shut(counted, query, method, status):
    visit = Visit(Doors(Hub()), query=query.format(token=token_for("test:1")), method=method)

    asyncio.run(visit.ask())

    assert visit.status == status


def test_one_address_cannot_take_all_the_streams(counted):
    async def play():
        doors = Doors(Hub(), limits=Limits(streams=10, from_one_address=1))
        query = f"token={token_for('test:1')}&since=0"
        first, second = Visit(doors, query=query), Visit(doors, query=query)
        elsewhere = Visit(doors, query=query, client=("10.0.0.2", 1))
        tasks = [asyncio.create_task(one.ask()) for one in (first, elsewhere)]
        await soon(lambda: first.status and elsewhere.status)
        await second.ask()
        for visit in (first, elsewhere):
            visit.gone.set()
        await asyncio.gather(*tasks)
        third = Visit(doors, query=query)
        task = asyncio.create_task(third.ask())
        await soon(lambda: third.status)
        third.gone.set()
        await task
        return first.status, elsewhere.status, second.status, third.status

    assert asyncio.run(play()) == (200, 200, 503, 200)


def test_behind_a_proxy_the_last_address_it_names_counts():
    doors = Doors(Hub(), behind_proxy=True)
    scope = {"headers": [(b"x-forwarded-for", b"1.1.1.1, 10.9.8.7")], "client": ("127.0.0.1", 1)}

    assert doors._address(scope) == "10.9.8.7"
    assert Doors(Hub())._address(scope) == "127.0.0.1"


def test_everything_else_goes_to_the_pages():
    async def pages(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})

    with_pages = Visit(Doors(Hub(), pages=pages), path="/halls/")
    alone = Visit(Doors(Hub()), path="/halls/")
    asyncio.run(with_pages.ask())
    asyncio.run(alone.ask())

    assert (with_pages.status, alone.status) == (204, 404)


def test_a_page_is_given_a_token_only_for_what_it_may_hear(counted, client, world):
    allowed, other = client.get("/live/token/test:1/"), client.get("/live/token/test:2/")
    unknown = client.get("/live/token/nothing:1/")

    assert channel_of(allowed.json()["token"]) == "test:1"
    assert (other.status_code, unknown.status_code) == (404, 404)
