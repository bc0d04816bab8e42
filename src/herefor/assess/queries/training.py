"""How near somebody comes to the marks that a case deserves, and what to train next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from herefor.assess.cases import CASES, Case, case_of, limits, read_case, shipped_cases
from herefor.assess.frameworks import Item
from herefor.assess.models import Certificate, Exercise, ExerciseMark, TrainingCase
from herefor.measure.agree.accuracy import Accuracy, accuracy
from herefor.measure.agree.habits import Habits, habits
from herefor.measure.agree.marks import Marks
from herefor.people.models import Account
from herefor.story.clock import now

YOU, REFERENCE = "given", "known"


@dataclass(frozen=True)
class FactorBands:
    factor: str
    given: int | None
    known: int


@dataclass(frozen=True)
class ItemResult:
    """An item of a case: what was given, what it deserves, and why."""

    item: Item
    given: int
    known: int
    given_band: int
    known_band: int
    factors: tuple[FactorBands, ...]
    reason: str

    @property
    def off(self) -> int:
        return self.given - self.known

    @property
    def is_same_band(self) -> bool:
        return self.given_band == self.known_band


@dataclass(frozen=True)
class Result:
    """A finished exercise. With one case the parts of accuracy that compare cases are 0 by
    construction; pages do not name them."""

    exercise: Exercise
    rows: tuple[ItemResult, ...]
    accuracy: Accuracy
    habits: Habits

    @property
    def same_band(self) -> float:
        return sum(row.is_same_band for row in self.rows) / len(self.rows)

    @property
    def n_same_band(self) -> int:
        return sum(row.is_same_band for row in self.rows)

    @property
    def n_near(self) -> int:
        return sum(abs(row.off) <= limits().within for row in self.rows)

    @property
    def is_near_enough(self) -> bool:
        ask = limits()
        return (
            self.accuracy.off_by <= ask.off_by
            and self.same_band >= ask.same_band
            and abs(self.accuracy.bias) <= ask.bias
        )

    @property
    def earns_certificate(self) -> bool:
        return self.is_near_enough and self.exercise.is_fresh

    @cached_property
    def factor_off(self) -> dict[str, float]:
        """By factor, how many bands above the reference on average; only where both were said."""
        off: dict[str, list[int]] = {}
        for row in self.rows:
            for one in row.factors:
                if one.given:
                    off.setdefault(one.factor, []).append(one.given - one.known)
        return {factor: sum(found) / len(found) for factor, found in off.items()}


@dataclass(frozen=True)
class Advice:
    """What to train, by its name; `by` says how far, `items` where."""

    name: str
    by: float = 0.0
    items: tuple[str, ...] = ()
    factor: str = ""


def all_cases() -> dict[str, Case]:
    """Those that come with the program, then those brought in; none takes the place of ours."""
    brought = {one.key: case_of(one.document) for one in TrainingCase.objects.all()}
    return brought | shipped_cases()


def document_of(key: str) -> dict[str, Any]:
    if key in shipped_cases():
        return read_case(CASES / f"{key}.json")[1]
    document: dict[str, Any] = TrainingCase.objects.get(key=key).document
    return document


def is_fresh_to(account: Account, key: str) -> bool:
    """Nobody who read the reference in the last year, or who wrote the case, is tested by it."""
    since = now() - timedelta(days=limits().fresh_after_days)
    if TrainingCase.objects.filter(key=key, by=account).exists():
        return False
    return not Exercise.objects.filter(
        account=account, case_key=key, finished_at__gt=since
    ).exists()


def marks_in(exercise: Exercise) -> dict[str, ExerciseMark]:
    return {mark.item: mark for mark in exercise.marks.order_by("pk")}


def items_left(exercise: Exercise) -> list[str]:
    marked = marks_in(exercise)
    return [one.item for one in exercise.case.items if one.item not in marked]


def item_after(exercise: Exercise, number: str) -> str | None:
    """The next item without a mark, beginning again at the first."""
    places = [one.item for one in exercise.case.items]
    left, place = items_left(exercise), places.index(number)
    return next((one for one in [*places[place + 1 :], *places[:place]] if one in left), None)


def result_of(exercise: Exercise) -> Result:
    """Of an exercise whose every item is marked."""
    case, marks = exercise.case, marks_in(exercise)
    framework, scoring = case.framework, case.scoring
    rows = []
    for one in case.items:
        mark, item = marks[one.item], framework.item(one.item)
        known = one.reference
        rows.append(
            ItemResult(
                item=item,
                given=mark.percent,
                known=known.percent,
                given_band=scoring.band_of(mark.percent).id,
                known_band=scoring.band_of(known.percent).id,
                factors=tuple(
                    FactorBands(factor, mark.factors.get(factor), known.factors[factor])
                    for factor in scoring.factors[item.type]
                ),
                reason=known.reason,
            )
        )
    pairs = [(row.item.id, YOU, float(row.given)) for row in rows]
    pairs += [(row.item.id, REFERENCE, float(row.known)) for row in rows]
    found = accuracy(
        np.array([[row.given for row in rows]], float),
        np.array([[row.known for row in rows]], float),
        within=limits().within,
    )
    return Result(exercise, tuple(rows), found, habits(Marks.of(pairs))[0])


def finished_by(account: Account) -> list[Exercise]:
    """The newest first."""
    done = Exercise.objects.filter(account=account).exclude(finished_at=None)
    return list(done.order_by("-finished_at", "-pk").select_related("certificate"))


def across_cases(account: Account) -> tuple[Accuracy, int] | None:
    """All four parts, over the first time each case was done, on the items that all of them
    answer; and how many cases. None under two cases or `least_items` shared items."""
    first = {one.case_key: one for one in finished_by(account)}
    results = [result_of(one) for one in first.values()]
    if len(results) < 2:
        return None
    shared = set.intersection(*({row.item.id for row in one.rows} for one in results))
    if len(shared) < limits().least_items:
        return None
    order = sorted(shared)

    def table(name: str) -> Any:
        rows = [{row.item.id: getattr(row, name) for row in one.rows} for one in results]
        return np.array([[row[item] for item in order] for row in rows], float)

    found = accuracy(table("given"), table("known"), within=limits().within)
    return found, len(results)


def newest_certificate(account: Account) -> Certificate | None:
    return Certificate.objects.filter(exercise__account=account).order_by("-given_at").first()


def certificates_of(accounts: Sequence[int]) -> dict[int, Certificate]:
    """The newest of each account that has one."""
    given = Certificate.objects.filter(exercise__account__in=accounts).select_related("exercise")
    return {one.exercise.account_id: one for one in given.order_by("given_at")}


def drift_due_at(account: Account) -> datetime | None:
    """When it is time to look whether the marks have drifted; None without a certificate."""
    newest = newest_certificate(account)
    return newest.valid_until if newest else None


def last_time(exercise: Exercise) -> Exercise | None:
    """The exercise with which a fresh one is compared: the newest fresh one before it."""
    before = Exercise.objects.filter(
        account=exercise.account, finished_at__lt=exercise.begun_at, is_fresh=True
    )
    return before.order_by("-finished_at").first() if exercise.is_fresh else None


def advice_on(result: Result) -> list[Advice]:
    """What these marks say is worth training, the level first; empty where nothing stands out."""
    ask, found = limits().train, []
    if abs(result.accuracy.bias) > ask["bias"]:
        found.append(Advice("lenient" if result.accuracy.bias > 0 else "severe", _abs(result)))
    far = sorted(
        (row for row in result.rows if abs(row.off) >= ask["far_item"]),
        key=lambda row: -abs(row.off),
    )
    if far:
        found.append(
            Advice("items", result.accuracy.stereotype, tuple(row.item.id for row in far[:3]))
        )
    if result.habits.spread < ask["flat"] * result.habits.spread_of_others:
        found.append(Advice("flat", result.habits.spread))
    found += [
        Advice("factor high" if off > 0 else "factor low", abs(off), factor=factor)
        for factor, off in sorted(result.factor_off.items(), key=lambda one: -abs(one[1]))[:1]
        if abs(off) >= ask["factor"]
    ]
    if result.same_band < ask["same_band"] and result.accuracy.off_by <= limits().off_by:
        found.append(Advice("bands", result.same_band))
    return found


@dataclass(frozen=True)
class Next:
    """The next best exercise; `looks_at` are items where the last one was furthest off."""

    case: Case
    why: str
    looks_at: tuple[str, ...] = ()


def next_exercise(account: Account) -> Next | None:
    """What is begun; else a case not done yet, that with most items of the kind marked worst; else
    the one done longest ago, as practice only while it is not fresh. None without cases."""
    cases, done = all_cases(), finished_by(account)
    if not cases:
        return None
    unfinished = Exercise.objects.filter(account=account, finished_at=None)
    begun = unfinished.order_by("begun_at").first()
    if begun:
        return Next(begun.case, "go on")
    known = {one.case_key for one in done}
    left = [case for key, case in cases.items() if key not in known]
    if not done:
        return Next(left[0], "first")
    last = result_of(done[0])
    far = tuple(row.item.id for row in sorted(last.rows, key=lambda row: -abs(row.off))[:3])
    if left:
        kind = _worst_kind(last.rows)
        left.sort(key=lambda case: -_items_of(case, kind))
        return Next(left[0], "another", far)
    oldest = [one for one in reversed(done) if one.case_key in cases]
    if not oldest:
        return None
    newest_of = {one.case_key: one for one in oldest}
    key = min(newest_of, key=lambda one: newest_of[one].finished_at or now())
    why = "again" if is_fresh_to(account, key) else "practice"
    return Next(cases[key], why, far)


def _abs(result: Result) -> float:
    return abs(result.accuracy.bias)


def _worst_kind(rows: Sequence[ItemResult]) -> str:
    off: dict[str, list[int]] = {}
    for row in rows:
        off.setdefault(row.item.type, []).append(abs(row.off))
    return max(off, key=lambda kind: sum(off[kind]) / len(off[kind]))


def _items_of(case: Case, kind: str) -> int:
    return sum(case.framework.item(one.item).type == kind for one in case.items)
