"""Results in plain words: what was asked of how many, what was found, how sure, what to mind."""

from collections.abc import Iterator, Sequence
from functools import singledispatch
from math import isfinite
from typing import Any

from herefor.measure.drivers.aspects import Drivers
from herefor.measure.drivers.gap import Gap, gap
from herefor.measure.drivers.importance import ImportanceMap
from herefor.measure.drivers.what_if import WhatIf
from herefor.measure.estimate.fit import Fit, Link, Number
from herefor.measure.estimate.mediation import Mediation
from herefor.measure.evaluate.predict import Prediction
from herefor.measure.index.compare import tied_groups, tied_impacts
from herefor.measure.index.comparison import Comparison
from herefor.measure.index.trend import Trend
from herefor.measure.words import Refused, counted, listed

ASSOCIATION = (
    "These are associations: what goes together in these answers. Whether a change would bring "
    "the points, only trying it in one place first can say."
)
MOST_WARNINGS = 3
SATISFACTION = "Satisfaction"


def describe(result: Any, *, of: str | None = None) -> str:
    """A few sentences on a fit, a gap, a comparison, drivers, a map, a trend, a mediation, ...

    Numbers come with their interval and n, ties are told, and so is what to be careful about. Of
    a fit, `of` says which construct it is about: without a word Satisfaction, or the last one in
    the model. Raises `Refused` for what it has no words for.

    >>> from herefor.measure import Bar, Gap, Number
    >>> bars = (Bar("Quality", Number(120.0, 90.0, 150.0)), Bar("Price", Number(60.0, 30.0, 95.0)))
    >>> missing = Gap("Satisfaction", 800, Number(200.0, 180.0, 220.0), bars, Number(20.0), ())
    >>> print(describe(missing).splitlines()[0])
    Satisfaction stands at 800 of 1000: 200 points are missing (95% interval 180 to 220).
    """
    sentences = _of_fit(result, of) if isinstance(result, Fit) else _told(result)
    return "\n".join(sentences)


def in_words(number: Number, decimals: int = 1, *, level: bool = True) -> str:
    """A number and how sure it is.

    >>> in_words(Number(72.46, 70.6, 74.1)), in_words(Number(72.46))
    ('72.5 (95% interval 70.6 to 74.1)', '72.5')
    """
    value = _number(number.value, decimals)
    if not isfinite(number.low):
        return value
    ends = f"{_number(number.low, decimals)} to {_number(number.high, decimals)}"
    return f"{value} ({f'{number.level:.0%} interval ' if level else ''}{ends})"


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text if float(text) else text.removeprefix("-")


@singledispatch
def _told(result: Any) -> Iterator[str]:
    raise Refused(
        f"There are no words for {type(result).__name__} yet: `as_table` shows it as numbers."
    )


@_told.register
def _(result: Number) -> Iterator[str]:
    yield f"{in_words(result)}."


@_told.register
def _(result: Gap) -> Iterator[str]:
    yield (
        f"{result.target} stands at {result.today:.0f} of 1000: {result.missing.value:.0f} points "
        f"are missing{_sure(result.missing)}."
    )
    held = [f"{bar.driver} {in_words(bar.points, 0, level=False)}" for bar in result.bars]
    yield f"Of these hold: {listed(held)}."
    yield f"Held by none of them: {in_words(result.unexplained, 0)}."
    yield from _tied(result.groups, "Which of these holds more cannot be told")
    yield ASSOCIATION


@_told.register
def _(result: Comparison) -> Iterator[str]:
    clear = result.clear
    yield (
        f"{len(clear)} of {counted(len(result.pairs), 'difference')} "
        f"{'is' if len(clear) == 1 else 'are'} clear, all taken together at {result.level:.0%}."
    )
    for pair in clear[:5]:
        one, other = (pair.one, pair.other)
        above = "above" if pair.difference.value > 0 else "below"
        low, high = sorted((abs(pair.difference.low), abs(pair.difference.high)))
        size = abs(pair.difference.value)
        yield f"{one} is {size:.1f} points {above} {other} ({low:.1f} to {high:.1f})."
    if same := [f"{pair.one} and {pair.other}" for pair in result.pairs if pair.same]:
        yield f"As good as the same (less than {result.margin:g} apart): {listed(same)}."
    if rest := [pair for pair in result.pairs if not pair.clear and not pair.same]:
        count = counted(len(rest), "difference")
        yield f"{count} could be chance; that does not say there is none."


