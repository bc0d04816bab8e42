"""What a case is made of. State is a row with who and when."""

from herefor.answer.models.case import (
    FOLLOW_SALT,
    Case,
    CaseLink,
    CaseMerge,
    ComplaintForm,
    Snooze,
    Spam,
    Withdrawal,
)
from herefor.answer.models.clocks import BusinessHours, Clock, ClockRule, ClosedDay, Opening
from herefor.answer.models.desk import (
    BulkAct,
    Draft,
    KeysOff,
    Presence,
    SavedReply,
    SavedReplyText,
    SavedView,
)
from herefor.answer.models.doors import FormEntry
from herefor.answer.models.handing import Assignment, Handover, LeaderRequest
from herefor.answer.models.importing import CaseImport, ImportedCase
from herefor.answer.models.learning import Assessment, Cause, Lesson, Need, Remedy
from herefor.answer.models.saying import LaterAnswer, Mention, Message
from herefor.answer.models.settling import (
    Confirmation,
    FollowUp,
    Promise,
    Reopening,
    Settlement,
)

__all__ = [
    "FOLLOW_SALT",
    "Assessment",
    "Assignment",
    "BulkAct",
    "BusinessHours",
    "Case",
    "CaseImport",
    "CaseLink",
    "CaseMerge",
    "Cause",
    "Clock",
    "ClockRule",
    "ClosedDay",
    "ComplaintForm",
    "Confirmation",
    "Draft",
    "FollowUp",
    "FormEntry",
    "Handover",
    "ImportedCase",
    "KeysOff",
    "LaterAnswer",
    "LeaderRequest",
    "Lesson",
    "Mention",
    "Message",
    "Need",
    "Opening",
    "Presence",
    "Promise",
    "Remedy",
    "Reopening",
    "SavedReply",
    "SavedReplyText",
    "SavedView",
    "Settlement",
    "Snooze",
    "Spam",
    "Withdrawal",
]
