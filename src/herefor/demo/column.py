"""What the made-up leaders wrote in public, and what people said back."""

import io
from datetime import datetime, timedelta

from herefor.demo.people import Cast
from herefor.insight.models import Finding
from herefor.lead.models import Commitment
from herefor.people.models import Account
from herefor.speak.guard import NO_PROOF, Sent
from herefor.speak.models import Column, Comment, Decision, Post
from herefor.speak.tasks import announce_what_is_due
from herefor.speak.verbs import (
    add_picture,
    keep_draft,
    mark_question,
    open_column,
    publish_post,
    refuse_comment,
    reply_to,
    show_comment,
    start_post,
    tie,
    write_comment,
)
from herefor.story.clock import acting_at

Reason = Decision.Reason

LETTERS = """\
You told us that our pages are hard to read. One of you wrote: *I pay by guessing.* That is not \
how anybody should pay.

So we sat down with eleven customers and watched them pay a bill. It was a humbling hour. Here is \
what is different since:

- Letters on every page are a third larger, and darker.
- A payment is shown **once more in full** before it is sent.
- A statement says in its first line what you owe, and by when.

## What we have not done yet

Statements on paper still come in the old type. The printer changes over in spring; until then, \
ring us and we send you a large one.

> I read it without my glasses. I had forgotten that one can.

That sentence hangs on our wall now. Thank you for telling us, all of you, and for telling us \
twice.
"""

REPAIRS = """\
In the last quarter more of you waited for a visit that did not come. The number says it, and so \
do your letters: a contractor left, and we did not tell you in time.

I do not want to explain it away. This is what happens now.

1. Somebody rings you the day before. Every time, also when nothing changed.
2. If we move a visit, you hear it from a person, with a new day, before the old one is over.
3. If nobody came, you do not have to call. We do, the same evening.

![A hand writes a time on a wall calendar](picture:{picture})

I look at the list of moved visits every Friday. If you waited in vain this week, write below or \
ask me privately. I answer.
"""

REPAIRS_SV = """\
Under det senaste kvartalet väntade fler av er på ett besök som inte blev av. Siffran säger det, \
och era brev säger det: en entreprenör slutade, och vi berättade det inte i tid.

Så här gör vi nu.

1. Någon ringer dagen före. Varje gång, också när inget har ändrats.
2. Flyttar vi ett besök hör du det av en människa, med en ny dag.
3. Kom ingen behöver du inte ringa. Vi ringer, samma kväll.
"""

HOURS = """\
We promised that the hours on the door, on the site and in every letter agree. We are late with \
it, by twelve days as I write.

Two systems hold the hours and a third one prints them. We know now where the third one gets them \
from, which we did not in spring. The Vale branch goes first, next week; the others follow.

I will change this post when it is done, so that you can see the day.
"""


def speak_in_public(cast: Cast, *, today: datetime) -> None:
    """Three posts, one of which answers what customers raised, and a talk under each."""
    alice, ruth = cast.accounts["Alice Berg"], cast.accounts["Ruth Amadi"]
    nora = cast.accounts["Nora Vance"]
    with acting_at(today - timedelta(days=340)):
        column = open_column(
            cast.company,
            title="Here for you",
            about="Those who lead Harbour & Vale write what they hear, what they change, and what "
            "they have not managed yet. Say what you think: somebody answers.",
            by=alice,
        )
        repairs = open_column(
            cast.units["Repairs"],
            title="From the workshop",
            about="How repairs go, told by who answers for them.",
            moderation=Column.Moderation.AFTER,
            by=ruth,
        )
    told = _you_said_we_did(column, alice, today=today)
    visits = _visits(repairs, ruth, today=today)
    hours = _hours(column, alice, today=today)
    _talk_of_letters(told, alice, nora, today=today)
    _talk_of_visits(visits, ruth, nora, today=today)
    _talk_of_hours(hours, nora, today=today)


