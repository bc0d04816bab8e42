"""`herefor compare`: waves or units set against each other, chance controlled."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

if TYPE_CHECKING:
    from herefor.cli.measuring import Results
    from herefor.measure import Comparison, Index

WEIGHTS = ("own", "whole")


def compare(
    files: ask.Files,
    by: Annotated[str, typer.Option(help="Column of waves or units.")],
    of: Annotated[
        str | None, typer.Option(help="The construct compared; satisfaction if left out.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            help="previous, rest, pairs, or one of the groups; by the kind of column if left out."
        ),
    ] = None,
    weights: Annotated[
        str,
        typer.Option(
            metavar="own|whole",
            help="Items count as in each group, or in all as for everybody: then only answers "
            "tell, and small groups can be compared.",
        ),
    ] = "own",
    margin: Annotated[
        float | None, typer.Option(help="Ask also which are the same within so many points.")
    ] = None,
    control: Annotated[
        str | None, typer.Option(help="BH, or BY for comparisons that hang together.")
    ] = None,
    model: ask.Model = None,
    scale: ask.Scale = None,
    scheme: ask.Scheme = "path",
    missing: ask.Missing = "listwise",
    weight: ask.Weight = None,
    strata: ask.Strata = None,
    cluster: ask.Cluster = None,
    bootstrap: ask.Bootstrap = 5000,
    seed: ask.Seed = 1,
    level: ask.Level = 0.95,
    json_file: ask.Json = None,
) -> None:
    """Compare waves or units: what differs clearly, what is the same, what cannot be told."""
    asked = dict(locals())
    with plainly():
        from herefor.cli.asked import Plan
        from herefor.cli.measuring import measured
        from herefor.cli.periods import in_time
        from herefor.measure import compare as compared

        plan = Plan(**{one.name: asked[one.name] for one in fields(Plan) if one.name in asked})
        results = measured(files, plan)
        known, left_out = _indices(results, of, weights)
        way = against or ("previous" if in_time(list(known), column=by) else "rest")
        found = compared(known, against=way, level=level, control=control, margin=margin)
        if json_file != "-":
            _show(known, found, by=by, left_out=left_out)
        if json_file:
            asked_for = {"by": by, "against": way, "weights": weights}
            write_json(asked_for | _told(known, found) | {"left_out": left_out}, json_file)


def _indices(
    results: "Results", of: str | None, weights: str
) -> tuple[dict[str, "Index"], dict[str, str]]:
    """The index of every group, and why some have none."""
    from herefor.cli.show import target_of
    from herefor.measure.words import Refused, listed

    if weights not in WEIGHTS:
        raise Refused(f"Items count by {listed(WEIGHTS)} weights, one of them, not {weights!r}.")
    name = of or target_of(results.fit)
    results.fit.index(name)
    known, left_out = {}, {}
    for value, fit in results.groups.items():
        if fit is None or name not in fit.measured:
            told = results.document["groups"][value]["warnings"]
            left_out[value] = str(told[0]) if fit is None else f"{name} could not be measured."
            continue
        known[value] = fit.index(name, weights=results.fit if weights == "whole" else "model")
    return known, left_out


def _told(known: Mapping[str, "Index"], found: "Comparison") -> dict[str, Any]:
    from herefor.cli.told import of_comparison, spelled

    groups = {
        name: spelled("index", index, se=True) | {"n": index.n} for name, index in known.items()
    }
    return {"groups": groups, "comparison": of_comparison(found)}


def _show(
    known: Mapping[str, "Index"], found: "Comparison", *, by: str, left_out: Mapping[str, str]
) -> None:
    from herefor.cli.show import a_console, control_of, say, signed, spoken, table_of

    console = a_console()
    groups = table_of(f"By {by}", by, "Index", "n")
    for name, index in known.items():
        groups.add_row(name, spoken(index), f"{index.n:,}")
    console.print(groups)
    pairs = table_of("Differences, in points", "Which", "Difference", "Verdict")
    for pair in found.pairs:
        verdict = "clear" if pair.clear else "the same" if pair.same else "not clear"
        pairs.add_row(f"{pair.one} less {pair.other}", signed(pair.difference), verdict)
    console.print(pairs)
    say(console, control_of(found))
    if found.margin:
        say(console, f"The same: within {found.margin:g} points of each other, beyond chance.")
    for name, why in left_out.items():
        say(console, f"Left out, {name}: {why}")
