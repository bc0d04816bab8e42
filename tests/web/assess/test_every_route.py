"""Every page of an assessment, asked for by every seat at every stage, and by those without one.

The rows are written by hand, not taken from `access.py`: two tables that must say the same. Stages
are their letters: writing, independent, consensus, visit (site), judges, reported. A route that has
no row fails the first test.
"""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.urls import reverse

from herefor.assess import urls
from herefor.assess.access import STAGES
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Release, Report, Result, Seat
from herefor.assess.queries.report import Theme, report_document
from herefor.assess.verbs import invite, open_assessment
from herefor.files.verbs import keep_file
from herefor.people.models import Account
from herefor.story.clock import now

LETTERS = dict(zip("wicvjr", STAGES, strict=True))
ROLES = ("writer", "examiner", "lead", "judge", "monitor")
ROUTES = {one.name: str(one.pattern) for one in urls.urlpatterns}
ALWAYS = dict.fromkeys(ROLES, "wicvjr")


@dataclass(frozen=True)
class Row:
    """`opens`: for each seat the stages at which it gets an answer; all others are forbidden."""

    method: str
    opens: dict[str, str]
    which: str = ""
    said: dict[str, object] = field(default_factory=dict)


def get(which="", **opens):
    return Row("get", opens, which)


def post(which="", said=None, **opens):
    return Row("post", opens, which, said or {})


SEATED = {
    "assessment": [get(**ALWAYS)],
    "ties": [get(**ALWAYS), post(**ALWAYS)],
    "handover": [post()],
    "seats": [post(lead="wicvj")],
    "onward": [post(writer="w", examiner="i", lead="icv")],
    "answer": [get(writer="wicvjr", examiner="icv", lead="icvjr"), post(writer="w")],
    "evidence": [post(writer="w")],
    "result-new": [get(writer="w"), post(writer="w")],
    "result": [get("result", writer="w"), post("result", writer="w")],
    "evidence-back": [post("evidence", writer="w")],
    "document": [get("evidence", writer="wicvjr", examiner="icv", lead="icvjr")],
    "key-factors": [get(writer="wicvjr", examiner="icv", lead="icvjr"), post(writer="w")],
    "key-factor": [get("factor", writer="w"), post("factor", writer="w")],
    "key-factor-back": [post("factor", writer="w")],
    "scorebook": [get(examiner="icv")],
    "mark": [get(examiner="icv"), post(examiner="icv")],
    "comments": [post(examiner="icv", lead="cv")],
    "comment": [
        get("comment", examiner="icv", lead="cv"),
        post("comment", examiner="icv", lead="cv"),
    ],
    "comment-drop": [post("comment", examiner="icv", lead="cv")],
    "team": [get(lead="wicvjr")],
    "opening": [post(lead="i")],
    "leads": [post(lead="cv")],
    "leaving": [post("seat", lead="wicvj")],
    "consensus-overview": [get(examiner="cv", lead="cvjr")],
    "consensus": [get(examiner="cv", lead="cvjr"), post(examiner="cv", lead="cv")],
    "agreement": [get(lead="cvjr", monitor="cvjr")],
    "issues": [get(examiner="cv", lead="cvjr"), post(examiner="cv", lead="cv")],
    "issue": [post("issue", examiner="v", lead="v")],
    "judges": [get(judge="jr"), post(judge="j")],
    "blinding": [get(lead="cvj"), post(lead="cvj")],
    "report-new": [get(lead="j"), post(lead="j")],
    "report": [get(writer="r", lead="r")],
    "after": [get(writer="r", lead="r")],
    "after-promise": [
        get("opportunity", writer="r", lead="r"),
        post("opportunity", writer="r", lead="r"),
    ],
    "report-pdf": [get(writer="r", lead="r")],
}
# Not of one assessment: what a seat alone opens. Workshops and checks have tests of their own.
ELSEWHERE = {
    "home": ("/assess/", 200),
    "assessment-new": ("/assess/new/", 404),
    "workshop-new": ("/assess/workshops/new/", 404),
    "workshop": ("/assess/workshops/1/", 404),
    "workshop-code": ("/assess/workshops/1/code.svg", 404),
    "workshop-closing": ("/assess/workshops/1/closing/", 405),
    "workshop-actions": ("/assess/workshops/1/actions/", 405),
    "action-promise": ("/assess/workshops/1/actions/1/promise/", 404),
    "action-done": ("/assess/workshops/1/actions/1/done/", 405),
    "check-new": ("/assess/checks/new/", 404),
    "check": ("/assess/checks/1/", 404),
    "check-code": ("/assess/checks/1/leaders.svg", 404),
    "check-closing": ("/assess/checks/1/closing/", 405),
    "check-join": ("/p/nowhere/", 404),
    "check-page": ("/p/nowhere/1/", 404),
    "crosswalk": ("/assess/crosswalk/", 200),
    "texts": ("/assess/texts/", 404),
    "texts-removal": ("/assess/texts/efqm-2020/removal/", 405),
    "practices": ("/assess/practices/", 200),
    "practice-new": ("/assess/practices/new/", 404),
    "practice": ("/assess/practices/1/", 404),
    "practice-change": ("/assess/practices/1/words/", 404),
    "practice-proof": ("/assess/practices/1/evidence/", 405),
    "practice-review": ("/assess/practices/1/review/", 405),
    "practice-post": ("/assess/practices/1/post/", 405),
    "training": ("/assess/training/", 200),
    "case": ("/assess/training/cases/saltmarsh-ferries/", 200),
    "exercise": ("/assess/training/1/", 404),
    "exercise-finish": ("/assess/training/1/finish/", 405),
    "exercise-item": ("/assess/training/1/1.1/", 404),
    "certificate": ("/assess/certificates/1/", 404),
    "certificate-pdf": ("/assess/certificates/1/certificate.pdf", 404),
    "join": ("/w/nowhere/", 404),
    "item": ("/w/nowhere/1.1/", 404),
}


