"""What a reader should know before trusting a number, in plain words."""

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np

from herefor.measure.drivers.gap import gap
from herefor.measure.estimate.admissible import inadmissible
from herefor.measure.estimate.fit import Fit
from herefor.measure.words import counted, listed

FEW = 50
FEW_CLUSTERS = 30
FEW_WEIGHTED = 300  # effective answers; see docs/explanation/measure-truth.md
UNEVEN = 1.5
FEW_REPLICATES = 100
COLLINEAR = 5.0
ALIKE = 0.9
WEAK_LOADING = 0.4
WEAK_ALPHA = 0.6


def said(fit: Fit) -> tuple[str, ...]:
    """Every warning about a fit, the gravest first."""
    tellers = (
        _few_answers,
        _uneven,
        _made_of,
        inadmissible,
        _corrected,
        _signs,
        _off_the_scale,
        _parts,
        _replicates,
        _interactions,
        _collinear,
        _weak,
        _alike,
        _ties,
    )
    return tuple(dict.fromkeys(sentence for tell in tellers for sentence in tell(fit)))


def _few_answers(fit: Fit) -> Iterator[str]:
    if fit.n < FEW:
        yield f"Only {counted(fit.n, 'answer')}: intervals from fewer than {FEW} are rough."


def _uneven(fit: Fit) -> Iterator[str]:
    """Kish's design effect; where groups or clusters are drawn it is not known any more."""
    if fit.moments.grouped or fit.moments.units.clusters is not None:
        return
    weight = fit.moments.sums[0] / fit.moments.sums[0].max()
    effect = len(weight) * (weight**2).sum() / weight.sum() ** 2
    worth = fit.n / effect
    if effect > UNEVEN and worth < FEW_WEIGHTED:
        yield (
            f"The weights are uneven (design effect {effect:.1f}): {counted(fit.n, 'answer')} say "
            f"as much as {worth:,.0f}. Intervals from so few are rather too narrow."
        )


def _made_of(fit: Fit) -> Iterator[str]:
    if fit.n < len(fit.model.items):
        yield (
            f"{counted(fit.n, 'answer')} for {counted(len(fit.model.items), 'item')}: with fewer "
            "answers than items, weights hang on single answers. Gather more, or ask less."
        )
    if fit.moments.units.clusters is not None:
        clusters = int((fit.moments.sums[0] > 0).sum())
        if clusters < FEW_CLUSTERS:
            yield (
                f"Only {counted(clusters, 'cluster')}: intervals from fewer than {FEW_CLUSTERS} "
                "are rough and rather too narrow."
            )
    if fit.by.interval == "large-sample":
        yield (
            "Intervals are large-sample: symmetric, from leaving out one unit at a time, not from "
            "replicates. With few answers draw replicates instead."
        )


def _signs(fit: Fit) -> Iterator[str]:
    for one in fit.model.constructs:
        if one.product:
            continue
        codes = [item.code for item in one.items]
        turned = [code for code in codes if one.mode == "A" and fit.value("loadings", code) < 0]
        if turned:
            runs, its, scale = (
                ("runs", "its", "scale") if len(turned) == 1 else ("run", "their", "scales")
            )
            yield (
                f"{listed(turned)} of {one.name} {runs} against the other items. If {its} best "
                f"answer is the low one, turn {its} {scale} round in the model."
            )
        negative = [code for code in codes if fit.value("weights", code) < 0]
        if negative:
            alone = len(negative) == 1
            has = "has a negative weight" if alone else "have negative weights"
            which = "item" if alone else "items"
            yield (
                f"{listed(negative)} {has} in {one.name}: a better answer lowers "
                f"the index. Look at the {which} before using this index."
            )


def _off_the_scale(fit: Fit) -> Iterator[str]:
    for name in fit.measured:
        value = fit.value("index", name)
        if not 0 <= value <= 100:
            yield (
                f"The index of {name} is {value:.1f}, outside 0 to 100, because of negative "
                "weights. It is shown as computed and should not be used."
            )


