"""Findings as if they had been measured, for tests of the pages that read them."""

from datetime import date

from django.utils import timezone

from herefor.insight.models import Finding
from herefor.listen.models import Survey, Wave
from herefor.listen.verbs import start_survey
from herefor.measure import wilson

WIDTH = 1.96
DRIVERS = {"Quality": (150.0, 130.0, 170.0), "Value": (60.0, 40.0, 80.0)}


def a_survey(world) -> Survey:
    return start_survey("acsi", unit=world.company, name="How are we doing?", by=world.ann)


def a_wave(survey: Survey, name: str, opens_on: date) -> Wave:
    return survey.editions.get().waves.create(
        name=name, opens_on=opens_on, closes_on=opens_on.replace(day=28)
    )


def two_waves(world) -> tuple[Wave, Wave]:
    survey = a_survey(world)
    return a_wave(survey, "2026 Q2", date(2026, 4, 1)), a_wave(survey, "2026 Q3", date(2026, 7, 1))


def a_finding(wave: Wave, unit, *, n=100, index=70.0, se=1.0, loyalty=60.0, **told) -> Finding:
    """A stored finding; `told` overwrites parts of its document."""
    return Finding.objects.create(
        wave=wave,
        unit=unit,
        model="acsi",
        n=n,
        result=document(n=n, index=index, se=se, loyalty=loyalty) | told,
        fingerprint=f"{wave.pk}-{unit.pk}-{Finding.objects.count()}".rjust(64, "0"),
        method_version="test-1",
        found_at=timezone.now(),
    )


def not_estimated(wave: Wave, unit, *, n: int, reason: str) -> Finding:
    finding = a_finding(wave, unit, n=n)
    finding.result = {"reason": reason}
    finding.save()
    return finding


def too_few_answered(finding: Finding, *constructs: str, n: int) -> Finding:
    """So few answered what measures them, although many answered the rest."""
    for name in constructs:
        finding.result["constructs"][name]["n"] = n
    for item in finding.result["items"].values():
        item["n"] = n if item["construct"] in constructs else item["n"]
    finding.save()
    return finding


def document(*, n: int, index: float, se: float, loyalty: float) -> dict:
    values = {"Quality": index + 2, "Value": index - 5, "Satisfaction": index, "Loyalty": loyalty}
    missing = 10 * (100 - index)
    return {
        "herefor": "0",
        "model": "acsi",
        "scheme": "path",
        "n": n,
        "n_used": n,
        "seed": 1,
        "replicates": 2000,
        "replicates_kept": 2000,
        "draw": "multinomial",
        "level": 0.95,
        "interval": "percentile",
        "missing": "mean",
        "consistent": False,
        "data": "0" * 16,
        "method": "test",
        "constructs": {name: _construct(value, se) | {"n": n} for name, value in values.items()},
        "items": {
            "SATIS": {
                "construct": "Satisfaction",
                **_sure("weight", 0.4),
                **_sure("loading", 0.9),
                "mean": 7.1,
                "sd": 1.8,
                "n": n,
            }
        },
        "paths": [
            _link("Quality", "Satisfaction", "value"),
            _link("Value", "Satisfaction", "value"),
        ],
        "total_effects": [_link("Quality", "Satisfaction", "value")],
        "impacts": [
            _link("Quality", "Satisfaction", "points"),
            _link("Value", "Satisfaction", "points"),
        ],
        "htmt": [{"a": "Quality", "b": "Satisfaction"} | _number(0.7, 0.1)],
        "warnings": [],
        "standard_errors": {
            name: {"value": value, "se": se, "n": n, "level": 0.95}
            for name, value in values.items()
        },
        "gap": {
            "today": 1000 - missing,
            "missing": _number(missing, 10 * se),
            "bars": [
                {"driver": name, "value": value, "low": low, "high": high}
                for name, (value, low, high) in DRIVERS.items()
            ],
            "unexplained": _number(missing - 210, 20),
            "ties": [],
        },
        "at_risk": vars(wilson(n // 5, n=max(n, 1))),
    }


def _construct(value: float, se: float) -> dict:
    sides = {"index": value, "low": value - WIDTH * se, "high": value + WIDTH * se}
    sides |= {"se": se, "r2_adjusted": 0.5}
    for what, measure in {"r2": 0.5, "alpha": 0.9, "rho_a": 0.9, "rho_c": 0.9, "ave": 0.8}.items():
        sides |= _sure(what, measure)
    return sides


def _sure(word: str, value: float) -> dict:
    return {word: value, f"{word}_low": value - 0.05, f"{word}_high": value + 0.05}


def _link(source: str, target: str, word: str) -> dict:
    return {"from": source, "to": target, word: 0.5, "low": 0.4, "high": 0.6}


def _number(value: float, reach: float) -> dict:
    return {"value": value, "low": value - reach, "high": value + reach}
