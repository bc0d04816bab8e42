"""The feedback report as a PDF. What people wrote goes in as data, never as typesetting."""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import typst

TEMPLATE = Path(__file__).parent / "report.typ"


def report_pdf(told: dict[str, Any], *, reading: list[str]) -> bytes:
    """`told` as `reporting.report_in_words` gives it."""
    known = json.dumps(told | {"reading": reading}, ensure_ascii=False, default=_plain)
    return bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"report": known}))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(value)
