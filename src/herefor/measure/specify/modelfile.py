"""Models from files: some are built in, others are TOML or lavaan syntax."""

import tomllib
from importlib.resources import files
from pathlib import Path as File
from typing import Any

from herefor.measure.specify.lavaan import looks_like_lavaan, parse_lavaan
from herefor.measure.specify.model import (
    Construct,
    Ends,
    Interaction,
    Model,
    construct,
    higher_order,
    path,
)
from herefor.measure.words import ModelRefused, Refused, listed, perhaps

BUILT_IN = ("ecsi", "acsi", "acsi-government")

_TOP = ("name", "scale", "constructs", "interactions", "paths", "missing")
_CONSTRUCT = ("items", "mode", "kind", "scale", "optional", "asked_of_some")
_HIGHER = ("of", "mode", "kind", "how")
_MISSING = ("codes", "outside_scale")


def built_in(name: str) -> Model:
    """One of the models in `BUILT_IN`.

    >>> built_in("ecsi").drivers("Value")
    ('Expectation', 'Quality')
    """
    return parse_model(
        (files("herefor.measure.specify") / "models" / f"{name}.toml").read_text("utf-8")
    )


def load_model(name: str, *, scale: Ends | None = None) -> Model:
    """A built-in model by its name, or the model in a file: TOML, or lavaan syntax.

    `scale` are the ends of items the file gives none. Refused with `ModelRefused` if there is no
    such file or its model is wrong.

    >>> load_model("acsi").name
    'acsi'
    """
    if name in BUILT_IN:
        return built_in(name)
    try:
        return parse_model(File(name).read_text("utf-8-sig"), scale=scale)
    except FileNotFoundError:
        hint = perhaps(name, BUILT_IN) or f" Built in are {listed(BUILT_IN)}."
        raise ModelRefused(f"There is no model file {name}.{hint}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ModelRefused(
            f"The model file {name} cannot be read ({error}). Save it as plain text in UTF-8."
        ) from None
    except Refused as refusal:
        raise ModelRefused(f"The model file {name} is refused: {refusal}") from None


def parse_model(text: str, *, scale: Ends | None = None) -> Model:
    """The model in a text, TOML or lavaan syntax, told apart by what it says.

    `scale` are the ends of items the text gives none. Refused with `ModelRefused`.

    >>> model = parse_model('''
    ... name = "short"
    ... [constructs]
    ... Quality = ["q1", "q2"]
    ... Loyalty = {items = ["stay"], scale = [0, 1]}
    ... [paths]
    ... Loyalty = ["Quality"]
    ... ''')
    >>> model.name, model.item_codes, model.edges
    ('short', ('q1', 'q2', 'stay'), (('Quality', 'Loyalty'),))
    >>> parse_model('Quality =~ q1 + q2; Loyalty =~ stay; Loyalty ~ Quality').edges
    (('Quality', 'Loyalty'),)
    """
    if not _is_toml(text) and looks_like_lavaan(text):
        return parse_lavaan(text, scale=scale)
    return _parse_toml(text, scale)


def _is_toml(text: str) -> bool:
    """Names in quotes may look like anything."""
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False


def _parse_toml(text: str, scale: Ends | None) -> Model:
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ModelRefused(
            f"This is not valid TOML: {error}. Mend that line and try again."
        ) from None
    _refuse_unknown(top, _TOP, "the model")
    ends = _ends(top.get("scale", list(scale or (1, 10))), "the model")
    missing = _table(top.get("missing", {}), "[missing]")
    _refuse_unknown(missing, _MISSING, "[missing]")
    constructs = _table(top.get("constructs", {}), "[constructs]")
    paths = _table(top.get("paths", {}), "[paths]")
    drawn = [
        path(source, to=[target])
        for target, sources in paths.items()
        for source in _words(sources, f"the paths to {target}")
    ]
    made = _table(top.get("interactions", {}), "[interactions]")
    unsaid = (one.source for one in drawn if "*" in one.source and one.source not in constructs)
    return Model(
        [_construct(name, told, ends) for name, told in constructs.items()],
        drawn,
        name=_name(top.get("name", "model")),
        codes=_numbers(missing.get("codes", []), "codes in [missing]"),
        outside_scale=_yes_or_no(missing.get("outside_scale", False), "outside_scale"),
        interactions=[
            _interaction(name, how)
            for name, how in {**dict.fromkeys(unsaid, "two-stage"), **made}.items()
        ],
    )


def _interaction(name: str, how: Any) -> Interaction:
    driver, star, moderator = name.partition("*")
    if not star:
        raise ModelRefused(
            f"The interaction {name} names one construct. Write driver*moderator, such as "
            '"Quality*Price" = "two-stage".'
        )
    return Interaction(driver, moderator, _word(how, f"the way {name} is made"))


def _construct(name: str, told: Any, scale: tuple[float, float]) -> Construct:
    where = f"construct {name}"
    table = told if isinstance(told, dict) else {"items": told}
    mode = _word(table.get("mode", "A"), f"the mode of {where}")
    kind = _word(table.get("kind", ""), f"the kind of {where}")
    if "of" in table:
        _refuse_unknown(table, _HIGHER, f"{where}, which is made of constructs")
        parts = _words(table["of"], where)
        how = _word(table.get("how", "two-stage"), f"the way {where} is made")
        return higher_order(name, parts, mode=mode, kind=kind, how=how)
    _refuse_unknown(table, _CONSTRUCT, where)
    own = table.get("scale", list(scale))
    return construct(
        name,
        _words(table.get("items", []), where),
        mode=mode,
        kind=kind,
        scale=scale if isinstance(own, dict) else _ends(own, where),
        scales={code: _ends(ends, f"item {code}") for code, ends in own.items()}
        if isinstance(own, dict)
        else None,
        optional=_words(table.get("optional", []), f"the optional items of {where}"),
        asked_of_some=_words(table.get("asked_of_some", []), f"the items of {where} asked of some"),
    )


def _refuse_unknown(table: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise ModelRefused(
                f"The key {key!r} is not known in {where}.{perhaps(key, known)} "
                f"Known are {listed(known)}."
            )


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ModelRefused(f"{where} must be a table. Write it as a heading of its own line.")
    return value


def _ends(value: Any, where: str) -> tuple[float, float]:
    if not (isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))):
        raise ModelRefused(
            f"The scale of {where} must be its two ends, the worst answer first, such as [1, 10]; "
            f"it is {value!r}."
        )
    return value[0], value[1]


def _numbers(value: Any, where: str) -> tuple[float, ...]:
    if not (isinstance(value, list) and all(map(_is_number, value))):
        raise ModelRefused(f"The {where} must be a list of numbers, such as [-99].")
    return tuple(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _words(value: Any, where: str) -> tuple[str, ...]:
    if not (isinstance(value, list) and all(isinstance(word, str) for word in value)):
        raise ModelRefused(f'In {where}, write a list of names in quotes, such as ["q1", "q2"].')
    return tuple(value)


def _word(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise ModelRefused(f"Write {where} as a word in quotes; it is {value!r}.")
    return value


def _name(value: Any) -> str:
    name = _word(value, "name")
    if not name.strip():
        raise ModelRefused('The name of the model is empty. Give it one, such as "branch".')
    return name


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise ModelRefused(f"Write {where} as true or false; it is {value!r}.")
    return value
