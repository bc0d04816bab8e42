"""Everything from moments: the one pass over the answers, in sums that add up."""

from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from herefor.measure.gather import draws
from herefor.measure.gather.answers import Answers, clean_answers, weights_of
from herefor.measure.gather.products import with_products
from herefor.measure.gather.sums import Crossing, fingerprint, usable
from herefor.measure.gather.tables import as_frame
from herefor.measure.gather.units import (
    Membership,
    Units,
    alone_in_strata,
    exact_units,
    grouped_units,
    in_groups,
    joined,
    membership,
    united,
)
from herefor.measure.gather.whole import WholeNumbers
from herefor.measure.specify.model import Model
from herefor.measure.stack import Array
from herefor.measure.words import (
    Refused,
    TooFewAnswers,
    counted,
    listed,
    perhaps,
    seed_of,
    whole,
)

EXACT_UP_TO = 2_000
FEWEST = 10
MOST_LEFT_OUT = 4_000
WITHOUT_DESIGN = Units()
MISSING = ("listwise", "mean")


@dataclass(frozen=True)
class Moments:
    """Weighted counts, sums and cross-products, kept by what is drawn: the units.

    Up to `EXACT_UP_TO` respondents (or clusters) each is a unit of his own, and resampling units is
    the exact bootstrap. Beyond, respondents fall into `GROUPS` random groups and groups are
    resampled (random groups: Wolter, Introduction to Variance Estimation, 2007, chapter 2).

    >>> import polars as pl
    >>> answers = pl.DataFrame({"q": [1, 4, 9, 10] * 5, "s": [2, 3, 8, 10] * 5})
    >>> from herefor.measure import construct, path
    >>> model = Model([construct("Q", ["q"]), construct("S", ["s"])], [path("Q", to=["S"])])
    >>> whole = Moments.of(answers, model)
    >>> parts = Moments.of(answers[:10], model) + Moments.of(answers[10:], model)
    >>> bool((whole.total == parts.total).all()), parts.used
    (True, 20)
    >>> (parts - Moments.of(answers[:10], model)).used
    10
    """

    codes: tuple[str, ...]
    missing: str
    sums: Array  # (cross-products, units)
    grouped: bool
    rows: int
    used: int
    replicates: int = 0
    seed: int = 1
    told: tuple[str, ...] = ()
    draw: str = "auto"
    units: Units = WITHOUT_DESIGN
    asked_of_some: tuple[int, ...] = ()  # places among `codes`
    answered: tuple[int, ...] = ()  # rows that answered each item
    drawn: Array | None = None  # (cross-products, replicates) of the Poisson bootstrap
    fingerprint: int = 0

    @classmethod
    def of(
        cls,
        answers: Any,
        model: Model,
        *,
        replicates: int = 0,
        seed: int = 1,
        weight: str | None = None,
        missing: str = "listwise",
        draw: str = "auto",
        strata: str | None = None,
        cluster: str | None = None,
        identity: str | None = None,
        exact_up_to: int = EXACT_UP_TO,
        first: int = 0,
    ) -> "Moments":
        """The moments of a table; a part of a larger one says the number of its `first` row.

        `answers` is a frame of Polars, pandas or PyArrow, a DuckDB relation or columns by name;
        `weight`, `strata`, `cluster` and `identity` name columns. `draw` is "multinomial" (each
        unit by himself, however many), "groups", "poisson" (each respondent by a stream of his
        own, found by his row or `identity`) or "auto": multinomial up to `exact_up_to` units,
        groups beyond. Parts of something larger are read with `draw="groups"` or "poisson".

        Raises `Refused` for unknown treatments, `AnswersRefused` for a table that does not fit.
        """
        _refuse_unknown(missing, draw, strata)
        _refuse_odd_numbers(replicates, seed, exact_up_to, first)
        table = as_frame(answers)
        whose = membership(table, strata=strata, cluster=cluster, identity=identity, first=first)
        if missing == "listwise" and _is_large(len(table), whose, draw, exact_up_to=exact_up_to):
            quick = _of_whole_numbers(table, model, whose, weight=weight, draw=draw)
            if quick and (quick.used > exact_up_to or draw == "groups"):
                return replace(quick, replicates=replicates, seed=seed)
        cleaned = clean_answers(table, model, weight=weight)
        some = _asked_of_some(cleaned, model)
        kept = usable(cleaned, missing=missing, some=some)
        weights, belongs = cleaned.weights[kept], _only(whose, kept)
        points, codes = with_products(cleaned.points[kept], cleaned.codes, model, missing=missing)
        crossing = Crossing.of(points, missing=missing, some=some)
        grouped = _is_grouped(belongs, draw, exact_up_to)
        sums, units = _by_unit(crossing, weights, belongs, grouped=grouped)
        times = replicates if draw == "poisson" else None
        return cls(
            codes=codes,
            missing=missing,
            sums=sums,
            grouped=grouped,
            rows=len(kept),
            used=int(kept.sum()),
            replicates=replicates,
            seed=seed,
            told=cleaned.notes,
            draw=draw,
            units=units,
            asked_of_some=tuple(some.tolist()),
            answered=tuple((~np.isnan(cleaned.points)).sum(axis=0).tolist()),
            drawn=_poisson(crossing, weights, belongs, replicates=times, seed=seed),
            fingerprint=fingerprint(*cleaned.points.T, cleaned.weights),
        )

    @classmethod
    def load(cls, file: str | PathLike[str]) -> "Moments":
        """What `save` wrote; raises `Refused` for a file that is damaged, foreign or newer."""
        from herefor.measure.gather.keep import load  # noqa: PLC0415  it makes moments itself

        return load(file)

    def save(self, file: str | PathLike[str]) -> None:
        """Keep them in a file, `.npz` or `.arrow`, without any answer of a person when grouped.

        Raises `Refused` for another ending.
        """
        from herefor.measure.gather.keep import save  # noqa: PLC0415  it reads moments itself

        save(self, file)

    def __add__(self, other: "Moments") -> "Moments":
        _refuse_unlike(self, other, "added")
        if self.grouped and not self.units.designed:
            sums, units = self.sums + other.sums, self.units
        else:
            together = np.concatenate([self.sums, other.sums], axis=1)
            units = joined(self.units, other.units)
            sums, units = united(together, units, merge=self.units.clusters is not None)
        return replace(
            self,
            sums=sums,
            units=units,
            rows=self.rows + other.rows,
            used=self.used + other.used,
            told=tuple(dict.fromkeys(self.told + other.told)),
            answered=tuple(a + b for a, b in zip(self.answered, other.answered, strict=True)),
            drawn=None if self.drawn is None or other.drawn is None else self.drawn + other.drawn,
            fingerprint=(self.fingerprint + other.fingerprint) % 2**64,
        )

    def __sub__(self, other: "Moments") -> "Moments":
        """What is left without a part that was added before, such as a wave.

        Respondents kept one by one are taken out exactly; sums of groups to rounding (ten digits).
        Raises `Refused` if the other is not a part of these.
        """
        from herefor.measure.gather.take import without  # noqa: PLC0415  it reads moments itself

        _refuse_unlike(self, other, "subtracted")
        return without(self, other)

    def _repr_html_(self) -> str:
        from herefor.measure.report.notebook import html  # noqa: PLC0415  it reads results itself

        return html(self)

    def __repr__(self) -> str:
        from herefor.measure.report.notebook import short  # noqa: PLC0415  it reads results itself

        return short(self)

    @property
    def total(self) -> Array:
        """The sums over all respondents."""
        summed: Array = self.sums.sum(axis=1)
        return summed

    @property
    def notes(self) -> tuple[str, ...]:
        """What was set aside or left out while reading."""
        return (*self.told, *_left_out(self), *_asked_of(self))

    @property
    def blocks(self) -> range:
        """Replicates are drawn in blocks, each from a random stream of its own."""
        return range(-(-self.replicates // draws.BLOCK))

    def resampled(self, block: int) -> Array:
        """The sums of the replicates in a block, one a column."""
        first = block * draws.BLOCK
        size = min(draws.BLOCK, self.replicates - first)
        if self.drawn is not None:
            return self.drawn[:, first : first + size]
        how = {"size": size, "seed": self.seed, "block": block}
        if self.units.designed:
            sums, stratum = self.occupied()
            counts = draws.times_within(stratum, **how)
        else:
            sums, count = self.sums, self.sums.shape[1]
            counts = draws.times(draws.drawn(count, **how), count)
        resampled: Array = sums @ counts.T
        return resampled

    def occupied(self) -> tuple[Array, NDArray[np.intp]]:
        """The sums of the units anybody is in, and the number of each unit's stratum."""
        inhabited = self.sums[0] > 0
        stratum = self.units.stratum(self.sums.shape[1])[inhabited]
        stratum = np.unique(stratum, return_inverse=True)[1]
        alone_in_strata(Units(_those(self.units.strata, inhabited), self.units.clusters), stratum)
        return self.sums[:, inhabited], stratum

    def left_out(self) -> tuple[Array, NDArray[np.intp]]:
        """The sums without each unit in turn, one a column, and the unit's stratum.

        The other units of its stratum then count for it: n / (n - 1) times. More than
        `MOST_LEFT_OUT` respondents kept one by one are left out by random groups.
        """
        sums, stratum = self.occupied()
        if sums.shape[1] > MOST_LEFT_OUT and self.units.strata is None:
            sums = in_groups(sums)
            stratum = np.zeros(sums.shape[1], dtype=np.intp)
        sizes = np.bincount(stratum)
        if sizes.min() < 2:
            raise Refused("There is one unit only, so none can be left out. Gather more answers.")
        of_stratum = np.stack([sums[:, stratum == one].sum(axis=1) for one in range(len(sizes))], 1)
        n = sizes[stratum]
        others = (of_stratum[:, stratum] - sums) * (n / (n - 1))
        return of_stratum.sum(axis=1)[:, None] - of_stratum[:, stratum] + others, stratum

    def enough(self) -> "Moments":
        """These moments, if there are answers enough to estimate anything."""
        if self.used < FEWEST:
            whole = "complete answer" if self.missing == "listwise" else "answer"
            fill = (
                ' or fill the gaps with item means (missing = "mean"),'
                if self.used < self.rows and self.missing == "listwise"
                else ""
            )
            raise TooFewAnswers(
                f"Only {counted(self.used, whole)} in {counted(self.rows, 'row')}: "
                f"at least {FEWEST} are needed.{_gaps(self)} Gather more answers,{fill} and "
                "measure again.",
                used=self.used,
            )
        return self


def _is_large(rows: int, whose: Membership, draw: str, *, exact_up_to: int) -> bool:
    return draw == "groups" or (draw == "auto" and rows > exact_up_to and whose.clusters is None)


def _of_whole_numbers(
    table: pl.DataFrame, model: Model, whose: Membership, *, weight: str | None, draw: str
) -> Moments | None:
    """The same in groups, for the answers most surveys give; None for any other."""
    ticked = None if model.products else WholeNumbers.of(table, model)
    if ticked is None:
        return None
    weights = None if weight is None else weights_of(table, weight)
    answered = ticked.answered()
    kept = np.asarray(answered.all(axis=0))
    if weights is not None:
        kept &= weights > 0
    rows = np.flatnonzero(kept)
    group, count, units = grouped_units(_only(whose, kept))
    return Moments(
        codes=ticked.codes,
        missing="listwise",
        sums=ticked.within(rows, group, count, weights),
        grouped=True,
        rows=len(table),
        used=len(rows),
        draw=draw,
        units=units,
        answered=tuple(answered.sum(axis=1).tolist()),
        fingerprint=ticked.fingerprint(np.ones(len(table)) if weights is None else weights),
    )


def _refuse_unknown(missing: str, draw: str, strata: str | None) -> None:
    if missing not in MISSING:
        raise Refused(f'Missing answers are treated as "listwise" or "mean", not {missing!r}.')
    if draw not in draws.DRAWS:
        raise Refused(
            f"Replicates are not drawn by {draw!r}.{perhaps(draw, draws.DRAWS)} "
            f"Known are {listed(draws.DRAWS)}."
        )
    if draw == "poisson" and strata is not None:
        raise Refused(
            "Poisson draws do not keep the sizes of strata. Leave strata out, or draw by "
            '"multinomial" or "groups".'
        )


def _refuse_odd_numbers(replicates: int, seed: int, exact_up_to: int, first: int) -> None:
    whole(replicates, "replicates")
    seed_of(seed)
    whole(exact_up_to, "respondents kept one by one (exact_up_to)")
    whole(first, "rows before the first")


def _refuse_unlike(one: Moments, other: Moments, done: str) -> None:
    mine, theirs = (
        (m.codes, m.missing, m.grouped, m.replicates, m.seed, m.asked_of_some, m.drawn is None)
        for m in (one, other)
    )
    designs = ((m.units.strata is None, m.units.clusters is None) for m in (one, other))
    if mine != theirs or len(set(designs)) > 1:
        raise Refused(
            f"These moments cannot be {done}: items, treatment of missing answers, grouping, "
            "strata, clusters, draws, replicates and seed must be the same. Read the parts with "
            "exact_up_to=0 if only one of them is grouped."
        )


def _asked_of_some(answers: Answers, model: Model) -> NDArray[np.intp]:
    some = {item.code for item in model.items if item.asked_of_some}
    places = [place for place, code in enumerate(answers.codes) if code in some]
    return np.array(places, dtype=np.intp)


def _only(of: Membership, kept: NDArray[np.bool_]) -> Membership:
    return Membership(of.numbers[kept], _those(of.strata, kept), _those(of.clusters, kept))


def _those(labels: NDArray[np.str_] | None, kept: NDArray[np.bool_]) -> NDArray[np.str_] | None:
    return None if labels is None else labels[kept]


def _is_grouped(of: Membership, draw: str, exact_up_to: int) -> bool:
    if draw in ("multinomial", "groups"):
        return draw == "groups"
    count = len(of.numbers) if of.clusters is None else len(np.unique(of.numbers))
    return count > exact_up_to or exact_up_to == 0


def _by_unit(
    crossing: Crossing, weights: Array, of: Membership, *, grouped: bool
) -> tuple[Array, Units]:
    if grouped:
        group, count, units = grouped_units(of)
        return crossing.within(weights, group, count), units
    unit, units = exact_units(of)
    if unit is None:
        return crossing.each(weights), units
    count = 0 if units.clusters is None else len(units.clusters)
    return crossing.within(weights, unit, count), units


def _poisson(
    crossing: Crossing,
    weights: Array,
    of: Membership,
    *,
    replicates: int | None,
    seed: int,
) -> Array | None:
    if replicates is None:
        return None
    summed = np.zeros((len(crossing.left), replicates))
    for first in range(0, len(weights), draws.PIECE):
        part = slice(first, first + draws.PIECE)
        each = replace(crossing, columns=crossing.columns[:, part]).each(weights[part])
        summed += draws.poisson_sums(each, of.numbers[part], replicates=replicates, seed=seed)
    return summed


def _left_out(moments: Moments) -> tuple[str, ...]:
    count = moments.rows - moments.used
    if not count:
        return ()
    why = "a missing answer" if moments.missing == "listwise" else "no answer at all"
    return (f"{counted(count, 'row')} with {why}, or with weight 0, left out.",)


def _asked_of(moments: Moments) -> tuple[str, ...]:
    if not moments.asked_of_some:
        return ()
    told = [
        f"{moments.codes[place]} ({moments.answered[place]:,} of {counted(moments.rows, 'row')})"
        for place in moments.asked_of_some
    ]
    return (
        f"Asked of some only: {listed(told)}. Nobody else was given an answer or left out; how "
        "such an item goes with another comes from those who were asked.",
    )


def _gaps(moments: Moments) -> str:
    """Which items keep rows from counting, the emptiest first."""
    missing = sorted(
        (n, code)
        for n, code in zip(moments.answered, moments.codes, strict=False)  # products come after
        if n < moments.rows
    )
    if not missing:
        return ""
    told = (f"{code} ({n:,} of {moments.rows:,})" for n, code in missing)
    return f" Answered least: {listed(told, most=3)}."
