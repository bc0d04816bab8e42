"""Which answers are counted: only ever in whole groups, so that no number comes from a few.

Every finding of a wave is made of whole groups, and a group is counted everywhere at once. So
whatever is subtracted from whatever, now or later, a group is left and never a customer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db import transaction

from herefor.insight.models import CountedGroup
from herefor.insight.queries import is_over
from herefor.listen.models import Wave
from herefor.measure import Model
from herefor.people.models import Unit
from herefor.people.queries import smallest_group
from herefor.story.clock import now

GROUP, COUNTED_AT = "group", "counted_at"


@dataclass(frozen=True)
class Counted:
    """Answers by the unit they are counted at; a unit above counts them too, one below does not.

    `held` is `answers` without those to single questions that too few of a group gave. `frozen`
    are units that lost so few of their answers that measuring them again would tell which, or
    that are counting answers newer than these: the next round measures them.
    """

    answers: pl.DataFrame
    held: pl.DataFrame
    frozen: frozenset[int]


def count_answers(wave: Wave, frame: pl.DataFrame, *, model: Model) -> Counted:
    """Put waiting answers into groups where there are enough of them, and read what is counted."""
    with transaction.atomic():
        Wave.objects.select_for_update().get(pk=wave.pk)  # one worker at a time
        groups = _Grouping(wave).settled()
    places = [(one, group.pk, group.unit_id) for group in groups for one in group.responses]
    whole = pl.DataFrame(
        places, schema=["response", GROUP, COUNTED_AT], schema_overrides=_WHOLE, orient="row"
    )
    answers = frame.join(whole, on="response", how="inner", maintain_order="left")
    present = set(frame["response"])
    hurt = [group.unit for group in groups if not present.issuperset(group.responses)]
    frozen = frozenset(number for unit in hurt for number in unit.trail_ids)
    return Counted(answers, _without_few(answers, model), frozen)


_WHOLE = {"response": pl.Int64, GROUP: pl.Int64, COUNTED_AT: pl.Int64}


class _Grouping:
    """The groups of one wave, brought to what was answered until now."""

    def __init__(self, wave: Wave) -> None:
        self.wave, self.smallest, self.is_over = wave, smallest_group(), is_over(wave)
        answered = wave.responses.filter(submitted_at__isnull=False).order_by("pk")
        units = dict(answered.values_list("pk", "unit"))
        self.present = set(units)
        self.groups: dict[int, list[CountedGroup]] = defaultdict(list)
        for group in CountedGroup.objects.filter(wave=wave).select_related("unit"):
            self.groups[group.unit_id].append(group)
        grouped = {one for groups in self.groups.values() for g in groups for one in g.responses}
        self.waiting: dict[int, list[int]] = defaultdict(list)
        for response, unit in units.items():
            if response not in grouped:
                self.waiting[unit].append(response)

    def settled(self) -> list[CountedGroup]:
        for unit in self._from_below():
            left_over = self._settle(unit)
            if self.is_over and unit.parent_id:
                self.waiting[unit.parent_id] += left_over
        return sorted((g for found in self.groups.values() for g in found), key=lambda g: g.pk)

    def _from_below(self) -> list[Unit]:
        touched = Unit.objects.filter(pk__in=[*self.waiting, *self.groups])
        ids = {number for unit in touched for number in unit.trail_ids}
        return sorted(Unit.objects.filter(pk__in=ids), key=lambda unit: -unit.depth)

    def _settle(self, unit: Unit) -> list[int]:
        """Count what waits at a unit if it is enough; what is left over goes on waiting."""
        mine, waiting = self.groups[unit.pk], self.waiting[unit.pk]
        self._drop(unit, [group for group in mine if not self.present & set(group.responses)])
        hurt = [group for group in mine if not self.present.issuperset(group.responses)]
        members = [one for group in hurt for one in group.responses]
        kept = [one for one in members if one in self.present]
        if max(len(waiting), len(members) - len(kept)) < self.smallest:
            return waiting
        self._drop(unit, hurt)
        together = sorted(kept + waiting)
        if len(together) < self.smallest:
            return together
        mine.append(
            CountedGroup.objects.create(
                wave=self.wave,
                unit=unit,
                responses=together,
                size=len(together),
                counted_at=now(),
            )
        )
        return []

    def _drop(self, unit: Unit, groups: Iterable[CountedGroup]) -> None:
        for group in list(groups):
            self.groups[unit.pk].remove(group)
            group.delete()


def _without_few(answers: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The answers to one question count in groups too: until enough gave one, it is left out."""
    given = [
        pl.col(item.code)
        .is_between(min(item.low, item.high), max(item.low, item.high))
        .sum()
        .alias(item.code)
        for item in model.items
        if item.code in answers.columns
    ]
    by_group = answers.group_by(COUNTED_AT, GROUP).agg(given).sort(COUNTED_AT, GROUP)
    few = {code: _few(by_group, code) for code in by_group.columns[2:]}
    return answers.with_columns(
        pl.when(~pl.col(GROUP).is_in(groups)).then(pl.col(code)).alias(code)
        for code, groups in few.items()
        if groups
    )


def _few(by_group: pl.DataFrame, code: str) -> list[int]:
    """The newest groups of each unit in which, together, too few answered the question."""
    smallest, waiting = smallest_group(), defaultdict(list)
    sums: dict[int, int] = defaultdict(int)
    for place, group, given in by_group.select(COUNTED_AT, GROUP, code).iter_rows():
        waiting[place].append(group)
        sums[place] += given or 0
        if sums[place] >= smallest:
            waiting[place], sums[place] = [], 0
    return [group for groups in waiting.values() for group in groups]
