"""Layers, overrides and the fallback laid over each other: one person at every moment."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from herefor.duty.rota_arithmetic.plans import Because, Plan, Stretch
from herefor.duty.rota_arithmetic.turns import turns_between


def resolve(plan: Plan, start: datetime, end: datetime) -> list[Stretch]:
    """Who is there from `start` until `end`: no hole, no overlap, never nobody.

    Where no layer covers, and where whoever would be on is away, the fallback holds it and the
    stretch says so.
    """
    gap = Stretch(start, end, plan.fallback, Because.GAP, source=0, began=start)
    held = [gap] if start < end else []
    for layer in plan.layers:
        held = laid_over(held, list(turns_between(layer, start, end, zone=plan.zone)))
    for one in plan.instead:
        if one.start < end and one.end > start:
            because = Because.OVERRIDE
            whole = Stretch(one.start, one.end, one.person, because, one.source, one.start)
            held = laid_over(held, [whole.cut(start, end)])
    return [_held(one, plan) for one in held]


def laid_over(below: Sequence[Stretch], above: Sequence[Stretch]) -> list[Stretch]:
    """Both in order; where they meet, what lies above wins."""
    covered = [(one.start, one.end) for one in above]
    left = [piece for piece in _pieces(below, covered) if piece.start < piece.end]
    return sorted([*left, *above], key=lambda one: one.start)


def without(
    stretches: Iterable[Stretch], taken: Iterable[tuple[datetime, datetime]]
) -> list[Stretch]:
    """What is left of the stretches outside of what is taken."""
    ordered = sorted(taken)
    return [piece for piece in _pieces(stretches, ordered) if piece.start < piece.end]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Neighbours that are the same person for the same reason, as one."""
    whole: list[Stretch] = []
    for one in stretches:
        last = whole[-1] if whole else None
        if last and (last.end, last.person, last.because) == (one.start, one.person, one.because):
            whole[-1] = replace(last, end=one.end)
        else:
            whole.append(one)
    return whole


def _held(one: Stretch, plan: Plan) -> Stretch:
    if one.because is Because.GAP or one.person not in plan.away:
        return one
    return replace(one, person=plan.fallback, because=Because.AWAY)


def _pieces(
    stretches: Iterable[Stretch], taken: Sequence[tuple[datetime, datetime]]
) -> Iterable[Stretch]:
    """Each stretch in the pieces that lie between what is taken; `taken` is in order."""
    first = 0
    for one in stretches:
        at = one.start
        while first < len(taken) and taken[first][1] <= one.start:
            first += 1
        for begins, ends in taken[first:]:
            if begins >= one.end:
                break
            yield replace(one, start=at, end=max(at, begins))
            at = max(at, ends)
        yield replace(one, start=at, end=max(at, one.end))