def _you_said_we_did(column: Column, alice: Account, *, today: datetime) -> Post:
    statements = Commitment.objects.order_by("made_at")[0]
    with acting_at(today - timedelta(days=26)):
        post = start_post(column, author=alice, by=alice)
        keep_draft(
            post,
            language="en",
            title="You said our pages are hard to read. They are not any more",
            lead="Eleven customers paid a bill while we watched. What we learnt, and what is "
            "different since.",
            text=LETTERS,
            by=alice,
        )
        tie(post, about=statements, by=alice)
        if statements.finding:
            tie(post, about=statements.finding, by=alice)
        publish_post(post, by=alice)
        _tell_readers()
    return post


def _visits(column: Column, ruth: Account, *, today: datetime) -> Post:
    with acting_at(today - timedelta(days=8)):
        post = start_post(column, author=ruth, by=ruth)
        picture = add_picture(
            post,
            name="calendar.png",
            content=_drawn(),
            alt="A week on a wall calendar; Thursday is marked, and a time is written on it",
            by=ruth,
        )
        keep_draft(
            post,
            language="en",
            title="Nobody waits for a visit that was moved",
            lead="More of you waited in vain this quarter. What I change, and how you can hold me "
            "to it.",
            text=REPAIRS.format(picture=picture.pk),
            by=ruth,
        )
        keep_draft(
            post,
            language="sv",
            title="Ingen väntar på ett besök som flyttats",
            lead="Fler av er väntade förgäves det här kvartalet. Det här ändrar jag.",
            text=REPAIRS_SV,
            by=ruth,
        )
        tie(post, about=Finding.objects.filter(unit=column.unit).latest("found_at"), by=ruth)
        publish_post(post, by=ruth)
        _tell_readers()
    return post


def _hours(column: Column, alice: Account, *, today: datetime) -> Post:
    with acting_at(today - timedelta(days=3)):
        post = start_post(column, author=alice, by=alice)
        words = {
            "title": "Twelve days late, and counting in the open",
            "lead": "We promised opening hours that agree everywhere. They do not yet.",
        }
        keep_draft(post, language="en", text=HOURS, by=alice, **words)
        publish_post(post, by=alice)
    with acting_at(today - timedelta(days=1)):
        again = HOURS.replace("next week", "this Thursday")
        keep_draft(post, language="en", text=again, by=alice, **words)
        publish_post(post, by=alice, why="The Vale branch has a day now: this Thursday.")
    with acting_at(today - timedelta(hours=3)):
        keep_draft(
            start_post(column, author=alice, by=alice),
            language="en",
            title="What eleven of you taught us about waiting",
            text="Begun on the train. The three calls I listened to this morning ...",
            by=alice,
        )
    return post


def _talk_of_letters(post: Post, alice: Account, nora: Account, *, today: datetime) -> None:
    said = today - timedelta(days=25)
    praise = _say(
        post, "Oskar N.", "I am 78 and I paid alone on Sunday. First time this year.", at=said
    )
    _show(praise, nora, at=said + timedelta(hours=2))
    with acting_at(said + timedelta(hours=5)):
        reply_to(
            praise, text="That made my week, Oskar. Ring me if Sunday ever stops working.", by=alice
        )
    asked = _say(
        post,
        "Mei",
        "Will the app get the larger letters too? My sister uses nothing else.",
        at=said + timedelta(hours=7),
        asks=True,
    )
    _show(asked, nora, at=said + timedelta(hours=9))
    with acting_at(said + timedelta(hours=20)):
        reply_to(
            asked,
            text="Yes. It follows the size set on the telephone from version 6 on, which comes in "
            "the second week of next month.",
            by=alice,
        )
    refused = {
        "Best loans!!!": ("Cheap credit at www.loans.example and www.more.example", Reason.ADVERT),
        "Anon": (
            "The woman at desk three, you know who, is going through a divorce.",
            Reason.PRIVATE,
        ),
        "SEO team": ("We can put your pages first. https://rank.example", Reason.ADVERT),
    }
    for hours, (name, (text, reason)) in enumerate(refused.items(), start=10):
        comment = _say(post, name, text, at=said + timedelta(hours=hours))
        with acting_at(said + timedelta(hours=hours + 1)):
            refuse_comment(comment, reason=reason, by=nora)


