"""Who may do what at which stage: the one table. No database.

A cell that is not here is forbidden. `rules.py` asks it for people, the pages for what to show.
"""

from enum import StrEnum

WRITING, INDEPENDENT, CONSENSUS = "writing", "independent", "consensus"
SITE_VISIT, JUDGES, REPORTED = "site-visit", "judges", "reported"
STAGES = (WRITING, INDEPENDENT, CONSENSUS, SITE_VISIT, JUDGES, REPORTED)
WRITER, EXAMINER, LEAD, JUDGE, MONITOR = "writer", "examiner", "lead", "judge", "monitor"
ROLES = (WRITER, EXAMINER, LEAD, JUDGE, MONITOR)


class Act(StrEnum):
    LOOK = "look"
    INVITE = "invite"
    MOVE_ON = "move on"
    READ_ANSWERS = "read answers"
    WRITE_ANSWERS = "write answers"
    SUBMIT = "submit"
    READ_SCOREBOOK = "read scorebook"
    MARK = "mark"
    HAND_IN = "hand in"
    SEE_TEAM = "see team"
    RELEASE = "release"
    OPEN_MARKS = "open marks"
    READ_MARKS = "read marks"
    MARK_AGAIN = "mark again"
    NAME_ITEM_LEAD = "name item lead"
    AGREE = "agree"
    READ_ISSUES = "read issues"
    RAISE_ISSUES = "raise issues"
    SETTLE_ISSUES = "settle issues"
    READ_AGREEMENT = "read agreement"
    BLIND = "blind"
    READ_BLINDED = "read blinded"
    RECOMMEND = "recommend"
    REPORT = "report"
    READ_REPORT = "read report"
    FOLLOW_UP = "follow up"


def _from(stage: str) -> tuple[str, ...]:
    return STAGES[STAGES.index(stage) :]


TEAM_WORKS = (CONSENSUS, SITE_VISIT)
MAY: dict[str, dict[Act, tuple[str, ...]]] = {
    WRITER: {
        Act.LOOK: STAGES,
        Act.READ_ANSWERS: STAGES,
        Act.WRITE_ANSWERS: (WRITING,),
        Act.SUBMIT: (WRITING,),
        Act.READ_REPORT: (REPORTED,),
        Act.FOLLOW_UP: (REPORTED,),
    },
    EXAMINER: {
        Act.LOOK: STAGES,
        Act.READ_ANSWERS: (INDEPENDENT, CONSENSUS, SITE_VISIT),
        Act.READ_SCOREBOOK: (INDEPENDENT, CONSENSUS, SITE_VISIT),
        Act.MARK: (INDEPENDENT,),
        Act.HAND_IN: (INDEPENDENT,),
        Act.READ_MARKS: (INDEPENDENT, CONSENSUS, SITE_VISIT),
        Act.MARK_AGAIN: TEAM_WORKS,
        Act.AGREE: TEAM_WORKS,
        Act.READ_ISSUES: TEAM_WORKS,
        Act.RAISE_ISSUES: TEAM_WORKS,
        Act.SETTLE_ISSUES: (SITE_VISIT,),
    },
    LEAD: {
        Act.LOOK: STAGES,
        Act.INVITE: STAGES[:-1],
        Act.MOVE_ON: _from(INDEPENDENT)[:-2],
        Act.READ_ANSWERS: _from(INDEPENDENT),
        Act.SEE_TEAM: STAGES,
        Act.RELEASE: STAGES[:-1],
        Act.OPEN_MARKS: (INDEPENDENT,),
        Act.READ_MARKS: _from(INDEPENDENT),
        Act.NAME_ITEM_LEAD: TEAM_WORKS,
        Act.AGREE: TEAM_WORKS,
        Act.READ_ISSUES: _from(CONSENSUS),
        Act.RAISE_ISSUES: TEAM_WORKS,
        Act.SETTLE_ISSUES: (SITE_VISIT,),
        Act.READ_AGREEMENT: _from(CONSENSUS),
        Act.BLIND: (CONSENSUS, SITE_VISIT, JUDGES),
        Act.REPORT: (JUDGES,),
        Act.READ_REPORT: (REPORTED,),
        Act.FOLLOW_UP: (REPORTED,),
    },
    JUDGE: {
        Act.LOOK: STAGES,
        Act.READ_BLINDED: (JUDGES, REPORTED),
        Act.RECOMMEND: (JUDGES,),
    },
    MONITOR: {
        Act.LOOK: STAGES,
        Act.READ_AGREEMENT: _from(CONSENSUS),
    },
}


def is_allowed(role: str, act: Act, *, stage: str) -> bool:
    """
    >>> is_allowed(EXAMINER, Act.MARK, stage=INDEPENDENT)
    True
    >>> is_allowed(EXAMINER, Act.MARK, stage=CONSENSUS)
    False
    """
    return stage in MAY[role].get(act, ())
