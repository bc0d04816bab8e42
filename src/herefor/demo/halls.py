"""Two town halls of the demonstration: one yesterday, with a question still owed, and one now."""

from datetime import datetime, timedelta

from herefor.demo.people import Cast
from herefor.hall import verbs
from herefor.hall.models import Holding, Question, TownHall
from herefor.people.models import Account
from herefor.story.clock import acting_at

ZONE = "Europe/London"
CONSENT = "Harbour & Vale uses your address only to answer this question, and shows it to nobody."

LAST = [
    ("Rosa Blum", "Why does it take three days until somebody looks at a lift?", 41),
    ("Abena", "Will you tell us before the heating is switched off for repairs?", 27),
    ("", "Is the emergency number really answered at night?", 19),
    ("Tom H.", "Can the branch open on Saturdays again?", 12),
    ("Mrs Iyer", "What happens to the old radiators that were taken out?", 6),
]
ANSWERS = {
    0: (
        "Ruth Amadi",
        "Because we waited for parts and told nobody. Since this month two fitters keep the parts "
        "that fail most, and for lifts somebody is there within four hours.",
    ),
    1: ("Ruth Amadi", "Yes. From now on you get a note two days before, with the hours."),
    2: (
        "Alice Berg",
        "Yes, by a person of ours and not by a machine. I have called it myself at three.",
    ),
    4: ("Ruth Amadi", ""),
}
SAID = [
    (1, "Good evening, I am Alice Berg, and this is Ruth Amadi, who leads Repairs."),
    (
        3,
        "We begin with what most of you want to know. What we do not reach, we answer later.",
    ),
    (
        5,
        "Three days for a lift is too long. This is what went wrong, and what is different now.",
    ),
    (14, "The heating: you should have known before. That is our mistake."),
    (22, "At night: yes. I called the number on Sunday at three, and Bo picked up."),
    (31, "The radiators are taken apart and go back to the foundry."),
]
NOW = [
    ("Per", "Why do I have to tell my story again each time I call?", 23),
    ("Carmen", "When do we get an app in which we see who has our case?", 17),
    ("", "Do you read the free text in your surveys at all?", 14),
    ("Olu", "Could you call back instead of keeping us waiting on the line?", 9),
    ("J. Park", "Are there plans for a branch in the north of the town?", 3),
]
NOW_SAID = [
    (1, "Welcome. You can ask from your telephone, or by voting for what others ask."),
    (4, "We start with the question that most of you want answered."),
    (9, "You should tell your story once. Then it is our job to know it."),
]


def make_halls(cast: Cast, *, today: datetime) -> None:
    _yesterday(cast, (today - timedelta(hours=20)).replace(minute=0, second=0, microsecond=0))
    _now(cast, today - timedelta(minutes=14))


def _yesterday(cast: Cast, began: datetime) -> None:
    alice, ruth = cast.accounts["Alice Berg"], cast.accounts["Ruth Amadi"]
    with acting_at(began - timedelta(days=10)):
        hall = verbs.plan_hall(
            "Lifts, heating, and how fast we come",
            unit=cast.units["Repairs"],
            starts_at=began,
            minutes=45,
            zone_name=ZONE,
            words="An evening about repairs, with those who lead them.",
            languages=["English"],
            leaders=[alice, ruth],
            by=alice,
        )
    asked = _ask_all(
        hall, LAST, at=began - timedelta(days=1), by=ruth, email={3: "tom.h@customers.example"}
    )
    with acting_at(began):
        verbs.begin_hall(hall, by=alice)
    for minute, words in SAID:
        with acting_at(began + timedelta(minutes=minute)):
            verbs.say_line(hall, text=words, once=f"demo-last-{minute}", by=ruth)
    for number, (name, text) in ANSWERS.items():
        with acting_at(began + timedelta(minutes=5 + 8 * number)):
            turn = verbs.begin_turn(asked[number], leader=cast.accounts[name], by=alice)
        with acting_at(began + timedelta(minutes=11 + 8 * number)):
            verbs.end_turn(turn, text=text, by=alice)
    with acting_at(began + timedelta(minutes=47)):
        verbs.end_hall(hall, by=alice)


def _now(cast: Cast, began: datetime) -> None:
    alice = cast.accounts["Alice Berg"]
    hour = began.replace(minute=began.minute // 5 * 5, second=0, microsecond=0)
    with acting_at(began - timedelta(days=6)):
        hall = verbs.plan_hall(
            "What should we change first?",
            unit=cast.company,
            starts_at=hour,
            minutes=60,
            zone_name=ZONE,
            words="Alice Berg answers whatever you want to know.",
            languages=["English"],
            leaders=[alice],
            by=alice,
        )
    asked = _ask_all(hall, NOW, at=began - timedelta(hours=3), by=alice)
    with acting_at(began):
        verbs.begin_hall(hall, by=alice)
    for minute, words in NOW_SAID:
        with acting_at(began + timedelta(minutes=minute)):
            verbs.say_line(hall, text=words, once=f"demo-now-{minute}", by=alice)
    with acting_at(began + timedelta(minutes=6)):
        _hold_some(hall, by=alice)
        _poll(hall, by=alice)
    with acting_at(began + timedelta(minutes=8)):
        verbs.begin_turn(asked[0], leader=alice, by=alice)
    with acting_at(began + timedelta(minutes=13)):
        verbs.ask(
            hall, text="Is there a way to reach you in Swedish?", name="Lena", once="demo-new"
        )


def _ask_all(
    hall: TownHall,
    questions: list[tuple[str, str, int]],
    *,
    at: datetime,
    by: Account,
    email: dict[int, str] | None = None,
) -> list[Question]:
    """Each is read, shown, and wanted by as many as it says."""
    asked = []
    for number, (name, text, wanted) in enumerate(questions):
        with acting_at(at + timedelta(minutes=7 * number)):
            question = verbs.ask(
                hall,
                text=text,
                name=name,
                email=(email or {}).get(number, ""),
                consent_words=CONSENT,
                once=f"demo-{hall.pk}-{number}",
            )
            verbs.show_question(question, by=by)
            for voter in range(wanted):
                verbs.vote(question, voter=f"demo-{voter}")
        asked.append(question)
    return asked


def _hold_some(hall: TownHall, *, by: Account) -> None:
    held = [
        ("My bill of October is wrong, number 4471.", Holding.Reason.PERSON),
        ("Why do I always have to repeat myself?", Holding.Reason.SAME),
        ("Buy cheap boilers here", Holding.Reason.ADVERT),
    ]
    for number, (text, reason) in enumerate(held):
        question = verbs.ask(hall, text=text, once=f"demo-held-{number}")
        verbs.hold_question(question, reason=reason, by=by)


def _poll(hall: TownHall, *, by: Account) -> None:
    poll = verbs.open_poll(
        hall,
        text="What should we put right first?",
        choices=["Waiting on the line", "Telling it twice", "Opening hours"],
        by=by,
    )
    choices = list(poll.choices.all())
    for voter in range(31):
        verbs.choose(choices[(voter * 7 // 4) % 3 if voter % 5 else 1], voter=f"demo-{voter}")
