"""What lies on the desk of those who answer in the demonstration: the rota, the rules, work."""

from datetime import datetime, timedelta

from herefor.answer.models import Case
from herefor.answer.queries.brief import Brief
from herefor.answer.verbs import (
    answer_case,
    ask_for_leader,
    make_promise,
    note_call,
    offer_case,
    open_complaint_form,
    take_case,
)
from herefor.answer.verbs.desk import save_reply
from herefor.answer.verbs.ruling import set_rule
from herefor.demo.people import Cast
from herefor.duty.models import Rota
from herefor.duty.verbs.rotas import LayerPlan, open_rota
from herefor.people.models import Account
from herefor.story.clock import acting_at

ZONE = "Europe/London"
MONDAY = 0
ANSWERING = {
    "Bo Ek": "Repairs",
    "Ines Duarte": "Harbour branch",
    "Sam Okafor": "Online",
    "Vera Lind": "Vale branch",
}
REPLIES = {
    "We are looking into it": {
        "en": "Dear {customer}, thank you for telling us. I have {reference} on my own desk and "
        "will write to you by {due}. You need not tell it again. {me}",
        "sv": "Hej {customer}, tack för att du berättade. Jag har {reference} på mitt eget bord "
        "och skriver till dig senast {due}. Du behöver inte berätta det igen. {me}",
    },
    "When may we come?": {
        "en": "Dear {customer}, which day suits you, before or after noon? I book it myself and "
        "ring you the day before. {me}, {organisation}",
    },
}


def furnish(cast: Cast, *, today: datetime) -> None:
    """Somebody is there at every hour, customers wait no longer than is written down."""
    opened = today - timedelta(days=300)
    with acting_at(opened):
        _open_rotas(cast, opened)
        set_rule(
            unit=cast.company,
            severity=Case.Severity.CRITICAL,
            first_answer=60,
            update=24 * 60,
            by=cast.administrator,
        )
        for title, texts in REPLIES.items():
            save_reply(
                None, title=title, unit=cast.company, texts=texts, by=cast.accounts["Alice Berg"]
            )
        open_complaint_form(
            unit=cast.company,
            title="Tell us what went wrong",
            words="Somebody reads it today. You need no account.",
            by=cast.accounts["Alice Berg"],
        )


def _open_rotas(cast: Cast, opened: datetime) -> None:
    """At each unit who answers and who leads take turns by the week; leaders are on call too."""
    alice, ruth = cast.accounts["Alice Berg"], cast.accounts["Ruth Amadi"]
    for name, unit_name in ANSWERING.items():
        leader = ruth if unit_name == "Repairs" else alice
        people = (cast.accounts[name], leader)
        _open_rota(cast, unit_name, f"There for {unit_name}", people, opened=opened)
    for unit_name, leaders in {cast.company.name: (alice,), "Repairs": (ruth, alice)}.items():
        named = f"Leader on duty, {unit_name}"
        _open_rota(cast, unit_name, named, leaders, opened=opened, kind=Rota.Kind.LEADER)


def _open_rota(
    cast: Cast,
    unit_name: str,
    name: str,
    people: tuple[Account, ...],
    *,
    opened: datetime,
    kind: str = Rota.Kind.DUTY,
) -> None:
    weekly = LayerPlan(
        people=people,
        starts_on=(opened - timedelta(days=14)).date(),
        hand_over_weekday=MONDAY,
    )
    open_rota(
        cast.units[unit_name],
        kind=kind,
        name=name,
        zone_name=ZONE,
        fallback=people[-1],
        layers=[weekly],
        by=cast.administrator,
    )


def leave_work(cast: Cast, *, today: datetime) -> None:
    """What happened in the last hours: a call, a promise, a hand-over, somebody wants a leader."""
    bo, alice = cast.accounts["Bo Ek"], cast.accounts["Alice Berg"]
    repairs = cast.units["Repairs"]
    with acting_at(today - timedelta(hours=5)):
        case = note_call(
            unit=repairs,
            text="The lift has been out since Friday. I am on the fifth floor with a pram and my "
            "mother cannot get out at all.",
            kind=Case.Kind.COMPLAINT,
            severity=Case.Severity.HIGH,
            name="Rosa Blum",
            email="rosa.blum@customers.example",
            by=bo,
        )
        take_case(case, by=bo)
    with acting_at(today - timedelta(hours=4)):
        answer_case(
            case,
            text="Dear Rosa Blum, I have the lift on my own desk. The part comes tomorrow before "
            "noon, and I ring you when the fitter is there.",
            by=bo,
            customers_turn=False,
        )
        make_promise(
            case,
            what="A call when the fitter is there",
            due_at=today + timedelta(hours=20),
            by=bo,
        )
    with acting_at(today - timedelta(hours=2)):
        ask_for_leader(case)
    with acting_at(today - timedelta(hours=1)):
        offer_case(case, to=alice, brief=_brief(), by=bo)


def _brief() -> Brief:
    return Brief(
        wants="A lift that runs, and to know until when her mother cannot get out.",
        promised="A call when the fitter is there, tomorrow before noon (Bo Ek)",
        tried="Reset on Friday, failed again on Saturday. The part is ordered.",
        do_not_ask="Address, floor and telephone: all in the case.",
        mood="Calm, tired. Her mother is 84 and needs her medicine brought up.",
        next_step="Ring the pharmacy about delivery today, then ring her.",
    )
