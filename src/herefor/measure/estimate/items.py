"""The items a model is made of, from the sums of the answers."""

import numpy as np

from herefor.measure.gather.moments import Moments
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array, Described, describe


def items_of(moments: Moments, sums: Array, model: Model) -> Described:
    """The model's items, in its order, for a stack of sums as `moments` keeps them."""
    place = [moments.codes.index(code) for code in model.item_codes]
    items = describe(sums, missing=moments.missing, some=moments.asked_of_some)
    return items.only(np.array(place))
