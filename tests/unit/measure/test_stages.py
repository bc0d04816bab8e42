"""Higher orders and interactions: two stages from moments are two stages from rows."""

import numpy as np
import polars as pl
import pytest

from herefor.measure import (
    PLS,
    Model,
    Moments,
    Refused,
    as_document,
    construct,
    difference,
    effect_sizes,
    gap,
    higher_order,
    indirect_effects,
    interaction,
    items,
    path,
    simple_slopes,
)
from shared_data import mobi

EXACTLY = PLS(tolerance=1e-11, replicate_tolerance=1e-11)
BLOCKS = {
    "Image": items("IMAG", 1, 5),
    "Quality": items("PERQ", 1, 7),
    "Value": items("PERV", 1, 2),
    "Satisfaction": items("CUSA", 1, 3),
}
PLAIN = [construct(name, codes) for name, codes in BLOCKS.items()]
HOWS = ["two-stage", "reweighted", "orthogonal", "product"]


def whole(mode="A", how="two-stage", kind=""):
    return Model(
        [*PLAIN, higher_order("Worth", ["Quality", "Value"], mode=mode, how=how, kind=kind)],
        [path("Image", to=["Satisfaction"]), path("Worth", to=["Satisfaction"])],
    )


def moderated(how="two-stage", driver="Image", moderator="Value"):
    names = dict.fromkeys(("Image", "Value", driver, moderator))
    return Model(
        [one for one in PLAIN if one.name != "Quality"],
        [path(one, to=["Satisfaction"]) for one in (*names, f"{driver}*{moderator}")],
        interactions=[interaction(driver, moderator, how=how)],
    )


def fit_of(model, answers=None, **asked):
    return EXACTLY.fit(model, Moments.of(mobi() if answers is None else answers, model, **asked))


def rows_of_replicate(replicate, *, seed):
    drawn = np.random.default_rng([seed, 0]).integers(
        250, size=(replicate + 1, 250), dtype=np.uint16
    )
    return mobi()[drawn[replicate].tolist()]


def scores(fit, answers):
    """The standardised scores of constructs with items of their own, row by row."""
    told = {}
    for one in fit.model.constructs:
        points = [(answers[item.code] - 1) / 9 * 100 for item in one.items]
        made = sum(
            fit.value("weights", item.code) * (column - column.mean()) / column.std(ddof=0)
            for item, column in zip(one.items, points, strict=True)
        )
        told[one.name] = made.to_numpy()
    return told


def test_a_higher_order_has_the_indices_of_its_parts_as_items():
    fit = fit_of(whole())
    answers = mobi().with_columns(
        pl.Series(part, 1 + fit.first.value("sd", part) * by_row + fit.first.index(part).value)
        for part, by_row in scores(fit.first, mobi()).items()
        if part in ("Quality", "Value")
    )
    by_hand = Model(
        [
            construct("Image", BLOCKS["Image"]),
            construct("Worth", ["Quality", "Value"], scale=(1, 101)),
            construct("Satisfaction", BLOCKS["Satisfaction"]),
        ],
        [path("Image", to=["Satisfaction"]), path("Worth", to=["Satisfaction"])],
    )
    twin = fit_of(by_hand, answers)

    assert fit.index("Worth").value == pytest.approx(twin.index("Worth").value, abs=1e-8)
    for what, of in [("paths", ("Worth", "Satisfaction")), ("weights", ("Quality",))]:
        assert fit.value(what, *of) == pytest.approx(twin.value(what, *of), abs=1e-8)
    assert fit.value("alpha", "Worth") == pytest.approx(twin.value("alpha", "Worth"), abs=1e-8)


@pytest.mark.parametrize("model", [whole(), whole(mode="B"), whole(how="repeated", mode="B")])
def test_every_replicate_repeats_both_stages_of_a_higher_order(model):
    fit = fit_of(model, replicates=4, seed=5)
    by_hand = fit_of(model, rows_of_replicate(2, seed=5))

    assert fit.replicates.index[:, 2] == pytest.approx(by_hand.estimate.index[:, 0], abs=1e-7)
    assert fit.replicates.paths[..., 2] == pytest.approx(by_hand.estimate.paths[..., 0], abs=1e-7)


@pytest.mark.parametrize("how", HOWS)
def test_every_replicate_makes_its_own_products(how):
    fit = fit_of(moderated(how), replicates=4, seed=5)
    by_hand = fit_of(moderated(how), rows_of_replicate(2, seed=5))

    paths = [fit.replicates.paths[..., 2], by_hand.estimate.paths[..., 0]]
    if how == "orthogonal":  # by hand the sign of residual products is that of its own sample
        paths = [np.abs(one) for one in paths]
    assert paths[0] == pytest.approx(paths[1], abs=1e-7)
    assert fit.replicates.item_sd[:, 2] == pytest.approx(by_hand.estimate.item_sd[:, 0], abs=1e-7)


