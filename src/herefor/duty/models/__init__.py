"""The records of this room, each in the file of what it belongs to."""

from herefor.duty.models.alarms import Alarm, Page, Step
from herefor.duty.models.chains import Chain, Rung, Severity
from herefor.duty.models.drills import Drill, DrillPlan
from herefor.duty.models.rotas import AnnouncedGap, Layer, Notice, Override, Rota, Swap, Turn
from herefor.duty.models.ways import ContactWay, Feed, QuietHours

__all__ = [
    "Alarm",
    "AnnouncedGap",
    "Chain",
    "ContactWay",
    "Drill",
    "DrillPlan",
    "Feed",
    "Layer",
    "Notice",
    "Override",
    "Page",
    "QuietHours",
    "Rota",
    "Rung",
    "Severity",
    "Step",
    "Swap",
    "Turn",
]
