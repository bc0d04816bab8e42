"""Do people tell the constructs apart?"""

from dataclasses import dataclass
from itertools import combinations

from herefor.measure.estimate.fit import Fit, Number

LIMIT = 0.9


@dataclass(frozen=True)
class Apart:
    """Two constructs whose items reflect them, and three opinions whether they are two."""

    a: str
    b: str
    correlation: Number
    htmt: Number
    htmt2: Number
    root_ave: tuple[float, float]

    @property
    def fornell_larcker(self) -> bool:
        """Each goes together with its items more than with the other construct."""
        return abs(self.correlation.value) < min(self.root_ave)

    @property
    def below_limit(self) -> bool:
        """The ratio lies below 0.9."""
        return self.htmt.value < LIMIT

    @property
    def below_one(self) -> bool:
        """The interval of the ratio lies below 1; False without replicates."""
        return self.htmt.high < 1


def discriminant(fit: Fit) -> tuple[Apart, ...]:
    """Every pair of reflective constructs: Fornell-Larcker, HTMT and HTMT2 with intervals.

    Fornell and Larcker, Journal of Marketing Research 18 (1981); Henseler, Ringle and Sarstedt,
    Journal of the Academy of Marketing Science 43 (2015), also for the limit of 0.9 and for asking
    whether the interval holds 1; Roemer, Schuberth and Henseler, Industrial Management & Data
    Systems 121 (2021).

    >>> import polars as pl
    >>> from herefor.measure import PLS, Model, Moments, construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> pair = discriminant(PLS().fit(model, Moments.of(answers, model)))[0]
    >>> round(pair.htmt.value, 3), pair.fornell_larcker, pair.below_limit
    (0.976, True, False)
    """
    reflective = [one.name for one in fit.model.constructs if one.mode == "A"]
    return tuple(
        Apart(
            a,
            b,
            correlation=fit.number("correlations", a, b),
            htmt=fit.number("htmt", a, b),
            htmt2=fit.number("htmt2", a, b),
            root_ave=(fit.value("ave", a) ** 0.5, fit.value("ave", b) ** 0.5),
        )
        for a, b in combinations(reflective, 2)
    )