@_told.register
def _(result: Drivers) -> Iterator[str]:
    left = f" of {counted(result.rows, 'row')}" if result.rows != result.n else ""
    yield (
        f"From {counted(result.n, 'answer')}{left}: {counted(len(result.aspects), 'aspect')} "
        f"together account for {_percent(result.r2)} of the differences in {result.target}."
    )
    parts = [f"{name} {_percent(share)}" for name, share in result.shares.items()]
    yield f"Of what they account for, their parts are: {listed(parts)}."
    if len(result.leaders) > 1:
        yield f"Which comes first cannot be told among {listed(result.leaders)}."
    else:
        yield f"{result.leaders[0]} clearly has the largest part."
    yield ASSOCIATION
    yield from _careful(result.warnings, "warnings")


@_told.register
def _(result: ImportanceMap) -> Iterator[str]:
    words = {
        "improve first": "Matter more than most and go worse, so look here first",
        "keep up": "Matter more than most and go well, so keep them up",
        "can wait": "Go worse but matter less, so they can wait",
        "enough": "Go well and matter less",
    }
    yield f"What moves {result.target}, and how well it goes:"
    for corner, say in words.items():
        if found := [one for one in result.placed if one.corner == corner]:
            names = [one.name + ("" if one.sure else " (not surely)") for one in found]
            yield f"{say}: {listed(names)}."
    yield from _tied(result.groups, "Which of these matters more cannot be told")
    yield ASSOCIATION


@_told.register
def _(result: Trend) -> Iterator[str]:
    slope = result.slope
    if result.clear:
        yield (
            f"The index {'rises' if slope.value > 0 else 'falls'} from wave to wave: "
            f"{in_words(slope)} points a step."
        )
    else:
        yield f"There is no clear trend: {in_words(slope)} points a step."
    if result.p_bent < 0.05:
        yield "The waves do not lie on a line, so look at the steps rather than at the slope."
    yield from _told(result.steps)


@_told.register
def _(result: WhatIf) -> Iterator[str]:
    raised = [f"{name} moved by {points:+g} points" for name, points in result.raises.items()]
    yield (
        f"If {listed(raised)}, {result.target} would be expected at "
        f"{in_words(result.then)} instead of {in_words(result.today)}: a gain of "
        f"{in_words(result.gain)}."
    )
    yield from result.notes


@_told.register
def _(result: Mediation) -> Iterator[str]:
    kinds = {
        "full": "What reaches it does so by way of the others; no direct effect is clear.",
        "partial complementary": "A part goes by way of the others, a part directly.",
        "competitive": (
            "The direct effect and the one by way of the others point in opposite directions."
        ),
        "none": "No effect by way of the others is clear.",
    }
    yield (
        f"In standard deviations, one of {result.source} goes with {in_words(result.total, 2)} of "
        f"{result.target}: {in_words(result.direct, 2, level=False)} directly and "
        f"{in_words(result.indirect, 2, level=False)} by way of others."
    )
    yield kinds[result.kind]
    first = max(result.routes, key=lambda route: abs(route.number.value))
    yield (
        f"The widest of {counted(len(result.routes), 'way')} leads through "
        f"{listed(first.through)}: {in_words(first.number, 2, level=False)}."
    )
    yield ASSOCIATION


@_told.register
def _(result: Prediction) -> Iterator[str]:
    ahead, known = sum(line.ahead for line in result.table), len(result.table)
    yield (
        f"Predicting {counted(known, 'item')} of people the model had not seen "
        f"({result.folds} folds), its error is smaller than that of plain regressions on the same "
        f"answers for {ahead} of {known}: its power to predict is {result.power}."
    )
    if worse := [line.item for line in result.table if line.q2 <= 0]:
        yield f"For {listed(worse)} the mean of all answers predicts as well or better."


