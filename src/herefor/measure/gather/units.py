"""What is drawn: respondents, whole clusters of them, or random groups; within strata or not."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather.answers import as_words
from herefor.measure.gather.sums import stirred
from herefor.measure.stack import Array
from herefor.measure.words import AnswersRefused, Refused, counted, listed, perhaps

GROUPS = 1_000
GROUPS_IN_STRATUM = 200
Labels = NDArray[np.str_]


@dataclass(frozen=True)
class Membership:
    """Where each respondent of a table belongs."""

    numbers: NDArray[np.uint64]  # his own, his cluster's, or his identity's
    strata: Labels | None = None
    clusters: Labels | None = None


@dataclass(frozen=True)
class Units:
    """The stratum and the cluster of every unit of `Moments.sums`; None where there are none."""

    strata: Labels | None = None
    clusters: Labels | None = None

    @property
    def designed(self) -> bool:
        return self.strata is not None or self.clusters is not None

    def stratum(self, count: int) -> NDArray[np.intp]:
        """Numbers the strata of the units; all in one where there are none."""
        if self.strata is None:
            return np.zeros(count, dtype=np.intp)
        return np.unique(self.strata, return_inverse=True)[1]


def membership(
    table: pl.DataFrame,
    *,
    strata: str | None,
    cluster: str | None,
    identity: str | None,
    first: int,
) -> Membership:
    """From the columns named; raises `AnswersRefused` where one is absent or has a gap."""
    numbers = np.arange(first, first + len(table), dtype=np.uint64)
    clusters = strata_of = None
    if identity is not None:
        numbers = _hashed(_column(table, identity, "identities"))
    if strata is not None:
        strata_of = _labels(table, strata, "strata")
    if cluster is not None:
        numbers = _hashed(_column(table, cluster, "clusters"))
        clusters = _labels(table, cluster, "clusters")
        if strata_of is not None:  # household 7 of one region is not household 7 of another
            numbers = stirred(numbers ^ _hashed(_column(table, strata, "strata")))
    return Membership(numbers, strata_of, clusters)


def exact_units(of: Membership) -> tuple[NDArray[np.intp] | None, Units]:
    """Each respondent for himself (None), or the number of his cluster."""
    if of.clusters is None:
        return None, Units(of.strata)
    labels = of.clusters if of.strata is None else _paired(of.strata, of.clusters)
    _, first, unit = np.unique(labels, return_index=True, return_inverse=True)
    strata = None if of.strata is None else of.strata[first]
    return unit, Units(strata, of.clusters[first])


def grouped_units(of: Membership) -> tuple[NDArray[np.uint16 | np.uint32], int, Units]:
    """Random groups, by the hash of the respondent's number, of their own in every stratum."""
    if of.strata is None:
        group = (stirred(of.numbers) % np.uint64(GROUPS)).astype(np.uint16)
        names = None if of.clusters is None else _numbered(GROUPS)
        return group, GROUPS, Units(None, names)
    names, stratum = np.unique(of.strata, return_inverse=True)
    group = (stirred(of.numbers) % np.uint64(GROUPS_IN_STRATUM)).astype(np.uint32)
    count = len(names) * GROUPS_IN_STRATUM
    within = np.tile(_numbered(GROUPS_IN_STRATUM), len(names))
    return (
        (stratum * GROUPS_IN_STRATUM + group).astype(np.uint32),
        count,
        Units(np.repeat(names, GROUPS_IN_STRATUM), within),
    )


def in_groups(sums: Array) -> Array:
    """Units put into random groups, the same ones every time."""
    group = stirred(np.arange(sums.shape[1], dtype=np.uint64)) % np.uint64(GROUPS)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=np.uint64(GROUPS)))
    summed: Array = np.add.reduceat(sums[:, order], starts, axis=1)
    return summed


def united(sums: Array, units: Units, *, merge: bool) -> tuple[Array, Units]:
    """Units of the same name put together; where `merge` is not asked, each stays for itself."""
    if not merge or units.clusters is None:
        return sums, units
    names = units.clusters if units.strata is None else _paired(units.strata, units.clusters)
    _, first, place = np.unique(names, return_index=True, return_inverse=True)
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(len(first)))
    summed: Array = np.add.reduceat(sums[:, order], starts, axis=1)
    strata = None if units.strata is None else units.strata[first]
    return summed, Units(strata, units.clusters[first])


def joined(one: Units, other: Units) -> Units:
    return Units(*(_both(getattr(one, n), getattr(other, n)) for n in ("strata", "clusters")))


def alone_in_strata(units: Units, stratum: NDArray[np.intp]) -> None:
    """Refuse strata of one unit: nothing says how units within them differ."""
    sizes = np.bincount(stratum)
    if not len(sizes) or sizes.min() > 1:
        return
    if units.strata is None:
        raise Refused(
            "All respondents are in one cluster, so nothing says how much clusters differ. Name "
            "another column, or draw respondents."
        )
    names = np.unique(units.strata)[sizes == 1]
    what = "respondent" if units.clusters is None else "cluster"
    raise Refused(
        f"{counted(len(names), 'stratum', 'strata')} with one {what} only: {listed(names)}. "
        f"Nothing says how much {what}s differ there: join each with a stratum like it."
    )


def _numbered(count: int) -> Labels:
    """Names that sort as their numbers do."""
    return np.char.zfill(np.arange(count).astype(np.str_), len(str(count)))


def _both(one: Labels | None, other: Labels | None) -> Labels | None:
    if one is None or other is None:
        return None
    return np.concatenate([one, other])


def _paired(strata: Labels, clusters: Labels) -> Labels:
    return np.char.add(np.char.add(strata, "\x1f"), clusters)


def _labels(table: pl.DataFrame, name: str, what: str) -> Labels:
    return _column(table, name, what).to_numpy().astype(np.str_)


def _column(table: pl.DataFrame, name: str | None, what: str) -> pl.Series:
    if name not in table.columns:
        raise AnswersRefused(
            f"There is no column {name} to take {what} from.{perhaps(str(name), table.columns)}"
        )
    words = as_words(table[name])
    gaps = (words.is_null().arg_true() + 2).to_list()
    if gaps:
        raise AnswersRefused(
            f"Column {name} is empty in row {listed(gaps)}. {what.capitalize()} must be known for "
            "every row: fill it, or leave these rows out."
        )
    return words


def _hashed(words: pl.Series) -> NDArray[np.uint64]:
    """The same number for the same word, whatever the machine or the file."""
    known = words.unique(maintain_order=True)
    numbers = [
        int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little") for word in known
    ]
    return words.replace_strict(
        known, pl.Series(numbers, dtype=pl.UInt64), return_dtype=pl.UInt64
    ).to_numpy()
