"""Whether a framework's data hold together; sums prove consistency, not that values are right."""

from collections import Counter
from collections.abc import Iterator

from herefor.assess.frameworks import Framework, shipped, topics
from herefor.assess.scoring import scoring_system

TYPES = {
    "process", "results", "results+process", "context",
    "behaviour", "maturity-1-5", "requirement-pass",
}  # fmt: skip


def problems_of(framework: Framework) -> list[str]:
    """A sentence for each thing that is wrong; empty when it is sound."""
    return [
        *_labels(framework),
        *_numbers(framework),
        *_points(framework),
        *_scale(framework),
    ]


def doubts_about(framework: Framework) -> list[str]:
    """What nobody has checked against the edition itself, by number."""
    unsure = [item.id for item in framework.items if not item.checked or "memory" in item.checked]
    return [f"Not checked against the edition: {', '.join(unsure)}."] if unsure else []


def problems_of_topics() -> list[str]:
    """Topics that point at an item no edition has."""
    known = {
        edition: {item.id for item in framework.items} for edition, framework in shipped().items()
    }
    return [
        f"Topic {topic.id}: there is no item {place} in {edition}."
        for topic in topics()
        for edition, place in topic.at.items()
        if topic.item_in(edition) not in known.get(edition, set())
    ]


def _labels(framework: Framework) -> Iterator[str]:
    for name in ("id", "name", "edition", "licence", "source"):
        if not getattr(framework, name):
            yield f"It has no {name}."
    if framework.reads and framework.reads not in shipped():
        yield f"It is read with {framework.reads}, which is not here."


def _numbers(framework: Framework) -> Iterator[str]:
    if not framework.items:
        yield "It has no items."
    counted = Counter(item.id for item in framework.items)
    for number, times in counted.items():
        if times > 1:
            yield f"Item {number} stands there {times} times."
    for item in framework.items:
        if item.type not in TYPES:
            yield f"Item {item.id} is of a kind nobody knows: {item.type}."


def _points(framework: Framework) -> Iterator[str]:
    for category in framework.categories:
        points = [item.points for item in category.items if item.points is not None]
        if any(one < 0 for one in points):
            yield f"Category {category.id} has an item of less than 0 points."
        if category.points is not None and sum(points) != category.points:
            yield (
                f"Category {category.id} says {category.points:g} points; its items have "
                f"{sum(points):g}."
            )
    total = sum(category.points or 0 for category in framework.categories)
    if framework.total_points is not None and total != framework.total_points:
        yield f"It says {framework.total_points:g} points in all; its categories have {total:g}."


def _scale(framework: Framework) -> Iterator[str]:
    try:
        system = scoring_system(framework.scoring)
    except KeyError:
        yield f"It is scored by {framework.scoring}, which nobody knows."
        return
    except ValueError:
        return
    for kind, bands in system.score_bands.items():
        most = sum(
            item.points or 0 for item in framework.items if item.is_results == (kind == "results")
        )
        if bands and bands[-1].high != most:
            yield f"The {kind} bands end at {bands[-1].high}; its items have {most:g} points."
