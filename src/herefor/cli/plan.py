"""`herefor plan`: how many to ask, and what can be seen with so many."""

from math import inf, sqrt
from typing import Annotated, Any

import typer

from herefor.cli import options as ask
from herefor.cli.ending import plainly, write_json

USUAL = 20.0


def plan(
    margin: Annotated[
        float | None, typer.Option(help="Half the interval wanted, in points of 100.")
    ] = None,
    answers: Annotated[
        float | None, typer.Option(help="Answers there will be, to see what they can show.")
    ] = None,
    change: Annotated[
        float | None, typer.Option(help="A true change, to see how often it would come out.")
    ] = None,
    of: Annotated[str, typer.Option(help="index, or difference of two waves or units.")] = "index",
    spread: Annotated[
        float,
        typer.Option(help="Standard deviation of single customers, in points: se times root n."),
    ] = USUAL,
    design_effect: Annotated[
        float, typer.Option(help="Of uneven weights and clusters; herefor weigh tells it.")
    ] = 1.0,
    response_rate: Annotated[float, typer.Option(help="Share of those asked who answer.")] = 1.0,
    population: Annotated[
        float | None, typer.Option(help="How many customers there are, if few.")
    ] = None,
    power: Annotated[float, typer.Option(help="How often a true change should come out.")] = 0.8,
    level: Annotated[float, typer.Option(help="Level of the intervals.")] = 0.95,
    json_file: ask.Json = None,
) -> None:
    """Plan a survey: answers for a margin, and the change that so many can show."""
    with plainly():
        from herefor.cli.show import a_console, notes, say
        from herefor.measure import answers_needed, detectable, power_of
        from herefor.measure.words import Refused

        if margin is None and answers is None:
            raise Refused(
                "Say how narrow it should be (--margin 1) or how many answer (--answers)."
            )
        told: dict[str, Any] = {"spread": spread, "level": level}
        spreads: dict[str, Any] = {"spread": spread, "level": level, "design_effect": design_effect}
        if margin is not None:
            needed = answers_needed(
                margin,
                of=of,
                response_rate=response_rate,
                population=population or inf,
                **spreads,
            )
            told |= {"margin": margin, "answers": needed.answers, "invitations": needed.invitations}
        n = answers if answers is not None else float(told["answers"])
        told |= {"n": n, "detectable": detectable(n, power=power, **spreads), "power": power}
        told["half_width"] = _half_width(n, spread, design_effect, level)
        if change is not None:
            told |= {"change": change, "chance": power_of(change, n=n, **spreads)}
        if json_file != "-":
            console = a_console()
            for sentence in _sentences(told, of):
                say(console, sentence)
            if spread == USUAL:
                notes(console, [f"Customers are taken to lie {USUAL:g} points apart. " + BETTER])
        if json_file:
            write_json(told, json_file)


BETTER = "A pilot tells it better: --spread is the standard error of its index times root n."


def _half_width(n: float, spread: float, design_effect: float, level: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf((1 + level) / 2) * spread * sqrt(design_effect / n)


def _sentences(told: dict[str, Any], of: str) -> list[str]:
    from herefor.measure.words import counted

    said = []
    if "margin" in told:
        each = " on each side" if of == "difference" else ""
        what = "the difference" if of == "difference" else "the index"
        said.append(
            f"For {what} within plus or minus {told['margin']:g}: "
            f"{counted(told['answers'], 'answer')}{each}, from "
            f"{counted(told['invitations'], 'invitation')}."
        )
    said.append(
        f"{counted(round(told['n']), 'answer')} give an index within plus or minus "
        f"{told['half_width']:.1f}, and show a change of {told['detectable']:.1f} between two such "
        f"waves with power {told['power']:g}."
    )
    if "change" in told:
        said.append(
            f"A true change of {told['change']:g} points would come out clear in "
            f"{told['chance'] * 100:.0f} of 100 pairs of waves."
        )
    return said
