"""Is a number different in two groups? Shuffle who belongs where and look how far it moves."""

from dataclasses import dataclass

import numpy as np

from herefor.measure.estimate.fit import Fit
from herefor.measure.gather.permute import permutations
from herefor.measure.words import Refused

SHUFFLES = 1_000


@dataclass(frozen=True)
class PermutationTest:
    """A difference, first group less second, and how often shuffled groups are as far apart."""

    value: float
    p: float
    count: int  # shuffles that could be estimated


def permutation_test(
    a: Fit, b: Fit, what: str, *of: str, count: int = SHUFFLES, seed: int = 1
) -> PermutationTest:
    """Two-sided p-value of `a.value(what, *of) - b.value(what, *of)`: (hits + 1) / (count + 1).

    Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010); for
    path models Chin and Dibbern, Handbook of Partial Least Squares (2010).

    Raises `Refused` where the models differ or the groups cannot be shuffled.

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> one, other = (PLS().fit(model, Moments.of(part, model)) for part in (answers, answers))
    >>> permutation_test(one, other, "index", "S", count=99)
    PermutationTest(value=0.0, p=1.0, count=99)
    """
    if a.model != b.model or a.by != b.by:
        raise Refused(
            "The two groups were not estimated alike: model, items and estimator must be the same."
        )
    place = a.places(what, *of)
    apart = [
        a.of(what, a.again(ours))[place] - b.of(what, b.again(theirs))[place]
        for ours, theirs in permutations(a.moments, b.moments, count=count, seed=seed)
    ]
    shuffled = np.concatenate(apart)
    shuffled = shuffled[np.isfinite(shuffled)]
    value = a.value(what, *of) - b.value(what, *of)
    # Shuffles that hand out the same respondents differ by rounding, and count as equal.
    hits = int((np.abs(shuffled) >= abs(value) - 1e-6 * max(1.0, abs(value))).sum())
    return PermutationTest(value, (hits + 1) / (len(shuffled) + 1), len(shuffled))
