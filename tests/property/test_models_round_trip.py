"""Whatever model can be said is the same after writing it out and reading it."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from herefor.measure import Model, construct, higher_order, interaction, parse_model, path

ENDS = st.sampled_from([(1, 10), (10, 1), (0, 1), (-2.5, 2.5), (1e-7, 3)])
WORDS = st.text(max_size=4)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,3}", fullmatch=True)


@st.composite
def models(draw, names=NAMES):
    """Between two and five constructs in a chain, perhaps a whole of two parts and a product."""
    names = draw(st.lists(names, min_size=6, max_size=9, unique_by=str.strip))
    constructs = [_construct(draw, name, place) for place, name in enumerate(names)]
    chain = names[3:]
    constructs.append(
        higher_order("Whole", names[:2], mode=draw(st.sampled_from("AB")), kind="composite")
    )
    paths = [path(a, to=[b]) for a, b in pairwise(chain)]
    paths += [path(names[2], to=[chain[-1]]), path("Whole", to=[chain[-1]])]
    made = []
    if draw(st.booleans()):
        made = [
            interaction(names[2], chain[-2], how=draw(st.sampled_from(["two-stage", "product"])))
        ]
        paths += [path(made[0].name, to=[chain[-1]])]
    return Model(
        constructs,
        draw(st.permutations(paths)),
        name=draw(st.sampled_from(["model", "our branch"])),
        codes=draw(st.lists(st.sampled_from([-99, 98, 0.5]), unique=True)),
        outside_scale=draw(st.booleans()),
        interactions=made,
    )


def _construct(draw, name, place):
    codes = [f"x{place}_{number}" for number in range(draw(st.integers(1, 3)))]
    mode = draw(st.sampled_from(["A", "B", "unit", "sum"]))
    kind = draw(st.sampled_from(["factor", "composite"])) if mode == "A" else "composite"
    some = st.sets(st.sampled_from(codes))
    return construct(
        name,
        codes,
        mode=mode,
        kind=kind,
        scales={code: draw(ENDS) for code in codes},
        optional=draw(some),
        asked_of_some=draw(some),
    )


@settings(max_examples=60, deadline=None)
@given(models())
def test_a_model_is_the_same_after_lavaan(model):
    assert parse_model(model.as_lavaan()) == model


@settings(max_examples=60, deadline=None)
@given(models(names=WORDS.filter(lambda word: word.strip() and "*" not in word)))
def test_a_model_is_the_same_after_toml_whatever_its_names(model):
    assert parse_model(model.as_toml()) == model
