"""What was asked for on the command line."""

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """How `herefor measure` and its neighbours read, draw and estimate."""

    model: str | None = None
    scale: tuple[float, float] | None = None
    scheme: str = "path"
    consistent: bool = False
    missing: str = "listwise"
    weight: str | None = None
    strata: str | None = None
    cluster: str | None = None
    bootstrap: int = 5000
    draw: str = "auto"
    interval: str = "percentile"
    seed: int = 1
    level: float = 0.95
    engine: str | None = None
    workers: int = 1
    scheduler: str | None = None
    moments: Path | None = None
    by: str | None = None
    evaluate: bool = False
    through: str = "direct"
    seek_periods: bool = False  # a column of periods is taken if no `by` was asked for

    @property
    def for_a_group(self) -> "Plan":
        """The same for a part of the answers: only the moments of the whole are kept."""
        return replace(self, moments=None)
