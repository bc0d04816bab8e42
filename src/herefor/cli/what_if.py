"""`herefor what-if`: what would follow if drivers were raised, and where a budget does most."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

if TYPE_CHECKING:
    from herefor.measure import Fit, Plan, WhatIf


def what_if(
    files: ask.Files,
    raised: Annotated[
        list[str] | None,
        typer.Option("--raise", metavar="DRIVER=POINTS", help="May be repeated."),
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option(metavar="DRIVER=COST", help="Of one point; may be repeated."),
    ] = None,
    budget: Annotated[
        float | None, typer.Option(help="What may be spent, in the same money as the costs.")
    ] = None,
    target: Annotated[
        str | None, typer.Option(help="What should gain; satisfaction if left out.")
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
    """Ask what would follow if drivers were raised, or where a budget does most."""
    asked = dict(locals())
    with plainly():
        from herefor.cli.asked import Plan
        from herefor.cli.measuring import measured
        from herefor.cli.show import a_console, notes, target_of
        from herefor.measure import best_plan
        from herefor.measure import what_if as expected

        _refuse_unclear(raised, cost, budget)
        plan = Plan(**{one.name: asked[one.name] for one in fields(Plan) if one.name in asked})
        fit = measured(files, plan).fit
        name = target or target_of(fit)
        fit.index(name)
        document: dict[str, Any] = {"target": name, "n": fit.n}
        console = a_console()
        cautions: tuple[str, ...] = ()
        if raised:
            found = expected(fit, name, _named(raised, "--raise"))
            document |= _what_if_told(found)
            cautions += found.notes
        if cost and budget is not None:
            best = best_plan(fit, name, costs=_named(cost, "--cost"), budget=budget)
            document["plan"] = _plan_told(best)
            cautions += best.notes
        document["warnings"] = list(dict.fromkeys(cautions))
        if json_file != "-":
            for sentence in _sentences(document, fit):
                console.print(sentence, soft_wrap=True)
            notes(console, document["warnings"])
        if json_file:
            write_json(document, json_file)


def _refuse_unclear(
    raised: Sequence[str] | None, cost: Sequence[str] | None, budget: float | None
) -> None:
    from herefor.measure.words import Refused

    if not raised and not cost:
        raise Refused(
            "Say what is raised, such as --raise Quality=5, or what points cost and what may be "
            "spent, such as --cost Quality=2 --cost Value=1 --budget 10."
        )
    if (budget is None) != (not cost):
        raise Refused("A plan needs both --cost and --budget.")


def _named(words: Sequence[str], option: str) -> dict[str, float]:
    from herefor.measure.words import Refused

    found: dict[str, float] = {}
    for word in words:
        name, _, number = word.rpartition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            name = ""
        if not name:
            raise Refused(f"{option} {word} is not a name and a number. Write {option} Quality=5.")
    return found


def _what_if_told(found: "WhatIf") -> dict[str, Any]:
    from herefor.cli.told import spelled

    return {
        "raises": found.raises,
        "today": spelled("index", found.today),
        "then": spelled("index", found.then),
        "gain": spelled("points", found.gain),
    }


def _plan_told(found: "Plan") -> dict[str, Any]:
    from herefor.cli.told import plain, spelled

    return {
        "chosen": found.chosen,
        "cost": found.cost,
        "gain": spelled("points", found.gain),
        "best_in": plain(found.best_in),
    }


def _moved(name: str, points: float) -> str:
    return f"{name} {abs(round(points, 1)):g} points {'higher' if points >= 0 else 'lower'}"


def _sentences(told: dict[str, Any], fit: "Fit") -> list[str]:
    from herefor.measure.words import counted, listed

    sentences = []
    if "raises" in told:
        raises = listed(_moved(name, points) for name, points in told["raises"].items())
        sentences.append(
            f"{told['target']} is {_ends(told['today'], 'index')}, from "
            f"{counted(fit.n, 'answer')}. With {raises} it would be expected at "
            f"{_ends(told['then'], 'index')}: {_ends(told['gain'], 'points')} points more."
        )
    if plan := told.get("plan"):
        chosen = listed(_moved(name, points) for name, points in plan["chosen"].items())
        sentences.append(
            f"The budget does most with {chosen or 'nothing'}, for {plan['cost']:g}: "
            f"{told['target']} gains {_ends(plan['gain'], 'points')}."
        )
        if plan["best_in"] is not None:
            sentences.append(
                f"The same drivers would be best in {plan['best_in'] * 100:.0f} of 100 replicates."
            )
    return sentences


def _ends(told: dict[str, float], word: str) -> str:
    from herefor.cli.show import spoken
    from herefor.measure import Number

    low, high = (float("nan") if told[end] is None else told[end] for end in ("low", "high"))
    return spoken(Number(told[word], low, high))