def test_every_route_has_a_row():
    assert {one.name for one in urls.urlpatterns} == {*SEATED, *ELSEWHERE}


@dataclass(frozen=True)
class Place:
    """An assessment at a stage, with one seat of each role and something of everything in it."""

    assessment: object
    seats: dict[str, Seat]
    which: dict[str, int]

    def ask(self, client, name, row):
        """The answer, with whatever it changed undone."""
        known = {"pk": self.assessment.pk}
        if row.which:
            known["which"] = self.which[row.which]
        if "<str:number>" in ROUTES[name]:
            known["number"] = "1.1"
        with transaction.atomic():
            answer = getattr(client, row.method)(reverse(f"assess:{name}", kwargs=known), row.said)
            transaction.set_rollback(True)
        return answer


def a_result(assessment, *, by):
    return Result.objects.create(
        unit=assessment.unit,
        name="Staff turnover",
        measured_in="percent",
        better="lower",
        source="Payroll",
        rows=[["2024", 12, None], ["2025", 11, None]],
        by=by,
        at=now(),
    )


def place_at(world, stage, *, declared=True):
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )
    seats = {}
    for role in ROLES:
        account = Account.objects.create_user(f"{role}@example.org", "x", name=f"The {role}")
        seats[role] = invite(assessment, account=account, role=role, by=world.alice)
    for one in STAGES[1 : STAGES.index(stage) + 1]:
        assessment.stages.create(stage=one, by=world.alice, at=now())
    if declared:
        for seat in seats.values():
            seat.declarations.create(stage=stage, tie="none", at=now())
    comment = seats["examiner"].comments.create(item="1.1", made_at=now())
    comment.versions.create(
        number=1, kind="strength", idea="They listen.", by=seats["examiner"].account, at=now()
    )
    unclear = seats["lead"].comments.create(item="1.2", made_at=now())
    opportunity = unclear.versions.create(
        number=1, kind="opportunity", idea="It is unclear.", by=seats["lead"].account, at=now()
    )
    issue = assessment.site_issues.create(
        item="1.1", kind="verify", question="Is it so?", by=seats["lead"], at=now()
    )
    for item in assessment.framework.items:
        assessment.consensuses.create(
            item=item.id, percent=50, median=50, by=seats["lead"], at=now()
        )
    if stage == "reported":
        Report.objects.create(
            assessment=assessment,
            document=report_document(
                assessment, themes=[Theme("strength", "They listen.", ("1.1",))]
            ),
            by=world.alice,
            at=now(),
        )
    named = assessment.evidence.create(
        item="1.1",
        factors=["approach"],
        about=keep_file("minutes.txt", b"We met."),
        words="They meet.",
        by=seats["writer"].account,
        at=now(),
    )
    factor = assessment.key_factors.create(
        area="mission", words="Ferries run.", by=seats["writer"].account, at=now()
    )
    which = {
        "comment": comment.pk,
        "issue": issue.pk,
        "seat": seats["monitor"].pk,
        "evidence": named.pk,
        "result": a_result(assessment, by=seats["writer"].account).pk,
        "factor": factor.pk,
        "opportunity": opportunity.pk,
    }
    return Place(assessment, seats, which)


def rows():
    return [(name, row) for name, found in SEATED.items() for row in found]


def is_open(answer):
    return answer.status_code in (200, 302, 422) and not leads_to_ties(answer)


def leads_to_ties(answer):
    return answer.status_code == 302 and answer["Location"].endswith("/ties/")


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("role", ROLES)
def test_each_seat_opens_at_each_stage_what_the_rows_say(client, world, role, letter):
    place = place_at(world, LETTERS[letter])
    client.force_login(place.seats[role].account)

    for name, row in rows():
        answer = place.ask(client, name, row)
        should = letter in row.opens.get(role, "")
        assert (name, row.method, is_open(answer)) == (name, row.method, should)
        assert should or answer.status_code == 403, (name, row.method)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "writer"])