def test_a_two_stage_interaction_is_a_regression_on_products_of_scores():
    fit = fit_of(moderated())
    by_row = scores(fit.first, mobi())
    image, value, satisfaction = (by_row[name] for name in ("Image", "Value", "Satisfaction"))
    columns = np.column_stack([np.ones(250), image, value, image * value])
    (_, own, _, both), *_ = np.linalg.lstsq(columns, satisfaction, rcond=None)

    assert fit.value("paths", "Image", "Satisfaction") == pytest.approx(own, abs=1e-8)
    slopes = simple_slopes(fit, "Image", "Value", "Satisfaction")
    assert [one.number.value for one in slopes] == pytest.approx(
        [own - both, own, own + both], abs=1e-8
    )
    assert fit.value("item_sd", "Image*Value") == pytest.approx((image * value).std(), abs=1e-8)


def test_a_square_is_the_interaction_of_a_construct_with_itself():
    fit = fit_of(moderated(driver="Image", moderator="Image"))
    by_row = scores(fit.first, mobi())
    image = by_row["Image"]
    columns = np.column_stack([np.ones(250), image, by_row["Value"], image**2])
    (_, own, _, square), *_ = np.linalg.lstsq(columns, by_row["Satisfaction"], rcond=None)

    slopes = simple_slopes(fit, "Image", "Image", "Satisfaction")

    assert [one.number.value for one in slopes] == pytest.approx(
        [own - 2 * square, own, own + 2 * square], abs=1e-8
    )


def test_a_higher_order_may_interact():
    model = Model(
        whole().constructs,
        [path(one, to=["Satisfaction"]) for one in ("Image", "Worth", "Image*Worth")],
        interactions=[interaction("Image", "Worth")],
    )
    fit = fit_of(model, replicates=20)
    plain = fit_of(whole())

    assert fit.index("Worth").value == pytest.approx(plain.index("Worth").value, abs=1e-9)
    assert fit.first.first.index("Value").value == pytest.approx(fit.index("Value").value, abs=1e-9)
    assert len(simple_slopes(fit, "Worth", "Image", "Satisfaction")) == 3


def test_residual_products_say_nothing_the_items_say():
    fit = fit_of(moderated("orthogonal"))
    product, own = fit.place("Image*Value"), [fit.place("Image"), fit.place("Value")]

    assert fit.estimate.correlations[product, own, 0] == pytest.approx([0, 0], abs=1e-9)


@pytest.mark.parametrize("kind", ["factor", "composite"])
def test_repeated_items_lead_to_or_from_the_whole(kind):
    fit = fit_of(whole(how="repeated", mode="A", kind=kind))

    leads = ("Quality", "Worth") if kind == "composite" else ("Worth", "Quality")
    assert leads in fit.model.edges
    assert "PERQ1@Worth" in fit.model.item_codes
    assert fit.value("r2", leads[1]) > 0.5


def test_random_groups_hold_products_too():
    answers = pl.concat([mobi()] * 10)

    exact, grouped = (fit_of(moderated(), answers, exact_up_to=size) for size in (5000, 0))

    assert grouped.estimate.paths == pytest.approx(exact.estimate.paths, abs=1e-9)


def test_products_and_gaps_filled_with_means_are_refused():
    with pytest.raises(Refused, match='read the answers with missing = "listwise"'):
        Moments.of(mobi(), moderated(), missing="mean")


def test_an_item_answered_alike_takes_its_products_along():
    fit = fit_of(moderated(), mobi().with_columns(IMAG5=pl.lit(5)))
    without = fit_of(moderated().with_items(c for c in mobi().columns if c != "IMAG5"))

    assert fit.estimate.paths == pytest.approx(without.estimate.paths, abs=1e-9)


def test_a_moderated_model_has_a_document_and_says_how_to_read_its_effect():
    fit = fit_of(moderated(), replicates=120)
    document = as_document(fit)

    assert document["constructs"]["Image*Value"]["index"] is None
    assert {one["from"] for one in document["impacts"]} == {"Image", "Value"}
    assert any("its path holds where Value is at its mean" in one for one in fit.warnings)


def test_a_model_of_higher_order_has_a_document_and_a_gap():
    fit = fit_of(whole(), replicates=120)

    assert as_document(fit)["items"]["Quality"]["construct"] == "Worth"
    assert {bar.driver for bar in gap(fit, "Satisfaction").bars} == {"Image", "Worth"}


def test_a_gap_is_refused_where_effects_change():
    with pytest.raises(Refused, match="Take the interaction out for this"):
        gap(fit_of(moderated()), "Satisfaction")