def _talk_of_visits(post: Post, ruth: Account, nora: Account, *, today: datetime) -> None:
    said = today - timedelta(days=7)
    angry = _say(
        post,
        "Peter",
        "I took two days off for you and nobody came, twice. A call would have cost you a minute. "
        "It cost me two days of pay.",
        at=said,
    )
    _show(angry, nora, at=said + timedelta(hours=1))
    with acting_at(said + timedelta(hours=3)):
        reply_to(
            angry,
            text="You are right, Peter, and I am sorry. I rang you an hour ago about the two days; "
            "what we agreed stands.",
            by=ruth,
        )
    _show(
        _say(
            post, "Peter", "She did ring. We will see.", at=said + timedelta(hours=8), under=angry
        ),
        nora,
        at=said + timedelta(hours=9),
    )
    asked = _say(
        post,
        "Fatima Z.",
        "Does the call the day before also come when a visit is before eight in the morning?",
        at=today - timedelta(hours=5),
    )
    _show(asked, nora, at=today - timedelta(hours=4))
    with acting_at(today - timedelta(hours=4)):
        mark_question(asked, by=nora)


def _talk_of_hours(post: Post, nora: Account, *, today: datetime) -> None:
    said = today - timedelta(days=2)
    _show(
        _say(post, "Ingrid S.", "At least somebody says it. Late is late, though.", at=said),
        nora,
        at=said + timedelta(hours=1),
    )
    insult = _say(post, "xx", "You are all idiots and your mothers too.", at=said)
    with acting_at(said + timedelta(hours=2)):
        refuse_comment(
            insult, reason=Reason.ABUSE, words="Say what went wrong, and we show it.", by=nora
        )
    _say(
        post,
        "Carlos",
        "The door said ten, the site said nine, and the letter said closed. Which one do I show "
        "my boss?",
        at=today - timedelta(hours=2),
        asks=True,
    )
    _say(post, "Yuki", "Thank you for writing this down.", at=today - timedelta(hours=1))


def _tell_readers() -> None:
    """What the worker does, at the time it was due."""
    while announce_what_is_due():
        pass


def _say(
    post: Post,
    name: str,
    text: str,
    *,
    at: datetime,
    asks: bool = False,
    under: Comment | None = None,
) -> Comment:
    """A reader whose form was in order; only the calculation is left out."""
    with acting_at(at):
        comment = write_comment(post, name=name, text=text, sent=Sent(), asks=asks, parent=under)
        comment.doubts = [NO_PROOF]
        comment.save(update_fields=["doubts"])
    return comment


def _show(comment: Comment, by: Account, *, at: datetime) -> None:
    with acting_at(at):
        show_comment(comment, by=by)


def _drawn() -> bytes:
    """A picture of our own: a week on a wall calendar."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  slow to load, and needed once

    picture = Image.new("RGB", (1280, 560), "#f4efe4")
    pen = ImageDraw.Draw(picture)
    for day in range(7):
        left, is_marked = 60 + day * 168, day == 3
        box = (left, 150, left + 148, 460)
        pen.rounded_rectangle(
            box, 14, fill="#e3efec" if is_marked else "#ffffff", outline="#c9c1af", width=3
        )
        pen.rectangle((left + 18, 172, left + 60, 180), fill="#8a857b")
        if is_marked:
            pen.ellipse((left + 44, 250, left + 104, 310), outline="#0b5d57", width=9)
            pen.line((left + 74, 280, left + 74, 262), fill="#0b5d57", width=7)
            pen.line((left + 74, 280, left + 88, 288), fill="#0b5d57", width=7)
            pen.line((left + 24, 380, left + 124, 372), fill="#0b5d57", width=6)
            pen.line((left + 30, 410, left + 100, 404), fill="#0b5d57", width=6)
    pen.rectangle((60, 84, 400, 98), fill="#1d1c1a")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
