"""How many began and finished, as far as it may be told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from herefor.listen.hidden import Group, hidden_among
from herefor.listen.models import Wave
from herefor.listen.rules import open_links_visible_to, units_to_ask_at
from herefor.people.models import Unit
from herefor.people.queries import smallest_group
from herefor.people.rules import Visitor


@dataclass(frozen=True)
class UnitCount:
    """How many began and finished at a unit; None where it is not told."""

    unit: Unit
    started: int | None
    submitted: int | None


@dataclass(frozen=True)
class Together:
    """All units; where too few would be left between this and what is told, only those told."""

    n: int
    is_all: bool


@dataclass(frozen=True)
class Counts:
    """What a user may know of who answered a wave."""

    by_unit: list[UnitCount]
    started: Together
    submitted: Together

    @property
    def is_hidden(self) -> bool:
        return any(None in (count.started, count.submitted) for count in self.by_unit)


def counts_of(wave: Wave, user: Visitor) -> Counts:
    """For each unit that is asked or answered and that the user asks at."""
    rows = wave.responses.order_by("unit").values("unit")
    rows = rows.annotate(started=Count("pk"), submitted=Count("submitted_at"))
    units = list(units_to_ask_at(user).order_by("trail"))
    mine = {unit.pk for unit in units}
    counted = {row["unit"]: row for row in rows if row["unit"] in mine}
    links = open_links_visible_to(user).filter(wave=wave)
    asked = {*counted, *links.values_list("unit", flat=True)}
    found = {
        what: {unit: row[what] for unit, row in counted.items()}
        for what in ("started", "submitted")
    }
    told = {what: _told(units, counts) for what, counts in found.items()}
    return Counts(
        [
            UnitCount(unit, *(counts.get(unit.pk, 0) for counts in told.values()))
            for unit in units
            if unit.pk in asked
        ],
        *(_together(found[what], told[what]) for what in found),
    )


def _told(units: Sequence[Unit], counted: Mapping[int, int]) -> dict[int, int | None]:
    """What was counted at each unit itself; None where the Measure page hides its answers too."""
    below: Counter[int] = Counter()
    for unit in units:
        below.update(dict.fromkeys(unit.trail_ids, counted.get(unit.pk, 0)))
    groups = [Group(unit.pk, unit.trail, below[unit.pk]) for unit in units if below[unit.pk]]
    hidden: set[int] = hidden_among(groups, least=smallest_group())
    # Measure tells a parent with what is below it, so what is its own would tell what is hidden.
    hidden |= {group.parent for group in groups if group.unit in hidden and group.parent}
    return {unit: None if unit in hidden and n else n for unit, n in counted.items()}


def _together(counted: Mapping[int, int], told: Mapping[int, int | None]) -> Together:
    everybody, those_told = sum(counted.values()), sum(n or 0 for n in told.values())
    is_all = not 0 < everybody - those_told < smallest_group()
    return Together(everybody if is_all else those_told, is_all)


def invitation_counts(wave: Wave, user: Visitor) -> tuple[int, int | None]:
    """How many were asked by personal link at the user's units, and how many answered."""
    mine = wave.invitations.filter(unit__in=units_to_ask_at(user))
    answered = mine.filter(response__submitted_at__isnull=False).count()
    return mine.count(), None if 0 < answered < smallest_group() else answered
