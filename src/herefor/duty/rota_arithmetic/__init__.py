"""Who is there when: rotations as arithmetic on time. No Django, no database.

A rota is given as frozen plans; the answer is contiguous half-open stretches in UTC, without a
hole and without an overlap.
"""

from herefor.duty.rota_arithmetic.clocks import to_utc
from herefor.duty.rota_arithmetic.plans import Because, Instead, Plan, Stretch, Turns, Window
from herefor.duty.rota_arithmetic.resolve import joined, resolve, without

__all__ = [
    "Because",
    "Instead",
    "Plan",
    "Stretch",
    "Turns",
    "Window",
    "joined",
    "resolve",
    "to_utc",
    "without",
]
