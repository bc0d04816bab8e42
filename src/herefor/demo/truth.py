"""The made-up organisation's truth: what an honest measurement should find, and nothing else.

Latent scores are standardised. Each depends on others by the coefficients of PATHS and carries
noise of its own; each item is its construct's score seen through noise, put on 1 to 10 and rounded,
as people answer. Units differ by a shift of perceived quality, and so does one quarter of one unit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

PATHS: dict[str, dict[str, float]] = {
    "Quality": {"Expectations": 0.55},
    "Value": {"Expectations": 0.15, "Quality": 0.60},
    "Satisfaction": {"Expectations": 0.10, "Quality": 0.60, "Value": 0.20},
    "Loyalty": {"Satisfaction": 0.70},
}
ITEMS: dict[str, dict[str, float]] = {
    "Expectations": {"OVERALLX": 7.9, "CUSTOMX": 7.7, "WRONGX": 7.5},
    "Quality": {"OVERALLQ": 7.7, "CUSTOMQ": 7.5, "WRONGQ": 7.3},
    "Value": {"PQ": 6.7, "QP": 6.9},
    "Satisfaction": {"SATIS": 7.7, "CONFIRM": 7.2, "IDEAL": 6.9},
    "Loyalty": {"REPUR": 7.5, "RECOM": 7.3},
}
LOADING = 0.88
ITEM_SD = 1.9
COMPLAINT_AT_MEAN = -2.0
COMPLAINT_SLOPE = -1.1
SKIPPED = 0.015

QUARTERS = 8
UNIT_SHIFTS = {"Harbour branch": 0.15, "Vale branch": 0.0, "Online": 0.35, "Repairs": -0.35}
UNIT_WEIGHTS = {
    "Harbour branch": 2400.0,
    "Vale branch": 1800.0,
    "Online": 3900.0,
    "Repairs": 1500.0,
}
ANSWERS = {"Harbour branch": 200, "Vale branch": 170, "Online": 250, "Repairs": 150}

DECLINE = ("Repairs", QUARTERS - 1, -0.7)
"""The one real change: a contractor left and visits are missed. Unit, quarter, shift of quality."""

WOBBLE = ("Vale branch", 4, 30)
"""Nothing changed here, but so few answered that the number moves by chance. Unit, quarter, n."""


@dataclass(frozen=True)
class Cell:
    """One unit in one quarter: how many answer, and how far its quality is shifted."""

    unit: str
    quarter: int
    n: int
    shift: float


Drawn = tuple[Cell, dict[str, Scores]]


def population(seed: int) -> list[Drawn]:
    """Everybody who answers in two years: the same seed, the same people."""
    rng = np.random.default_rng(seed)
    return [(cell, draw(cell.n, shift=cell.shift, rng=rng)) for cell in cells()]


def cells() -> list[Cell]:
    return [
        Cell(unit, quarter, _answers(unit, quarter), true_shift(unit, quarter))
        for quarter in range(QUARTERS)
        for unit in UNIT_SHIFTS
    ]


def true_shift(unit: str, quarter: int) -> float:
    declined = DECLINE[2] if (unit, quarter) == DECLINE[:2] else 0.0
    return UNIT_SHIFTS[unit] + declined


def draw(n: int, *, shift: float, rng: np.random.Generator) -> dict[str, Scores]:
    """Answers of `n` customers by item code: floats 1 to 10, COMP 0 or 1, NaN where skipped."""
    latent = _latent(n, shift=shift, rng=rng)
    answers = {
        code: _seen(latent[construct], mean=mean, rng=rng)
        for construct, items in ITEMS.items()
        for code, mean in items.items()
    }
    for code in answers:
        answers[code][rng.random(n) < SKIPPED] = np.nan
    odds = COMPLAINT_AT_MEAN + COMPLAINT_SLOPE * latent["Satisfaction"]
    answers["COMP"] = (rng.random(n) < 1 / (1 + np.exp(-odds))).astype(float)
    return answers


def _latent(n: int, *, shift: float, rng: np.random.Generator) -> dict[str, Scores]:
    latent: dict[str, Scores] = {"Expectations": rng.standard_normal(n)}
    for construct, causes in PATHS.items():
        explained = sum((weight * latent[cause] for cause, weight in causes.items()), np.zeros(n))
        noise = np.sqrt(max(1 - float(np.var(explained)), 0.2))
        latent[construct] = explained + noise * rng.standard_normal(n)
        if construct == "Quality":
            latent[construct] = latent[construct] + shift
    return latent


def _seen(latent: Scores, *, mean: float, rng: np.random.Generator) -> Scores:
    noise = np.sqrt(1 - LOADING**2) * rng.standard_normal(len(latent))
    answers: Scores = np.clip(np.round(mean + ITEM_SD * (LOADING * latent + noise)), 1, 10)
    return answers


def _answers(unit: str, quarter: int) -> int:
    return WOBBLE[2] if (unit, quarter) == WOBBLE[:2] else ANSWERS[unit]
