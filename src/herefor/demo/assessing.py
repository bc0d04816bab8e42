"""Harbour & Vale judged by the 2011-2012 Criteria: written, submitted, and half read by examiners.

The decline of Repairs stands in the evidence of 7.2, as it was on the day of the submission.
"""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db.models import Model

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Assessment, Result, Seat
from herefor.assess.verbs import (
    comment_on,
    declare,
    hand_over,
    invite,
    mark_item,
    name_evidence,
    name_key_factor,
    open_assessment,
    submit,
    write_answer,
    write_result,
)
from herefor.demo import criteria, truth
from herefor.demo.people import Cast
from herefor.files.verbs import keep_file
from herefor.insight.models import Finding
from herefor.lead.models import Commitment
from herefor.listen.models import Wave
from herefor.people.models import Account, Role, Unit
from herefor.people.verbs import give_role
from herefor.speak.models import Post
from herefor.story.clock import acting_at

AWAY = "excellence-network.example"
SEED = 20264
EXAMINER = f"ida@{AWAY}"
BENCHMARK = {"value": 75.0, "source": "Home Services Panel, 41 companies, spring"}


def assess_ourselves(cast: Cast, *, today: datetime) -> Assessment:
    """Ann begins it, is employed here and so hands the lead over to somebody who is not."""
    with acting_at(today - timedelta(days=40)):
        people = _examiners(cast)
        assessment = open_assessment(
            unit=cast.company,
            framework=shipped()[DEFAULT],
            title="Where do we stand?",
            by=cast.accounts["Ann Fox"],
        )
        began = assessment.seats.get()
        declare(began, tie="employed", words="I work here.")
        lead = hand_over(began, to=people["Lena Roth"])
        writers = [
            invite(assessment, account=cast.accounts[name], role=Seat.Role.WRITER, by=lead.account)
            for name in ("Alice Berg", "Ruth Amadi")
        ]
    with acting_at(today - timedelta(days=21)):
        _write(assessment, writers)
    with acting_at(today - timedelta(hours=9)):
        _name(assessment, cast, by=writers[0])
        submit(assessment, by=writers[0])
    with acting_at(today - timedelta(hours=3)):
        _review(assessment, people, lead=lead)
    return assessment


def _examiners(cast: Cast) -> dict[str, Account]:
    """From elsewhere: nobody here employs them."""
    found = {}
    for name in ("Lena Roth", "Ida Moen", "Piet Smit", "Yusuf Kaya"):
        email = f"{name.split()[0].lower()}@{AWAY}"
        found[name] = Account.objects.create_user(email, None, name=name)
        give_role(found[name], kind=Role.Kind.EXAMINER, unit=cast.company, by=cast.administrator)
    return found


def _write(assessment: Assessment, writers: list[Seat]) -> None:
    for place, (item, text) in enumerate(criteria.ANSWERS.items()):
        by = writers[place % len(writers)]
        write_answer(assessment, item=item, text=text, seen=0, by=by)
    for area, words in criteria.KEY_FACTORS:
        name_key_factor(assessment, area=area, words=words, by=writers[0])


def _name(assessment: Assessment, cast: Cast, *, by: Seat) -> None:
    found = {**_things(cast), "fitters": _fitters_who_left(cast, by=by)}
    beside: dict[str, dict[str, Any]] = {
        "": {},
        "whole": {"unit": cast.company.pk},
        "benchmark": BENCHMARK,
    }
    for item, thing, measure, against, factors, words in criteria.EVIDENCE:
        name_evidence(
            assessment,
            item=item,
            factors=factors,
            about=found[thing],
            measure=measure,
            against=beside[against],
            words=words,
            by=by,
        )


def _fitters_who_left(cast: Cast, *, by: Seat) -> Result:
    """Steady until the contractor of Repairs left, in the quarter in which quality fell; elsewhere
    nothing happened."""
    rng = np.random.default_rng(SEED)
    unit, fell, _shift = truth.DECLINE
    quarters = list(Wave.objects.order_by("opens_on").values_list("name", flat=True))
    noise = rng.normal(0, 0.5, size=(len(quarters), 2))
    rows = [
        (name, round(11.5 + ours + 4.5 * (at == fell), 1), round(12.5 + theirs, 1))
        for at, (name, (ours, theirs)) in enumerate(zip(quarters, noise.tolist(), strict=True))
    ]
    return write_result(cast.units[unit], rows=rows, by=by, **criteria.FITTERS_WHO_LEFT)


def _things(cast: Cast) -> dict[str, Model]:
    """What evidence is named of, by the words in `criteria.EVIDENCE`."""
    newest = {
        one.unit.name: one
        for one in Finding.objects.order_by("wave__opens_on", "found_at").select_related("unit")
    }
    cases = {f"cases of {unit.name}": unit for unit in Unit.objects.all()}
    commitments = {
        f"commitment {place}": one
        for place, one in enumerate(Commitment.objects.order_by("made_at"))
    }
    posts = {
        f"post {place}": one
        for place, one in enumerate(Post.objects.exclude(published_at=None).order_by("pk"))
    }
    document = keep_file("How we listen.txt", criteria.DOCUMENT.encode())
    return {**newest, **cases, **commitments, **posts, "document": document}


def _review(assessment: Assessment, people: dict[str, Account], *, lead: Seat) -> None:
    """Three examiners: one has marked half, one a few items, one has not begun."""
    declare(lead, tie="none")
    ida, piet, _yusuf = (
        invite(assessment, account=people[name], role=Seat.Role.EXAMINER, by=lead.account)
        for name in ("Ida Moen", "Piet Smit", "Yusuf Kaya")
    )
    for seat in (ida, piet):
        declare(seat, tie="none")
    for item, percent, factors in criteria.MARKS:
        mark_item(ida, item=item, percent=percent, factors=factors)
    for item, percent, factors in criteria.MARKS[:3]:
        mark_item(piet, item=item, percent=percent - 15, factors=factors)
    for said in criteria.COMMENTS:
        comment_on(ida, **said)