def _of_fit(fit: Fit, of: str | None) -> Iterator[str]:
    target = of or (SATISFACTION if SATISFACTION in fit.measured else fit.measured[-1])
    index = fit.index(target)
    rows = f" of {counted(fit.rows, 'row')}" if fit.rows != fit.n else ""
    items = len([item for one in fit.specified.constructs for item in one.items])
    yield (
        f"{counted(fit.n, 'answer')}{rows} to {counted(items, 'question')} show "
        f"{counted(len(fit.measured), 'construct')} of the model {fit.specified.name}."
    )
    against = _against(fit, target)
    ends = "0, the worst, to 100, the best" if _is_good(fit, target, against) else "0 to 100"
    yield f"{target} stands at {in_words(index)} on a scale from {ends}."
    if not isfinite(index.low):
        yield "How sure that is cannot be said: no replicates were drawn."
    yield from _ends(fit, target, against)
    yield from _drivers(fit, target)
    yield from _careful(fit.warnings, "fit.warnings")


def _against(fit: Fit, target: str) -> set[str]:
    """What goes with less of the target, all ways together, such as complaints."""
    return {name for name, effect in _effects(fit, target).items() if effect < 0}


def _is_good(fit: Fit, target: str, against: set[str]) -> bool:
    """Not sure where everything goes against it: it may itself be what harms."""
    return not against or len(against) < sum(map(bool, _effects(fit, target).values()))


def _effects(fit: Fit, target: str) -> dict[str, float]:
    if target not in fit.model.names:  # a part of a higher order
        return {}
    return {
        name: fit.value("total_effects", name, target) + fit.value("total_effects", target, name)
        for name in fit.measured
        if name != target
    }


def _ends(fit: Fit, target: str, against: set[str]) -> Iterator[str]:
    found = sorted(
        (name for name in fit.measured if name not in against),
        key=lambda name: fit.value("index", name),
    )
    if len(found) > 2:
        high, low = fit.index(found[-1]), fit.index(found[0])
        yield (
            f"Highest is {found[-1]}, {in_words(high, level=False)}; lowest is {found[0]}, "
            f"{in_words(low, level=False)}."
        )
    if others := [name for name in fit.measured if name in against]:
        them = "is" if len(others) == 1 else "are"
        yield f"Where {listed(others)} {them} higher, {target} is lower: not ranked here."


def _drivers(fit: Fit, target: str) -> Iterator[str]:
    moving = sorted(
        (link for link in fit.impacts() if link.target == target),
        key=lambda link: -abs(link.number.value),
    )
    if not moving:
        yield f"Nothing in the model drives {target}."
        return
    yield _strongest(target, moving)
    if len(fit.kept) > 1:
        order = [link.source for link in moving]
        groups = tied_groups(order, tied_impacts(fit, target))
        yield from _tied(groups, "Which of these moves it more cannot be told")
    direct = fit.model.drivers(target)
    yield (
        f"What drives it directly ({listed(direct)}) accounts for "
        f"{fit.value('r2', target):.0%} of the differences between people (R2)."
    )
    if not fit.moderated(target):
        found = gap(fit, target)
        held = [f"{bar.driver} {in_words(bar.points, 0, level=False)}" for bar in found.bars]
        yield (
            f"Of 1000 points {found.missing.value:.0f} are missing; of these hold: {listed(held)}."
        )
    yield ASSOCIATION


def _strongest(target: str, moving: Sequence[Link]) -> str:
    parts = [f"{link.source} {in_words(link.number, 2, level=False)}" for link in moving]
    return (
        f"One point more of a driver goes, all ways together, with so many points of {target}: "
        f"{listed(parts)}."
    )


def _tied(groups: Sequence[Sequence[str]], say: str) -> Iterator[str]:
    if groups:
        yield f"{say}: {'; '.join(listed(group) for group in groups)}."


def _careful(warnings: Sequence[str], where: str) -> Iterator[str]:
    for warning in warnings[:MOST_WARNINGS]:
        yield f"Careful: {warning}"
    if len(warnings) > MOST_WARNINGS:
        yield f"{counted(len(warnings) - MOST_WARNINGS, 'more warning')} in `{where}`."


def _percent(share: Number) -> str:
    if not isfinite(share.low):
        return f"{share.value:.0%}"
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"


def _sure(number: Number) -> str:
    if not isfinite(number.low):
        return ""
    return f" ({number.level:.0%} interval {number.low:.0f} to {number.high:.0f})"
