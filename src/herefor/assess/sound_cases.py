"""Whether a case holds together, so that somebody can be judged by its marks. No database."""

import re
from collections import Counter
from collections.abc import Iterator

from herefor.assess.cases import AREAS, Case, CaseItem, limits
from herefor.assess.frameworks import shipped
from herefor.assess.scoring import Scoring, percents_of

KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
LEAST_REASON = 80


def problems_of_case(case: Case) -> list[str]:
    """A sentence for each thing that is wrong; empty when it is sound."""
    return [*_labels(case), *(_marked(case) if case.framework_id in shipped() else [])]


def doubts_about_case(case: Case) -> list[str]:
    """Where the mark of an item lies outside the bands of its factors: it may be meant so."""
    scoring = percents_of(shipped()[case.framework_id])
    if scoring is None:
        return []
    return [
        f"Item {one.item}: the mark lies outside the bands of its factors."
        for one in case.items
        if one.reference.percent in scoring.allowed_percent
        and one.reference.factors
        and not min(one.reference.factors.values())
        <= scoring.band_of(one.reference.percent).id
        <= max(one.reference.factors.values())
    ]


def _labels(case: Case) -> Iterator[str]:
    if not KEY.fullmatch(case.id):
        yield f"Its id is {case.id!r}. Use small letters, digits and hyphens, 60 at most."
    for name in ("name", "source", "licence"):
        if not getattr(case, name):
            yield f"It has no {name}."
    if case.framework_id not in shipped():
        yield f"Its framework is {case.framework_id}, which is not here."
    if not case.profile:
        yield "It has no profile."
    if len(case.key_factors) < 3:
        yield "It has fewer than three key factors."
    for area, _words in case.key_factors:
        if area not in AREAS:
            known = ", ".join(AREAS)
            yield f"A key factor is about {area}. Known are {known}."


def _marked(case: Case) -> Iterator[str]:
    scoring = percents_of(case.framework)
    if scoring is None:
        yield f"{case.framework} is not marked in percent."
        return
    known = {item.id: item for item in case.framework.items}
    counted = Counter(one.item for one in case.items)
    yield from (f"Item {number} stands there {n} times." for number, n in counted.items() if n > 1)
    yield from (
        f"There is no item {one} in {case.framework}." for one in counted if one not in known
    )
    if len(case.items) < limits().least_items:
        yield f"It answers {len(case.items)} items; at least {limits().least_items} are needed."
    results = [one for one in case.items if one.item in known and known[one.item].is_results]
    if len(results) < limits().least_results:
        asked = limits().least_results
        yield f"It answers {len(results)} results items; at least {asked} are needed."
    for one in case.items:
        if one.item in known:
            yield from _judged(one, scoring=scoring, kind=known[one.item].type)


def _judged(one: CaseItem, *, scoring: Scoring, kind: str) -> Iterator[str]:
    place, known = f"Item {one.item}", one.reference
    if not any(one.answer):
        yield f"{place} has no answer."
    if known.percent not in scoring.allowed_percent:
        yield f"{place}: {known.percent} percent may not be given."
    bands = {band.id for band in scoring.bands}
    for factor in scoring.factors[kind]:
        if known.factors.get(factor) not in bands:
            yield f"{place} has no band for {factor}, or one that is not there."
    for factor in set(known.factors) - set(scoring.factors[kind]):
        yield f"{place} has a band for {factor}, which its kind does not know."
    if len(known.reason) < LEAST_REASON:
        yield f"{place}: its reason is too short to learn from ({LEAST_REASON} letters at least)."
    if kind == "results" and not one.tables:
        yield f"{place} is a results item and shows no table."
    for table in one.tables:
        if any(len(row) != len(table.columns) for row in table.rows):
            yield f"{place}: a row of “{table.caption}” has more or fewer cells than columns."
