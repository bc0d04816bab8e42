"""Everything that is done in this room."""

from herefor.listen.verbs.answering import (
    Contact,
    NothingAnswered,
    NotOpen,
    keep_answers,
    start_response,
    submit_answers,
)
from herefor.listen.verbs.asking import (
    EditionFrozen,
    Invited,
    begin_edition,
    invite,
    invite_people,
    open_wave,
    reword_question,
    start_survey,
)
from herefor.listen.verbs.importing import (
    AlreadyTakenIn,
    NothingToTakeIn,
    bring_file,
    plan_import,
    take_in,
    undo_import,
)
from herefor.listen.verbs.recording import RecordedAnswer, WrongRow, record_responses

__all__ = [
    "AlreadyTakenIn",
    "Contact",
    "EditionFrozen",
    "Invited",
    "NotOpen",
    "NothingAnswered",
    "NothingToTakeIn",
    "RecordedAnswer",
    "WrongRow",
    "begin_edition",
    "bring_file",
    "invite",
    "invite_people",
    "keep_answers",
    "open_wave",
    "plan_import",
    "record_responses",
    "reword_question",
    "start_response",
    "start_survey",
    "submit_answers",
    "take_in",
    "undo_import",
]
