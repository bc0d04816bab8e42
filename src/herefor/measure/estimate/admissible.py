"""Whether the numbers of a fit can be those of any population, said out loud.

The conditions are those analysts know from consistent PLS (Dijkstra and Henseler, MIS Quarterly
39, 2015) and from confirmatory factor analysis: Bollen, Structural Equations with Latent
Variables (1989), chapter 4. Plain PLS can break only the first.
"""

from collections.abc import Iterator

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.estimate.quality import Estimated, rho_a
from herefor.measure.stack import Array
from herefor.measure.words import listed

ROUNDING = 1e-9


def inadmissible(fit: Fit) -> Iterator[str]:
    """Sentences about an estimate, and the share of its replicates, that cannot be.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> list(inadmissible(PLS(consistent=True).fit(model, Moments.of(answers, model))))
    []
    """
    yield from _unreliable(fit)
    if not fit.by.consistent:
        return
    yield from _beyond_one(fit)
    if _construct_matrix(Estimated(fit.items, fit.estimate, fit.layout))[0]:
        yield (
            "The corrected correlations of the constructs contradict each other (their matrix is "
            "not positive semi-definite), so no population has them: the solution is inadmissible. "
            "Merge constructs that can hardly be told apart, or estimate without consistent=True."
        )
    if _item_matrix(Estimated(fit.items, fit.estimate, fit.layout))[0]:
        yield (
            "The item correlations this model implies contradict each other (not positive "
            "semi-definite): the solution is inadmissible. Estimate without consistent=True."
        )
    yield from _share_of_replicates(fit)


def broken(stack: Estimated) -> Array:
    """1 where consistent estimates cannot be those of any population, else 0: a formula for `over`.

    A loading or R2 over 1, rho_A over 1, or a matrix that is not positive semi-definite.
    """
    estimates = stack.estimates
    reliability = np.nan_to_num(rho_a(stack))[list(stack.layout.factors)]
    checks = [
        (np.abs(estimates.loadings) > 1 + ROUNDING).any(axis=0),
        (np.nan_to_num(estimates.r2) > 1 + ROUNDING).any(axis=0),
        (reliability > 1 + ROUNDING).any(axis=0),
        _construct_matrix(stack) > 0,
        _item_matrix(stack) > 0,
    ]
    wrong: Array = np.any(checks, axis=0).astype(float)
    return wrong


def _unreliable(fit: Fit) -> Iterator[str]:
    for one in fit.model.constructs:
        if one.kind == "factor" and len(one.items) > 1:
            rho = fit.value("rho_a", one.name)
            if not 0 < rho <= 1 + ROUNDING:
                yield (
                    f"The reliability rho_A of {one.name} is {rho:.2f}, outside 0 to 1: its items "
                    "do not show one thing. Look at them, or call it a composite in the model."
                )


def _beyond_one(fit: Fit) -> Iterator[str]:
    loadings = {code: fit.value("loadings", code) for code in fit.model.item_codes}
    high = [
        f"{code} ({value:.2f})" for code, value in loadings.items() if abs(value) > 1 + ROUNDING
    ]
    if high:
        yield (
            f"Corrected loadings over 1, which means an error variance below 0: {listed(high)}. "
            "The solution is inadmissible."
        )
    explained = {name: fit.value("r2", name) for name in fit.model.names if fit.model.drivers(name)}
    full = [f"{name} ({value:.2f})" for name, value in explained.items() if value > 1 + ROUNDING]
    if full:
        yield (
            f"More than all is explained (R2 over 1): {listed(full)}. The solution is inadmissible."
        )
    steep = [
        f"{link.source} to {link.target} ({link.number.value:.2f})"
        for link in fit.paths()
        if abs(link.number.value) > 1 + ROUNDING
    ]
    if steep:
        yield f"Standardised paths over 1: {listed(steep)}. Drivers are too much alike to separate."


def _share_of_replicates(fit: Fit) -> Iterator[str]:
    if len(fit.kept):
        wrong = fit.over(broken)
        if wrong.any():
            lost = fit.tried - len(fit.kept)
            yield (
                f"{(wrong.sum() + lost) / fit.tried:.0%} of {fit.tried:,} replicates are "
                "inadmissible or could not be computed: intervals of corrected numbers are "
                "uncertain."
            )


def _construct_matrix(stack: Estimated) -> Array:
    return _not_semi_definite(stack.estimates.correlations)


def _item_matrix(stack: Estimated) -> Array:
    """Whether the implied item correlations have a negative eigenvalue.

    Items of different constructs: loading times implied construct correlation times loading.
    Items of one factor: the product of their loadings; of one composite: as observed.
    """
    loadings, owner = stack.estimates.loadings, stack.layout.owner
    implied = _implied(stack)[owner][:, owner] * loadings[:, None] * loadings
    for block, factor in zip(stack.layout.blocks, stack.layout.factors, strict=True):
        if not factor:
            implied[block, block] = stack.items.correlation[block, block]
    diagonal = np.arange(len(owner))
    implied[diagonal, diagonal] = 1
    return _not_semi_definite(implied)


def _implied(stack: Estimated) -> Array:
    """Construct correlations that follow from the paths: in their order, each from its drivers."""
    implied, done = stack.estimates.correlations.copy(), list[int]()
    starts = [j for j in stack.layout.order if not stack.layout.drivers[j]]
    for j in [*starts, *(j for j in stack.layout.order if j not in starts)]:
        drivers = list(stack.layout.drivers[j])
        for k in done if drivers else []:
            along = (stack.estimates.paths[drivers, j] * implied[drivers, k]).sum(axis=0)
            implied[j, k] = implied[k, j] = along
        done.append(j)
    return implied


def _not_semi_definite(matrices: Array) -> Array:
    smallest = np.linalg.eigvalsh(np.moveaxis(matrices, -1, 0))[:, 0]
    return np.where(smallest < -ROUNDING, 1.0, 0.0)
