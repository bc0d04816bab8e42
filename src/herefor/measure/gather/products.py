"""Products of items, kept beside the items for models whose constructs interact."""

import numpy as np

from herefor.measure.specify.model import Model
from herefor.measure.stack import Array
from herefor.measure.words import Refused, listed

MIDDLE = 50.0  # of 0 to 100: deviations from it keep the digits of sums of products


def product_code(first: str, second: str) -> str:
    """
    >>> product_code("q1", "p1")
    'q1*p1'
    """
    return f"{first}*{second}"


def with_products(
    points: Array, codes: tuple[str, ...], model: Model, *, missing: str
) -> tuple[Array, tuple[str, ...]]:
    """The points, followed by (x - 50)(y - 50)/50 for each pair an interaction needs.

    >>> from herefor.measure.specify.model import construct, interaction, path
    >>> model = Model(
    ...     [construct("Q", ["q"]), construct("P", ["p"]), construct("S", ["s"])],
    ...     [path(one, to=["S"]) for one in ("Q", "P", "Q*P")],
    ...     interactions=[interaction("Q", "P")],
    ... )
    >>> with_products(np.array([[100.0, 25.0, 0.0]]), ("q", "p", "s"), model, missing="listwise")
    (array([[100.,  25.,   0., -25.]]), ('q', 'p', 's', 'q*p'))
    """
    if not model.products:
        return points, codes
    if missing != "listwise":
        raise Refused(
            f"The model has an interaction ({model.interactions[0].name}), and the product of an "
            'answer and a gap is not known: read the answers with missing = "listwise".'
        )
    some = [item.code for item in model.items if item.asked_of_some]
    if skipped := [code for code in some if any(code in pair for pair in model.products)]:
        raise Refused(
            f"{listed(skipped)} was asked of some people only, so its products with other answers "
            "are not known of the rest. Take it out of the constructs that interact."
        )
    pairs = [pair for pair in model.products if set(pair) <= set(codes)]
    first, second = ([codes.index(pair[side]) for pair in pairs] for side in (0, 1))
    made = (points[:, first] - MIDDLE) * (points[:, second] - MIDDLE) / MIDDLE
    return np.hstack([points, made]), (*codes, *(product_code(*pair) for pair in pairs))