def test_slopes_are_refused_where_nothing_interacts_or_items_do():
    with pytest.raises(Refused, match="no interaction drives it"):
        simple_slopes(fit_of(whole()), "Image", "Worth", "Satisfaction")
    with pytest.raises(Refused, match='Make the interaction with how="two-stage"'):
        simple_slopes(fit_of(moderated("product")), "Image", "Value", "Satisfaction")


@pytest.mark.parametrize("model", [whole(), whole(how="repeated"), moderated("product")])
def test_consistent_pls_of_more_than_answers_is_refused(model):
    with pytest.raises(Refused, match="Estimate it with consistent=False"):
        PLS(consistent=True).fit(model, Moments.of(mobi(), model))


def test_a_weight_of_two_equals_a_doubled_row_in_products_too():
    answers = mobi().with_columns(weight=pl.Series([2, 1] * 125))
    doubled = pl.concat([answers, answers.filter(pl.col("weight") == 2)])

    weighted = fit_of(moderated(), answers, weight="weight")

    assert weighted.estimate.paths == pytest.approx(
        fit_of(moderated(), doubled).estimate.paths, abs=1e-9
    )


def test_equal_weights_are_the_mean_of_points_or_of_standardised_items():
    codes = BLOCKS["Satisfaction"]
    points = [(mobi()[code] - 1) / 9 * 100 for code in codes]
    by_sd = np.array([1 / column.std() for column in points])
    fit = fit_of(whole(), replicates=200)

    summed, equal = (fit.index("Satisfaction", weights=one) for one in ("sum", "equal"))

    means = np.array([column.mean() for column in points])
    assert summed.value == pytest.approx(means.mean(), abs=1e-9)
    assert equal.value == pytest.approx((means * by_sd).sum() / by_sd.sum(), abs=1e-9)
    assert summed.low < summed.value < summed.high


@pytest.mark.parametrize(("mode", "weights"), [("unit", "equal"), ("sum", "sum")])
def test_a_mode_without_estimated_weights_is_that_index(mode, weights):
    fixed = Model(
        [construct(one.name, BLOCKS[one.name], mode=mode) for one in PLAIN],
        [path(one, to=["Satisfaction"]) for one in ("Image", "Quality", "Value")],
    )
    plain = Model(PLAIN, fixed.paths)
    fit, other = (fit_of(one, replicates=30) for one in (fixed, plain))

    for name in fit.model.names:
        number, twin = fit.index(name), other.index(name, weights=weights)
        assert (number.value, number.se) == pytest.approx((twin.value, twin.se), abs=1e-8)


def test_weights_of_an_earlier_fit_leave_only_the_answers_to_move_an_index():
    now, before = mobi()[:120], mobi()[120:]
    fits = [fit_of(whole(), answers, replicates=50) for answers in (now, before)]
    shares = fits[1].estimate.share[fits[1].place("CUSA1") : fits[1].place("CUSA3") + 1, 0]
    means = np.array([(now[code].mean() - 1) / 9 * 100 for code in BLOCKS["Satisfaction"]])

    kept = fits[0].index("Satisfaction", weights=fits[1])

    assert kept.value == pytest.approx((shares * means).sum(), abs=1e-9)
    assert fits[0].index("Worth", weights=fits[0]).value == pytest.approx(
        fits[0].index("Worth").value, abs=1e-9
    )
    assert np.isfinite(difference(kept, fits[1].index("Satisfaction")).se)


@pytest.mark.parametrize(
    ("name", "weights", "sentence"),
    [
        ("Satisfaction", "euqal", "Did you mean equal"),
        ("CUSA1", "model", "CUSA1 is an item"),
        ("Image*Value", "model", "a product has no index"),
        ("Satisfacton", "model", "Did you mean Satisfaction"),
    ],
)
def test_an_index_that_is_none_is_refused(name, weights, sentence):
    with pytest.raises(Refused, match=sentence):
        fit_of(moderated()).index(name, weights=weights)


def test_weights_of_other_items_are_refused():
    few = moderated().with_items([*BLOCKS["Image"], *BLOCKS["Value"], "CUSA1", "CUSA2"])

    with pytest.raises(Refused, match="Fit both with the same items"):
        fit_of(moderated()).index("Satisfaction", weights=fit_of(few))


def test_every_route_adds_up_to_what_is_indirect():
    chain = Model(
        PLAIN,
        [
            path("Image", to=["Quality", "Value", "Satisfaction"]),
            path("Quality", to=["Value", "Satisfaction"]),
            path("Value", to=["Satisfaction"]),
        ],
    )
    fit = fit_of(chain, replicates=300)

    for in_points in (False, True):
        found = indirect_effects(fit, "Image", "Satisfaction", in_points=in_points)
        by_route = {route.through: route.number.value for route in found.routes}

        assert set(by_route) == {("Quality",), ("Value",), ("Quality", "Value")}
        assert sum(by_route.values()) == pytest.approx(found.indirect.value, abs=1e-12)
        assert found.direct.value + found.indirect.value == pytest.approx(found.total.value)
        assert found.accounted_for.value == pytest.approx(found.indirect.value / found.total.value)
        assert found.kind == "partial complementary"


