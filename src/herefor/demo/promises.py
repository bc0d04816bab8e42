"""What the made-up leaders promised: one kept and told, one on its way, one too late."""

from datetime import datetime, timedelta

from herefor.answer.models import Case
from herefor.demo.people import Cast
from herefor.insight.models import Finding
from herefor.lead.verbs import keep_commitment, make_commitment, tell_customers
from herefor.listen.models import Wave
from herefor.story.clock import acting_at


def make_promises(cast: Cast, waves: list[Wave], *, today: datetime) -> None:
    alice, ruth = cast.accounts["Alice Berg"], cast.accounts["Ruth Amadi"]
    online = cast.units["Online"]
    with acting_at(today - timedelta(days=400)):
        statements = make_commitment(
            _finding(waves[2], online.pk),
            promise="Statements and payment pages in letters one can read",
            driver="Quality",
            points_expected=15,
            owner=alice,
            due_on=(today - timedelta(days=330)).date(),
            raised_in=_cases(waves[2], online.pk),
            by=alice,
        )
    with acting_at(today - timedelta(days=335)):
        tell_customers(
            statements,
            words="You said that our pages are hard to read. Letters are larger now, and a payment "
            "is shown once more in full before it is sent.",
            by=alice,
        )
        keep_commitment(statements, by=alice)
    with acting_at(today - timedelta(days=100)):
        make_commitment(
            _finding(waves[5], cast.units["Vale branch"].pk),
            promise="Opening hours on the door, the site and every letter agree",
            driver="Quality",
            points_expected=10,
            owner=alice,
            due_on=(today - timedelta(days=12)).date(),
            raised_in=_cases(waves[5], cast.units["Vale branch"].pk),
            by=alice,
        )
    with acting_at(today - timedelta(days=9)):
        make_commitment(
            _finding(waves[6], cast.units["Repairs"].pk),
            promise="Nobody waits for a visit that was moved: a call the day before, every time",
            driver="Quality",
            points_expected=25,
            owner=ruth,
            due_on=(today + timedelta(days=40)).date(),
            raised_in=_cases(waves[6], cast.units["Repairs"].pk),
            by=ruth,
        )


def _finding(wave: Wave, unit: int) -> Finding:
    return Finding.objects.filter(wave=wave, unit=unit).latest("found_at")


def _cases(wave: Wave, unit: int) -> list[Case]:
    return list(Case.objects.filter(response__wave=wave, unit=unit))