def _parts(fit: Fit) -> Iterator[str]:
    """What is to be said of the parts of higher orders, which only an earlier stage has."""
    stage = fit.first
    while stage:
        if not set(stage.measured) <= set(fit.measured):
            yield from (*_signs(stage), *_off_the_scale(stage), *_weak(stage))
        stage = stage.first


def _corrected(fit: Fit) -> Iterator[str]:
    if fit.by.consistent:
        yield (
            "Paths, loadings and R2 are corrected for measurement error (consistent PLS). The "
            "indices are not: they are means of what people answered."
        )


def _interactions(fit: Fit) -> Iterator[str]:
    for one in fit.model.constructs:
        if one.product:
            targets = [target for source, target in fit.model.edges if source == one.name]
            yield (
                f"The effect of {one.product.driver} on {listed(targets)} changes with "
                f"{one.product.moderator}: its path holds where {one.product.moderator} is at its "
                "mean. Read it with `simple_slopes`."
            )


def _replicates(fit: Fit) -> Iterator[str]:
    lost, kept = fit.tried - len(fit.kept), len(fit.kept)
    if lost:
        was = "was" if lost == 1 else "were"
        yield (
            f"{counted(lost, 'replicate')} of {fit.tried:,} did not settle or could not be "
            f"computed and {was} left out of the intervals."
        )
    if fit.tried and kept < 2:
        yield f"There is no interval: {counted(kept, 'replicate')} cannot say how sure a number is."
    elif kept and kept < FEW_REPLICATES:
        yield (
            f"Intervals from {counted(kept, 'replicate')} are rough, and may even miss the value "
            f"itself. Draw {FEW_REPLICATES} or more, better some thousands."
        )


def _collinear(fit: Fit) -> Iterator[str]:
    for name in fit.model.names:
        near = [
            f"{driver} ({fit.value('vif', driver, name):.1f})"
            for driver in fit.model.drivers(name)
            if fit.value("vif", driver, name) > COLLINEAR
        ]
        if near:
            yield (
                f"The drivers of {name} say much the same: variance inflation over {COLLINEAR:g} "
                f"for {listed(near)}. Their separate effects are uncertain."
            )


def _weak(fit: Fit) -> Iterator[str]:
    for one in fit.model.constructs:
        if one.mode == "A" and fit.value("alpha", one.name) < WEAK_ALPHA:
            alpha = fit.value("alpha", one.name)
            yield f"The items of {one.name} agree little with each other (alpha {alpha:.2f})."
        weak = [
            item.code
            for item in one.items
            if one.mode == "A"
            and one.product is None
            and 0 <= fit.value("loadings", item.code) < WEAK_LOADING
        ]
        if weak:
            say = "says" if len(weak) == 1 else "say"
            yield f"{listed(weak)} {say} little about {one.name} (loading under {WEAK_LOADING})."


def _alike(fit: Fit) -> Iterator[str]:
    reflective = [
        one.name for one in fit.model.constructs if one.mode == "A" and one.product is None
    ]
    near = [
        f"{a} and {b} ({fit.value('htmt', a, b):.2f})"
        for a, b in combinations(reflective, 2)
        if fit.value("htmt", a, b) > ALIKE
    ]
    if near:
        yield f"Answers hardly tell these apart (HTMT over {ALIKE}): {'; '.join(near)}."


def _ties(fit: Fit) -> Iterator[str]:
    """Drivers next to each other by size, where the order could be the other way round."""
    for target in fit.model.names:
        if fit.moderated(target):
            continue
        if len(fit.model.drivers(target)) > 1 and np.size(fit.kept) > 1:
            found = gap(fit, target)
            order = [bar.driver for bar in found.bars]
            for a, b in pairwise(order):
                if (a, b) in found.ties or (b, a) in found.ties:
                    yield f"As drivers of {target}, {a} and {b} cannot be told apart."
