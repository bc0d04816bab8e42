"""Consistent partial least squares: what measurement error takes away is given back.

Dijkstra and Henseler, "Consistent partial least squares path modeling", MIS Quarterly 39 (2015).
"""

from dataclasses import dataclass

import numpy as np

from herefor.measure.estimate.weights import Composites, Layout
from herefor.measure.stack import Array, Described

SMALLEST_DETERMINANT = 1e-12


@dataclass(frozen=True)
class Corrected:
    """Constructs without the measurement error of their items."""

    loadings: Array
    among: Array
    reliability: Array  # rho_A of factors with several items, 1 of everything else


def corrected(items: Described, made: Composites, layout: Layout) -> Corrected:
    """Loadings (equation 4), construct correlations (equation 5) and rho_A (equation 3).

    Composites, single items and products are taken to be measured without error. NaN where rho_A
    is not above 0.
    """
    reliability, loadings = np.ones(made.among.shape[1:]), made.loadings(layout).copy()
    for j, block in enumerate(layout.blocks):
        weights = made.weights[block]
        if layout.factors[j] and len(weights) > 1:
            rho = reliability_of(items.correlation[block, block], weights)
            reliability[j] = np.where(rho > 0, rho, np.nan)
            loadings[block] = weights * np.sqrt(reliability[j]) / (weights**2).sum(axis=0)
    root = np.sqrt(reliability)
    among = made.among / root / root[:, None]
    diagonal = np.arange(len(root))
    among[diagonal, diagonal] = 1
    return Corrected(loadings, among, reliability)


def reliability_of(within: Array, weights: Array) -> Array:
    """rho_A of a block from its correlations and its weights: equation 3.

    >>> reliability_of(np.array([[[1.0], [0.5]], [[0.5], [1.0]]]), np.full((2, 1), 3**-0.5))
    array([0.66666667])
    """
    square = (weights**2).sum(axis=0)
    explained = np.einsum("ib,ijb,jb->b", weights, within, weights) - square
    rho: Array = square**2 * explained / (square**2 - (weights**4).sum(axis=0))
    return rho


def solve_any(matrix: Array, right: Array) -> Array:
    """Like `stack.solve` for matrices that need not be positive definite, as corrected ones.

    >>> solve_any(np.array([[[1.0], [2.0]], [[2.0], [1.0]]]), np.array([[1.0], [2.0]])).ravel()
    array([1., 0.])
    """
    square = np.moveaxis(matrix, -1, 0)
    regular = np.abs(np.linalg.det(square)) > SMALLEST_DETERMINANT
    solved = np.full(right.T.shape, np.nan)
    solved[regular] = np.linalg.solve(square[regular], right.T[regular][..., None])[..., 0]
    return solved.T
