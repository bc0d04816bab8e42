"""Everything that is done at and around a town hall."""

from herefor.hall.verbs._common import NotNow
from herefor.hall.verbs.answering import (
    answer_question,
    begin_turn,
    drop_turn,
    end_turn,
    note_told_alone,
    owe_answer,
    restate_owing,
)
from herefor.hall.verbs.asking import ask, hold_question, show_question, take_back_vote, vote
from herefor.hall.verbs.inviting import draw_sample, invite_addresses
from herefor.hall.verbs.meeting import (
    choose,
    close_poll,
    correct_line,
    open_poll,
    say_line,
    withdraw_typist_link,
)
from herefor.hall.verbs.planning import begin_hall, call_off, change_hall, end_hall, plan_hall

__all__ = [
    "NotNow",
    "answer_question",
    "ask",
    "begin_hall",
    "begin_turn",
    "call_off",
    "change_hall",
    "choose",
    "close_poll",
    "correct_line",
    "draw_sample",
    "drop_turn",
    "end_hall",
    "end_turn",
    "hold_question",
    "invite_addresses",
    "note_told_alone",
    "open_poll",
    "owe_answer",
    "plan_hall",
    "restate_owing",
    "say_line",
    "show_question",
    "take_back_vote",
    "vote",
    "withdraw_typist_link",
]
