"""Who may see what, role by role, with something there to be seen."""

import pytest
from django.contrib.auth.models import AnonymousUser

from asked import answered, ask
from herefor.listen import rules, verbs
from herefor.people.models import Role
from herefor.people.verbs import give_role, invite_account

FILE = b"SATIS,IDEAL\n5,6\n"


@pytest.fixture
def asked(world):
    asked = ask(world)
    answered(asked)
    verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    verbs.bring_file("old.csv", content=FILE, unit=world.harbour, by=world.ann)
    return asked


def seen(user, survey):
    return {
        "room": rules.may_ask(user),
        "surveys": rules.surveys_visible_to(user).count(),
        "waves": rules.waves_visible_to(user).count(),
        "links": rules.open_links_visible_to(user).count(),
        "invitations": rules.invitations_visible_to(user).count(),
        "responses": rules.responses_visible_to(user).count(),
        "imports": rules.imports_visible_to(user).count(),
        "runs": rules.may_run(user, survey),
    }


ALL = {
    "room": True,
    "surveys": 1,
    "waves": 1,
    "links": 2,
    "invitations": 1,
    "responses": 1,
    "imports": 1,
    "runs": True,
}
NOTHING = dict.fromkeys(ALL, 0) | {"room": False, "runs": False}


def test_a_leader_sees_everything(world, asked):
    assert seen(world.alice, asked.survey) == ALL


def test_an_analyst_sees_everything_but_whom_we_asked_by_name(world, asked):
    assert seen(world.ann, asked.survey) == ALL | {"invitations": 0}


def test_an_administrator_sees_everything_but_the_answers(world, asked):
    assert seen(world.adam, asked.survey) == ALL | {"responses": 0}


def test_a_responder_has_no_business_here(world, asked):
    assert seen(world.bob, asked.survey) == NOTHING
    assert seen(world.charlie, asked.survey) == NOTHING


def test_a_stranger_sees_nothing(asked):
    assert seen(AnonymousUser(), asked.survey) == NOTHING


def test_a_leader_below_sees_the_survey_from_above_and_only_her_own_unit(world, asked):
    hilda = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(hilda, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)

    assert seen(hilda, asked.survey) == NOTHING | {
        "room": True,
        "surveys": 1,
        "waves": 1,
        "links": 1,
    }


def test_a_survey_of_a_unit_beside_is_not_seen(world):
    survey = verbs.start_survey("acsi", unit=world.harbour, name="Ours", by=world.ann)
    hilda = invite_account(name="Hilda", email="hilda@example.org", by=world.adam)
    give_role(hilda, kind=Role.Kind.LEADER, unit=world.hill, by=world.adam)

    assert survey in rules.surveys_visible_to(world.alice)
    assert survey not in rules.surveys_visible_to(hilda)
