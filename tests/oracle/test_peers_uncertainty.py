"""Standard errors beside those of `seminr` (PyPI) on mobi, and draws of another kind.

Both draw respondents with replacement, with other random numbers. A standard error from B draws has
a relative error of 1 / sqrt(2 B): 3.5 percent from their 400, 1.4 percent from our 2,500. Nearly
four such errors of the difference are allowed: 15 percent.
"""

import numpy as np
import pytest
import seminr

from herefor.measure import PLS, Model, Moments, construct, items, path
from peers import in_seminr
from shared_data import mobi

MODEL = Model(
    [
        construct("Quality", items("PERQ", 1, 7)),
        construct("Satisfaction", items("CUSA", 1, 3)),
        construct("Loyalty", items("CUSL", 1, 3)),
    ],
    [path("Quality", to=["Satisfaction", "Loyalty"]), path("Satisfaction", to=["Loyalty"])],
)
THEIRS = 400


@pytest.fixture(scope="module")
def drawn_by_seminr():
    model = in_seminr(MODEL, mobi())
    return np.stack([one.values for one in seminr.bootstrap_model(model, nboot=THEIRS).boot_paths])


@pytest.mark.parametrize("how", [{}, {"draw": "poisson"}])
def test_standard_errors_and_means_of_paths_agree_with_seminr(drawn_by_seminr, how):
    fit = PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=2_500, seed=2, **how))

    for source, target in MODEL.edges:
        place = fit.place(source), fit.place(target)
        theirs = drawn_by_seminr[:, *place]
        ours = fit.number("paths", source, target)
        assert ours.se == pytest.approx(theirs.std(ddof=1), rel=0.15)
        assert fit.replicates.paths[place].mean() == pytest.approx(
            theirs.mean(), abs=4 * ours.se / np.sqrt(THEIRS)
        )


@pytest.mark.parametrize(("source", "target"), MODEL.edges)
def test_leaving_out_agrees_with_drawing(source, target):
    fit = PLS().fit(MODEL, Moments.of(mobi(), MODEL, replicates=2_500, seed=2))

    jackknife = fit.jackknife("paths", source, target).se

    assert jackknife == pytest.approx(fit.number("paths", source, target).se, rel=0.1)