def test_who_has_not_declared_is_asked_wherever_the_way_leads(client, world, role, stage):
    place = place_at(world, stage, declared=False)
    client.force_login(place.seats[role].account)

    for name, row in rows():
        answer = place.ask(client, name, row)
        if name == "ties":
            assert answer.status_code in (200, 422)
        else:
            assert (name, row.method, leads_to_ties(answer)) == (name, row.method, True)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("why", ["a tie", "gone"])
@pytest.mark.parametrize("role", ROLES)
def test_who_has_a_tie_or_has_left_opens_nothing(client, world, role, why, stage):
    place = place_at(world, stage)
    seat = place.seats[role]
    if why == "a tie":
        seat.declarations.create(stage=stage, tie="supplier", at=now())
    else:
        Release.objects.create(seat=seat, reason="Ill.", by=world.alice, at=now())
    client.force_login(seat.account)

    for name, row in rows():
        answer = place.ask(client, name, row)
        assert (name, row.method, answer.status_code) == (name, row.method, 403)
        assert "Your seat is closed" in answer.content.decode()


@pytest.mark.parametrize("stage", STAGES)
def test_strangers_and_seats_of_other_assessments_find_nothing(client, world, stage):
    place = place_at(world, stage)
    other = open_assessment(
        unit=world.hill, framework=shipped()[DEFAULT], title="Another", by=world.alice
    )
    for number, role in enumerate(ROLES):
        account = Account.objects.create_user(f"other{number}@example.org", "x", name=role)
        invite(other, account=account, role=role, by=world.alice)
        client.force_login(account)
        for name, row in rows():
            assert (name, place.ask(client, name, row).status_code) == (name, 404)
    for stranger in (world.charlie, world.bob, world.ann, world.adam):
        client.force_login(stranger)
        for name, row in rows():
            assert (name, place.ask(client, name, row).status_code) == (name, 404)


def test_nobody_gets_in_without_signing_in(client, world):
    place = place_at(world, "reported")

    for name, row in rows():
        answer = place.ask(client, name, row)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/"), name


def test_what_is_not_of_one_assessment_opens_to_a_seat_as_to_anybody(client, world):
    place = place_at(world, "independent")
    client.force_login(place.seats["examiner"].account)

    for name, (path, status) in ELSEWHERE.items():
        assert (name, client.get(path).status_code) == (name, status)


def test_a_comment_of_a_peer_is_nowhere_while_everybody_reviews_alone(client, world):
    place = place_at(world, "independent")
    peer = Account.objects.create_user("peer@example.org", "x", name="Peer")
    seat = invite(place.assessment, account=peer, role="examiner", by=world.alice)
    seat.declarations.create(stage="independent", tie="none", at=now())
    client.force_login(peer)

    for name in ("comment", "comment-drop"):
        for row in SEATED[name]:
            assert place.ask(client, name, row).status_code == 404
    page = client.get(reverse("assess:mark", args=[place.assessment.pk, "1.1"])).content.decode()
    assert "They listen." not in page


def test_an_issue_and_a_seat_of_another_assessment_are_nowhere(client, world):
    place = place_at(world, "site-visit")
    other = open_assessment(
        unit=world.hill, framework=shipped()[DEFAULT], title="Another", by=world.alice
    )
    seat = other.seats.get()
    issue = other.site_issues.create(item="1.1", kind="verify", question="?", by=seat, at=now())
    client.force_login(place.seats["lead"].account)
    pk = place.assessment.pk

    assert client.post(reverse("assess:issue", args=[pk, issue.pk])).status_code == 404
    assert client.post(reverse("assess:leaving", args=[pk, seat.pk])).status_code == 404


def test_evidence_and_key_factors_of_another_assessment_are_nowhere(client, world):
    place = place_at(world, "writing")
    other = open_assessment(
        unit=world.hill, framework=shipped()[DEFAULT], title="Another", by=world.alice
    )
    named = other.evidence.create(
        item="1.1", about=keep_file("a.txt", b"Ours."), words="So.", by=world.alice, at=now()
    )
    factor = other.key_factors.create(area="mission", words="So.", by=world.alice, at=now())
    client.force_login(place.seats["writer"].account)
    pk = place.assessment.pk

    for name, which in (("evidence-back", named.pk), ("key-factor-back", factor.pk)):
        assert client.post(reverse(f"assess:{name}", args=[pk, which])).status_code == 404
    for name, which in (("document", named.pk), ("key-factor", factor.pk)):
        assert client.get(reverse(f"assess:{name}", args=[pk, which])).status_code == 404
