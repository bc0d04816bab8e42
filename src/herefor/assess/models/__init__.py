"""What an assessment is made of."""

from herefor.assess.models.application import Evidence, ItemResponse, KeyFactor, Result
from herefor.assess.models.assessment import (
    Assessment,
    ConflictDeclaration,
    Seat,
    Stage,
    StageEntry,
)
from herefor.assess.models.checks import CheckAnswer, CheckLink, CheckVoice, ProgressCheck
from herefor.assess.models.licensed import LicensedText
from herefor.assess.models.practice import Practice, PracticeEvidence, PracticePost, PracticeReview
from herefor.assess.models.report import Alias
from herefor.assess.models.scorebook import (
    Comment,
    CommentVersion,
    Consensus,
    Handing,
    ItemLead,
    Mark,
    Opening,
    Report,
    SiteIssue,
    Verdict,
)
from herefor.assess.models.team import Release
from herefor.assess.models.training import Certificate, Exercise, ExerciseMark, TrainingCase
from herefor.assess.models.workshop import Action, Importance, LevelVote, Voice, Workshop

__all__ = [
    "Action",
    "Alias",
    "Assessment",
    "Certificate",
    "CheckAnswer",
    "CheckLink",
    "CheckVoice",
    "Comment",
    "CommentVersion",
    "ConflictDeclaration",
    "Consensus",
    "Evidence",
    "Exercise",
    "ExerciseMark",
    "Handing",
    "Importance",
    "ItemLead",
    "ItemResponse",
    "KeyFactor",
    "LevelVote",
    "LicensedText",
    "Mark",
    "Opening",
    "Practice",
    "PracticeEvidence",
    "PracticePost",
    "PracticeReview",
    "ProgressCheck",
    "Release",
    "Report",
    "Result",
    "Seat",
    "SiteIssue",
    "Stage",
    "StageEntry",
    "TrainingCase",
    "Verdict",
    "Voice",
    "Workshop",
]
