"""What a workshop says of each item: levels, where the team is apart, and what comes first."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from herefor.assess.frameworks import Framework, Item, shipped
from herefor.assess.models import Importance, LevelVote, Voice, Workshop
from herefor.assess.models.workshop import Level, Weight
from herefor.assess.scoring import PROCESS, RESULTS, levels_system

LEAST_VOICES = 3
"""Fewer are not shown: one would know who said what."""
FAR, SHARE_APART = 2, 0.25
"""The team is apart where a quarter or more see it two levels or more from the middle."""


@dataclass(frozen=True)
class FactorView:
    """`counts` of the four levels; `level` is the middle one, None where nobody may be shown."""

    factor: str
    counts: tuple[int, ...]
    level: Level | None
    is_apart: bool
    is_now: str
    is_next: str

    @property
    def n(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class ItemView:
    """An item as the team sees it."""

    item: Item
    factors: tuple[FactorView, ...]
    weight: Weight | None
    n: int

    @property
    def lowest(self) -> int:
        return min((view.level for view in self.factors if view.level), default=Level.ROLE_MODEL)

    @property
    def is_heard(self) -> bool:
        """Whether so many spoke of it that something may be shown."""
        return any(view.level for view in self.factors)

    @property
    def is_apart(self) -> bool:
        return any(view.is_apart for view in self.factors)

    @property
    def urgency(self) -> tuple[int, int]:
        """What matters most and stands lowest comes first."""
        return -(self.weight or 0), self.lowest


def framework_of(workshop: Workshop) -> Framework:
    return shipped()[workshop.framework]


def light_items(framework: Framework) -> list[Item]:
    """The items that have levels: process and results."""
    return [item for item in framework.items if item.type in (PROCESS, RESULTS)]


def factors_of(item: Item) -> tuple[str, ...]:
    guidelines = levels_system()["guidelines"]
    return tuple(guidelines[item.type]["early"])


def level_words(item: Item, factor: str, level: int) -> str:
    """What an item of this kind is like at a level, by one factor."""
    names = levels_system()["levels"]
    return str(levels_system()["guidelines"][item.type][names[level - 1]][factor])


def items_seen(workshop: Workshop) -> list[ItemView]:
    """Every item, in the order of the framework."""
    levels, weights = _levels(workshop), _weights(workshop)
    return [_view(item, levels, weights[item.id]) for item in light_items(framework_of(workshop))]


def most_urgent(views: Sequence[ItemView], *, most: int = 5) -> list[ItemView]:
    """Low level and high importance, where enough spoke and something is above it to reach."""
    told = [view for view in views if view.n >= LEAST_VOICES and view.lowest < Level.ROLE_MODEL]
    return sorted(told, key=lambda view: view.urgency)[:most]


def said_by(voice: Voice, item: Item) -> dict[str, int]:
    """What this voice said of the item before; its importance under `weight`."""
    said = dict(voice.levels.filter(item=item.id).values_list("factor", "level"))
    weight = voice.importances.filter(item=item.id).values_list("weight", flat=True).first()
    return said | ({"weight": weight} if weight else {})


def voices_heard(workshop: Workshop) -> int:
    return workshop.voices.filter(levels__isnull=False).distinct().count()


def _view(item: Item, levels: dict[tuple[str, str], list[int]], weights: list[int]) -> ItemView:
    factors = tuple(_factor(item, factor, levels[item.id, factor]) for factor in factors_of(item))
    n = max((view.n for view in factors), default=0)
    weight = Weight(median_low(weights)) if len(weights) >= LEAST_VOICES else None
    return ItemView(item, factors, weight, n)


def _factor(item: Item, factor: str, said: list[int]) -> FactorView:
    counts = tuple(said.count(level) for level in Level)
    if len(said) < LEAST_VOICES:
        return FactorView(factor, (0,) * len(Level), None, False, "", "")
    level = Level(median_low(said))
    far = sum(abs(one - level) >= FAR for one in said)
    above = level_words(item, factor, level + 1) if level < Level.ROLE_MODEL else ""
    return FactorView(
        factor,
        counts,
        level,
        is_apart=far >= SHARE_APART * len(said),
        is_now=level_words(item, factor, level),
        is_next=above,
    )


def _levels(workshop: Workshop) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    votes = LevelVote.objects.filter(voice__workshop=workshop)
    for item, factor, level in votes.values_list("item", "factor", "level"):
        found[item, factor].append(level)
    return found


def _weights(workshop: Workshop) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    said = Importance.objects.filter(voice__workshop=workshop)
    for item, weight in said.values_list("item", "weight"):
        found[item].append(weight)
    return found
