"""Models in the syntax of lavaan and cSEM.

    # scale: 1 10            a line of ours: the ends of every scale, for lavaan has none
    # scale: q2 0 25         of one item; and so `# name:`, `# codes:`, `# optional:` ...
    Satisfaction =~ s1 + s2  a common factor, shown by its items (Mode A)
    Quality <~ q1 + q2       a composite, made up of its items (Mode B)
    Satisfaction ~ Quality   what is driven ~ what drives it

The operators are those of Rosseel, "lavaan: an R package for structural equation modeling",
Journal of Statistical Software 48 (2012); `<~` and `A.B` are read as in cSEM.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from herefor.measure.specify.model import (
    Construct,
    Ends,
    Interaction,
    Model,
    Path,
    construct,
    higher_order,
)
from herefor.measure.words import ModelRefused, listed, perhaps

OPERATOR = re.compile(r"=~|<~|:=|~~|~\*~|==|~|<|>|\|")
DIRECTIVE = re.compile(r"^\s*[#!]\s*([a-z_]+)\s*:(.*)$")
NAME = re.compile(r"[^\W\d][\w.]*|\.[\w.]+")
PRODUCT = re.compile(r"^([\w.]+):([\w.]+)$")

NO_MEANING = {
    "~~": "a covariance. PLS estimates none: constructs are free to go together. Take it out",
    ":=": "a number computed of others. Ask the fit for it, with `indirect_effects` or "
    "`fit.total_effects()`. Take it out",
    "==": "a constraint. PLS cannot hold parameters equal. Take it out",
    "<": "a constraint. PLS cannot bound parameters. Take it out",
    ">": "a constraint. PLS cannot bound parameters. Take it out",
    "|": "a threshold. PLS takes answers as numbers. Take it out",
    "~*~": "a scaling of a response. PLS takes answers as numbers. Take it out",
}


@dataclass
class _Told:
    """What has been read so far."""

    measured: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    edges: list[tuple[str, str]] = field(default_factory=list)
    scale: Ends = (1, 10)
    scales: dict[str, Ends] = field(default_factory=dict)
    name: str = "model"
    codes: tuple[float, ...] = ()
    outside_scale: bool = False
    optional: set[str] = field(default_factory=set)
    asked_of_some: set[str] = field(default_factory=set)
    modes: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)


def parse_lavaan(text: str, *, scale: Ends | None = None) -> Model:
    """A model in lavaan syntax; `scale` are the ends of every item the text says nothing about.

    >>> model = parse_lavaan('''
    ...     # scale: stay 0 1
    ...     Quality =~ q1 + q2
    ...     Loyalty =~ stay
    ...     Loyalty ~ Quality
    ... ''')
    >>> model.item_codes, model.items[2].high, model.edges
    (('q1', 'q2', 'stay'), 1, (('Quality', 'Loyalty'),))

    Refused with `ModelRefused`: what PLS has no meaning for, and models that are wrong.
    """
    told = _Told(scale=scale or (1, 10))
    for number, line in enumerate(text.splitlines(), start=1):
        if directive := DIRECTIVE.match(line):
            _directive(told, directive[1], directive[2].split(), f"line {number}")
    for number, statement in _statements(text):
        _statement(told, statement, f"line {number}")
    return _model(told)


def looks_like_lavaan(text: str) -> bool:
    """
    >>> looks_like_lavaan("A =~ a1 + a2"), looks_like_lavaan('[paths]\\nB = ["A"]')
    (True, False)
    """
    return any(re.match(r"\s*[\w.]+\s*(=~|<~|~)", line) for line in re.split(r"[\n;]", text))


def _statements(text: str) -> list[tuple[int, str]]:
    """Statements with the line each begins on; what ends or begins in an operator goes on."""
    found: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in re.split(r"[#!]", line, maxsplit=1)[0].split(";"):
            told = piece.strip()
            if not told:
                continue
            last = found[-1][1] if found else ""
            if last and (last[-1] in "+~*," or told[0] in "+*=~<" or _open(last)):
                found[-1] = (found[-1][0], f"{last} {told}")
            else:
                found.append((number, told))
    return found


def _open(text: str) -> bool:
    return text.count("(") > text.count(")")


def _statement(told: _Told, statement: str, where: str) -> None:
    operator = OPERATOR.search(statement)
    if not operator:
        raise ModelRefused(
            f"In {where}, {statement!r} has no operator. Write what it is: "
            "=~ (shown by), <~ (made up of) or ~ (driven by)."
        )
    if operator[0] in NO_MEANING:
        raise ModelRefused(f"In {where}, {statement!r} is {NO_MEANING[operator[0]]}.")
    left, right = statement[: operator.start()].strip(), statement[operator.end() :].strip()
    targets = [_name(word.strip(), where) for word in left.split("+")]
    terms = [_term(word.strip(), where) for word in _apart(right)]
    if operator[0] == "~":
        told.edges += [(source, target) for target in targets for source in terms]
        return
    for name in targets:
        before, items = told.measured.setdefault(name, (operator[0], []))
        if before != operator[0]:
            raise ModelRefused(
                f"In {where}, {name} is shown by items (=~) and made up of items (<~). "
                "Use one of the two."
            )
        items += [item for item in terms if item not in items]


def _apart(right: str) -> list[str]:
    """The terms between plus signs that stand outside brackets."""
    depth, terms = 0, [""]
    for letter in right:
        depth += (letter == "(") - (letter == ")")
        if letter == "+" and depth == 0:
            terms.append("")
        else:
            terms[-1] += letter
    return terms


def _term(word: str, where: str) -> str:
    """A name; `A:B` is a product. What stands before a star would fix or label a parameter."""
    label, star, name = word.rpartition("*")
    if star and name.strip():
        raise ModelRefused(
            f"In {where}, {word!r} gives a parameter a label, a start or a value ({label}), which "
            f"PLS cannot use: every parameter is estimated. Write {name.strip()} alone."
        )
    if re.fullmatch(r"[01]|-1", word):
        raise ModelRefused(
            f"In {where}, ~ {word} is an intercept. PLS estimates none, and the index holds the "
            "means. Take it out."
        )
    product = PRODUCT.match(word)
    return f"{product[1]}*{product[2]}" if product else _name(word, where)


def _name(word: str, where: str) -> str:
    if not NAME.fullmatch(word):
        raise ModelRefused(
            f"In {where}, {word!r} is not a name. Names are letters, digits, points and "
            "underscores, joined by +."
        )
    return word


def _directive(told: _Told, key: str, words: list[str], where: str) -> None:
    """A comment that says what lavaan has no word for. Other comments are left alone."""
    if key in _DIRECTIVES:
        try:
            _DIRECTIVES[key](told, words)
        except (ValueError, IndexError):
            raise ModelRefused(
                f"In {where}, `# {key}: {' '.join(words)}` cannot be read. Write `{_FORMS[key]}`."
            ) from None


def _scale(told: _Told, words: list[str]) -> None:
    *items, low, high = words
    if not items:
        told.scale = (_number(low), _number(high))
    told.scales |= dict.fromkeys(items, (_number(low), _number(high)))


def _called(told: _Told, words: list[str]) -> None:
    told.name = " ".join(words) or _nothing()


def _nothing() -> str:
    raise ValueError


def _coded(told: _Told, words: list[str]) -> None:
    told.codes = tuple(map(_number, words))


def _outside(told: _Told, words: list[str]) -> None:
    told.outside_scale = {"missing": True}[words[0]] if words == ["missing"] else bool(_nothing())


def _each(field_name: str) -> Callable[[_Told, list[str]], None]:
    def told_of_each(told: _Told, words: list[str]) -> None:
        *names, value = words
        getattr(told, field_name).update(dict.fromkeys(names, value))

    return told_of_each


def _all(field_name: str) -> Callable[[_Told, list[str]], None]:
    return lambda told, words: getattr(told, field_name).update(words)


def _number(word: str) -> float:
    number = float(word)
    return int(number) if number.is_integer() else number


_DIRECTIVES: dict[str, Callable[[_Told, list[str]], None]] = {
    "name": _called,
    "scale": _scale,
    "codes": _coded,
    "outside_scale": _outside,
    "optional": _all("optional"),
    "asked_of_some": _all("asked_of_some"),
    "mode": _each("modes"),
    "kind": _each("kinds"),
    "how": _each("how"),
}
_FORMS = {
    "name": "# name: branch",
    "scale": "# scale: 1 10` or `# scale: q1 q2 0 25",
    "codes": "# codes: -99 98",
    "outside_scale": "# outside_scale: missing",
    "optional": "# optional: q1 q2",
    "asked_of_some": "# asked_of_some: q1 q2",
    "mode": "# mode: Quality B",
    "kind": "# kind: Quality composite",
    "how": "# how: Quality*Price two-stage",
}


def _model(told: _Told) -> Model:
    constructs = [_construct(told, name) for name in told.measured]
    known = set(told.measured)
    edges = [(_as_product(source, known), target) for source, target in told.edges]
    names = dict.fromkeys(source for source, _ in edges if "*" in source)
    codes = [code for one in constructs for code in _codes(one)]
    _refuse_unknown(told, [*known, *names], codes)
    _refuse_items_in_paths(edges, known, codes)
    interactions = [
        Interaction(driver, moderator, told.how.get(f"{driver}*{moderator}", "two-stage"))
        for driver, _, moderator in (name.partition("*") for name in names)
    ]
    return Model(
        constructs,
        [Path(source, (target,)) for source, target in edges],
        name=told.name,
        codes=told.codes,
        outside_scale=told.outside_scale,
        interactions=interactions,
    )


def _refuse_items_in_paths(
    edges: Sequence[tuple[str, str]], known: set[str], codes: Sequence[str]
) -> None:
    for name in (name for edge in edges for name in edge):
        if name in codes and name not in known:
            raise ModelRefused(
                f"{name} is an item, and ~ leads from construct to construct. Let a construct of "
                f"its own be shown by it, as in {name}_alone =~ {name}, and take it out of others."
            )


def _codes(one: Construct) -> list[str]:
    return [item.code for item in one.items]


def _as_product(name: str, known: set[str]) -> str:
    """`A.B` is a product unless there is a construct of that name."""
    if name not in known:
        for place, letter in enumerate(name):
            if letter == "." and {name[:place], name[place + 1 :]} <= known:
                return f"{name[:place]}*{name[place + 1 :]}"
    return name


def _construct(told: _Told, name: str) -> Construct:
    operator, terms = told.measured[name]
    mode = told.modes.get(name, "A" if operator == "=~" else "B")
    kind = told.kinds.get(name, "factor" if operator == "=~" and mode == "A" else "composite")
    parts = [term for term in terms if term in told.measured]
    if parts and len(parts) < len(terms):
        items = [term for term in terms if term not in parts]
        raise ModelRefused(
            f"{name} is made of constructs ({listed(parts)}) and has items of its own "
            f"({listed(items)}). Move the items to a construct of their own."
        )
    if parts:
        return higher_order(name, parts, mode=mode, kind=kind, how=told.how.get(name, "two-stage"))
    return construct(
        name,
        terms,
        mode=mode,
        kind=kind,
        scale=told.scale,
        scales={code: told.scales[code] for code in terms if code in told.scales},
        optional=told.optional.intersection(terms),
        asked_of_some=told.asked_of_some.intersection(terms),
    )


def _refuse_unknown(told: _Told, names: Sequence[str], codes: Sequence[str]) -> None:
    """Directives that speak of what is not in the model."""
    spoken = {
        "scale": (told.scales, codes),
        "optional": (told.optional, codes),
        "asked_of_some": (told.asked_of_some, codes),
        "mode": (told.modes, names),
        "kind": (told.kinds, names),
        "how": (told.how, names),
    }
    for key, (words, known) in spoken.items():
        for word in sorted(words):
            if word not in known:
                raise ModelRefused(
                    f"`# {key}:` speaks of {word}, which is not in the model.{perhaps(word, known)}"
                )