def _made(seed, *, direct, through):
    """Answers of a world where x acts on y directly and by way of m."""
    random = np.random.default_rng(seed)
    x = random.normal(size=400)
    m = through * x + random.normal(size=400)
    y = direct * x + through * m + random.normal(size=400)
    return pl.DataFrame({"x": x, "m": m, "y": y})


@pytest.mark.parametrize(
    ("direct", "through", "kind"),
    [
        (0.6, 0.7, "partial complementary"),
        (-0.6, 0.7, "competitive"),
        (0.0, 0.7, "full"),
        (0.6, 0.0, "none"),
    ],
)
def test_mediation_is_told_in_words(direct, through, kind):
    model = Model(
        [construct(name, [name.lower()], scale=(-9, 9)) for name in "XMY"],
        [path("X", to=["M", "Y"]), path("M", to=["Y"])],
    )
    fit = fit_of(model, _made(11, direct=direct, through=through), replicates=300)

    assert indirect_effects(fit, "X", "Y").kind == kind


def test_nothing_between_two_constructs_is_refused():
    with pytest.raises(Refused, match="Nothing lies between Image and Satisfaction"):
        indirect_effects(fit_of(whole()), "Image", "Satisfaction")


def test_an_item_may_have_the_name_of_its_construct():
    model = Model([*PLAIN, construct("CUSCO", ["CUSCO"])], [path(n, to=["CUSCO"]) for n in BLOCKS])

    fit = fit_of(model)

    assert fit.value("item_sd", "CUSCO") == pytest.approx(fit.value("sd", "CUSCO"), abs=1e-9)
    assert fit.value("loadings", "CUSCO") == pytest.approx(1)


def test_effect_sizes_of_a_moderated_model_are_those_of_the_regression():
    fit = fit_of(moderated(), replicates=20)
    r2 = fit.value("r2", "Satisfaction")
    drivers = [fit.place(name) for name in fit.model.drivers("Satisfaction")]
    among = fit.estimate.correlations[..., 0]
    target = among[drivers, fit.place("Satisfaction")]

    sizes = {link.source: link.number for link in effect_sizes(fit)}

    for place, name in zip(drivers, fit.model.drivers("Satisfaction"), strict=True):
        left = [one for one in drivers if one != place]
        less = among[left, fit.place("Satisfaction")]
        without = less @ np.linalg.solve(among[np.ix_(left, left)], less)
        assert sizes[name].value == pytest.approx((r2 - without) / (1 - r2), abs=1e-9)
    assert target @ np.linalg.solve(among[np.ix_(drivers, drivers)], target) == pytest.approx(r2)


def test_effect_sizes_of_a_higher_order_estimate_both_stages_again():
    fit = fit_of(whole(), replicates=20)
    less = fit_of(whole().without_path("Image", "Satisfaction"))
    r2 = fit.value("r2", "Satisfaction")

    sizes = {link.source: link.number.value for link in effect_sizes(fit)}

    assert sizes["Image"] == pytest.approx((r2 - less.value("r2", "Satisfaction")) / (1 - r2))


def test_what_is_wrong_with_the_items_of_a_part_is_said():
    fit = fit_of(whole(), mobi().with_columns(PERQ1=11 - pl.col("PERQ1")))

    assert any("PERQ1 of Quality runs against the other items" in one for one in fit.warnings)
    assert len(fit.warnings) == len(set(fit.warnings))


@pytest.mark.parametrize("model", [whole(), moderated(), moderated("orthogonal")])
def test_all_stages_can_be_estimated_again_from_other_sums(model):
    fit = fit_of(model, replicates=5)

    again = fit.again(fit.moments.resampled(0))

    assert again.estimates.paths == pytest.approx(fit.replicates.paths, abs=1e-12)
    assert again.items.sd == pytest.approx(fit.replicates.item_sd, abs=1e-12)


def test_products_with_a_question_asked_of_some_are_refused():
    model = Model(
        [
            construct("Image", BLOCKS["Image"]),
            construct("Value", BLOCKS["Value"], asked_of_some=["PERV2"]),
            construct("Satisfaction", BLOCKS["Satisfaction"]),
        ],
        moderated().paths,
        interactions=moderated().interactions,
    )

    with pytest.raises(Refused, match="PERV2 was asked of some people only"):
        Moments.of(mobi(), model)
