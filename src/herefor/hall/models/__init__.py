"""Town halls, what is asked there, and what else goes on."""

from herefor.hall.models.asking import Answer, Holding, Owing, Question, Turn, Vote
from herefor.hall.models.halls import Guest, Sample, TownHall, new_key
from herefor.hall.models.meeting import Call, Choice, Line, Poll, PollVote

__all__ = [
    "Answer",
    "Call",
    "Choice",
    "Guest",
    "Holding",
    "Line",
    "Owing",
    "Poll",
    "PollVote",
    "Question",
    "Sample",
    "TownHall",
    "Turn",
    "Vote",
    "new_key",
]
