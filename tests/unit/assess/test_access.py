"""The table of who may do what at which stage, said by hand once more."""

import pytest

from herefor.assess.access import (
    CONSENSUS,
    EXAMINER,
    INDEPENDENT,
    JUDGE,
    JUDGES,
    LEAD,
    MONITOR,
    REPORTED,
    ROLES,
    SITE_VISIT,
    STAGES,
    WRITER,
    WRITING,
    Act,
    is_allowed,
)
from herefor.assess.models import Seat, Stage

SAID_BY_HAND = {
    (WRITER, Act.WRITE_ANSWERS): {WRITING},
    (WRITER, Act.SUBMIT): {WRITING},
    (WRITER, Act.READ_REPORT): {REPORTED},
    (WRITER, Act.FOLLOW_UP): {REPORTED},
    (EXAMINER, Act.READ_ANSWERS): {INDEPENDENT, CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.MARK): {INDEPENDENT},
    (EXAMINER, Act.HAND_IN): {INDEPENDENT},
    (EXAMINER, Act.READ_MARKS): {INDEPENDENT, CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.MARK_AGAIN): {CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.AGREE): {CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.READ_SCOREBOOK): {INDEPENDENT, CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.READ_ISSUES): {CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.RAISE_ISSUES): {CONSENSUS, SITE_VISIT},
    (EXAMINER, Act.SETTLE_ISSUES): {SITE_VISIT},
    (LEAD, Act.INVITE): set(STAGES) - {REPORTED},
    (LEAD, Act.MOVE_ON): {INDEPENDENT, CONSENSUS, SITE_VISIT},
    (LEAD, Act.READ_ANSWERS): set(STAGES) - {WRITING},
    (LEAD, Act.OPEN_MARKS): {INDEPENDENT},
    (LEAD, Act.READ_MARKS): set(STAGES) - {WRITING},
    (LEAD, Act.NAME_ITEM_LEAD): {CONSENSUS, SITE_VISIT},
    (LEAD, Act.AGREE): {CONSENSUS, SITE_VISIT},
    (LEAD, Act.SEE_TEAM): set(STAGES),
    (LEAD, Act.RELEASE): set(STAGES) - {REPORTED},
    (LEAD, Act.READ_ISSUES): {CONSENSUS, SITE_VISIT, JUDGES, REPORTED},
    (LEAD, Act.RAISE_ISSUES): {CONSENSUS, SITE_VISIT},
    (LEAD, Act.SETTLE_ISSUES): {SITE_VISIT},
    (LEAD, Act.READ_AGREEMENT): {CONSENSUS, SITE_VISIT, JUDGES, REPORTED},
    (LEAD, Act.BLIND): {CONSENSUS, SITE_VISIT, JUDGES},
    (LEAD, Act.REPORT): {JUDGES},
    (LEAD, Act.READ_REPORT): {REPORTED},
    (LEAD, Act.FOLLOW_UP): {REPORTED},
    (JUDGE, Act.READ_BLINDED): {JUDGES, REPORTED},
    (JUDGE, Act.RECOMMEND): {JUDGES},
    (MONITOR, Act.READ_AGREEMENT): {CONSENSUS, SITE_VISIT, JUDGES, REPORTED},
    (WRITER, Act.READ_ANSWERS): set(STAGES),
}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_what_was_said_and_nothing_more(role, act, stage):
    said = act == Act.LOOK or stage in SAID_BY_HAND.get((role, act), set())

    assert is_allowed(role, act, stage=stage) == said


def test_the_table_knows_every_stage_and_every_seat():
    assert tuple(Stage.values) == STAGES
    assert set(Seat.Role.values) == set(ROLES)
