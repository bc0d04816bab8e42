"""Every act of this room."""

from herefor.assess.verbs.application import (
    name_evidence,
    name_key_factor,
    write_answer,
)
from herefor.assess.verbs.assessment import (
    NotNow,
    declare,
    invite,
    move_on,
    open_assessment,
    open_marks,
    report,
    submit,
)
from herefor.assess.verbs.scorebook import (
    agree_mark,
    comment_on,
    hand_in,
    mark_item,
    name_item_lead,
    raise_issue,
    recommend,
    reword_comment,
    settle_issue,
)
from herefor.assess.verbs.workshop import (
    WorkshopClosed,
    agree_action,
    close_workshop,
    finish_action,
    join_workshop,
    open_workshop,
    say_levels,
)

__all__ = [
    "NotNow",
    "WorkshopClosed",
    "agree_action",
    "agree_mark",
    "close_workshop",
    "comment_on",
    "declare",
    "finish_action",
    "hand_in",
    "invite",
    "join_workshop",
    "mark_item",
    "move_on",
    "name_evidence",
    "name_item_lead",
    "name_key_factor",
    "open_assessment",
    "open_marks",
    "open_workshop",
    "raise_issue",
    "recommend",
    "report",
    "reword_comment",
    "say_levels",
    "settle_issue",
    "submit",
    "write_answer",
]
