"""What `--evaluate` found, as tables and sentences in the terminal."""

from rich.console import Console
from rich.table import Table

from herefor.cli.show import say, table_of
from herefor.cli.told import Told
from herefor.measure.words import counted

FIT_NAMES = {"srmr": "SRMR", "d_uls": "d_ULS", "d_g": "d_G"}


def show_evaluation(console: Console, told: Told) -> None:
    """Fit, validity, effect sizes, prediction, then what could not be judged."""
    if told["fit"]:
        console.print(_fit(told["fit"]))
    if told["discriminant"]:
        console.print(_discriminant(told["discriminant"]))
    if told["effect_sizes"]:
        console.print(_effects(told))
    if told["prediction"]:
        console.print(_prediction(told["prediction"]))
        say(console, _power(told["prediction"]))
    for what, why in told["left_out"].items():
        say(console, f"Not judged: {what.replace('_', ' ')}. {why}")


def _fit(told: Told) -> Table:
    table = table_of(
        "Fit: implied and seen correlations", "Distance", "Saturated", "Limit", "Estimated", "Limit"
    )
    for free, bound in zip(told["saturated"], told["estimated"], strict=True):
        cells = (cell for one in (free, bound) for cell in (_number(one["value"]), _limit(one)))
        table.add_row(FIT_NAMES[free["measure"]], *cells)
    return table


def _limit(one: Told) -> str:
    return f"{_number(one['limit'])}{' exceeded' if one['rejected'] else ''}"


def _discriminant(pairs: list[Told]) -> Table:
    table = table_of(
        "Told apart? HTMT below 0.9; Fornell-Larcker (F-L)",
        "Constructs",
        "HTMT",
        "HTMT2",
        "F-L",
    )
    for pair in sorted(pairs, key=lambda one: -(one["htmt"]["value"] or 0)):
        table.add_row(
            f"{pair['a']}, {pair['b']}",
            _with_ends(pair["htmt"]),
            _with_ends(pair["htmt2"]),
            "yes" if pair["fornell_larcker"] else "no",
        )
    return table


def _effects(told: Told) -> Table:
    table = table_of("What each path adds (f2: .02 small, .15 medium, .35 large)", "Path", "f2")
    table.add_column("VIF", justify="right")
    inflated = {(one["from"], one["to"]): one["vif"] for one in told["inner_vif"]}
    for one in told["effect_sizes"]:
        table.add_row(
            f"{one['from']} to {one['to']}",
            _with_ends(one | {"value": one["f2"]}),
            _number(inflated[one["from"], one["to"]], digits=2),
        )
    return table


def _prediction(told: Told) -> Table:
    table = table_of(
        f"Predicting people not seen ({told['folds']} folds)",
        "Item",
        "Q2",
        "Model error",
        "Linear error",
    )
    for line in told["items"]:
        cells = (_number(line[key], digits=2) for key in ("q2", "rmse", "linear_rmse"))
        table.add_row(line["item"], *cells)
    return table


def _power(told: Told) -> str:
    ahead = sum(line["rmse"] < line["linear_rmse"] for line in told["items"])
    tests = (
        f"{_verdict(told['ability'][benchmark][0])} {words}"
        for benchmark, words in (("average", "the mean"), ("linear", "the linear model"))
    )
    return (
        f"Predictive power {told['power']}: ahead of the linear model in {ahead} of "
        f"{counted(len(told['items']), 'item')}. CVPAT: {', '.join(tests)}."
    )


def _verdict(one: Told) -> str:
    if one["better"]:
        return "clearly better than"
    return "clearly worse than" if one["worse"] else "not clearly apart from"


def _with_ends(one: Told) -> str:
    if one["low"] is None:
        return _number(one["value"], digits=2)
    value, low, high = (_number(one[key], digits=2) for key in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _number(value: float | None, *, digits: int = 3) -> str:
    return "-" if value is None else f"{round(value, digits) + 0:.{digits}f}"
