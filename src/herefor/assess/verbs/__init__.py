"""Every act of this room."""

from herefor.assess.verbs.aliases import name_aliases
from herefor.assess.verbs.application import (
    change_key_factor,
    correct_result,
    name_evidence,
    name_key_factor,
    take_back_evidence,
    take_back_key_factor,
    write_answer,
    write_result,
)
from herefor.assess.verbs.assessment import (
    NotNow,
    declare,
    hand_over,
    invite,
    move_on,
    open_assessment,
    open_marks,
    report,
    submit,
)
from herefor.assess.verbs.checks import (
    CheckClosed,
    close_check,
    join_check,
    open_check,
    say_agreement,
)
from herefor.assess.verbs.comments import comment_on, drop_comment, reword_comment
from herefor.assess.verbs.licensed import bring_in_texts, take_texts_away
from herefor.assess.verbs.practices import (
    begin_post,
    change_practice,
    name_proof,
    review_practice,
    write_practice,
)
from herefor.assess.verbs.scorebook import agree_mark, hand_in, mark_item
from herefor.assess.verbs.team import name_item_lead, recommend, release
from herefor.assess.verbs.training import (
    begin_exercise,
    finish_exercise,
    import_case,
    mark_exercise,
    remind_of_certificate,
    remove_case,
)
from herefor.assess.verbs.visit import raise_issue, settle_issue
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
    "CheckClosed",
    "NotNow",
    "WorkshopClosed",
    "agree_action",
    "agree_mark",
    "begin_exercise",
    "begin_post",
    "bring_in_texts",
    "change_key_factor",
    "change_practice",
    "close_check",
    "close_workshop",
    "comment_on",
    "correct_result",
    "declare",
    "drop_comment",
    "finish_action",
    "finish_exercise",
    "hand_in",
    "hand_over",
    "import_case",
    "invite",
    "join_check",
    "join_workshop",
    "mark_exercise",
    "mark_item",
    "move_on",
    "name_aliases",
    "name_evidence",
    "name_item_lead",
    "name_key_factor",
    "name_proof",
    "open_assessment",
    "open_check",
    "open_marks",
    "open_workshop",
    "raise_issue",
    "recommend",
    "release",
    "remind_of_certificate",
    "remove_case",
    "report",
    "review_practice",
    "reword_comment",
    "say_agreement",
    "say_levels",
    "settle_issue",
    "submit",
    "take_back_evidence",
    "take_back_key_factor",
    "take_texts_away",
    "write_answer",
    "write_practice",
    "write_result",
]
