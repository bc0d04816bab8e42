"""How many applicants of an edition fell into each band, without telling of single ones."""

from collections import Counter
from dataclasses import dataclass

from herefor.assess.models import Report
from herefor.people.queries import smallest_group


@dataclass(frozen=True)
class BandCount:
    """`n` is None where it is hidden: fewer than the smallest group, or needed to hide such."""

    band: int
    n: int | None


@dataclass(frozen=True)
class Applicants:
    """Of one kind of items, process or results; `least` is the smallest group that is shown."""

    kind: str
    total: int
    least: int
    counts: tuple[BandCount, ...]


def applicants_per_band(framework_id: str) -> list[Applicants]:
    """Of all that received a report by this edition; empty while they are fewer than the smallest
    group."""
    documents = Report.objects.filter(assessment__framework_id=framework_id)
    found: dict[str, Counter[int]] = {}
    for document in documents.values_list("document", flat=True):
        for one in document["bands"]:
            if one["band"] is not None:
                found.setdefault(one["kind"], Counter())[one["band"]] += 1
    least = smallest_group()
    return [
        Applicants(kind, counts.total(), least, _shown(counts, least))
        for kind, counts in found.items()
        if counts.total() >= least
    ]


def _shown(counts: Counter[int], least: int) -> tuple[BandCount, ...]:
    """One hidden number alone could be had by subtraction, so the next smallest is hidden too,
    until what is hidden makes a group."""
    hidden = {band for band, n in counts.items() if n < least}
    rest = sorted(set(counts) - hidden, key=lambda band: counts[band])
    while hidden and rest and (len(hidden) < 2 or sum(counts[band] for band in hidden) < least):
        hidden.add(rest.pop(0))
    return tuple(
        BandCount(band, None if band in hidden else counts[band]) for band in sorted(counts)
    )
