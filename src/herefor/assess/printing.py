"""The feedback report and the certificate as PDF.

What people wrote goes in as data, never as typesetting.
"""

import json
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import typst

from herefor.assess.models import Certificate
from herefor.assess.training_words import certificate_in_words

HERE = Path(__file__).parent


def report_pdf(told: dict[str, Any], *, reading: list[str]) -> bytes:
    """`told` as `reporting.report_in_words` gives it."""
    known = json.dumps(told | {"reading": reading}, ensure_ascii=False, default=_plain)
    return _printed("report.typ", known)


def certificate_pdf(certificate: Certificate) -> bytes:
    known = json.dumps(certificate_in_words(certificate), ensure_ascii=False)
    return _printed("certificate.typ", known)


def _printed(template: str, known: str) -> bytes:
    return bytes(typst.compile((HERE / template).read_bytes(), sys_inputs={"report": known}))


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(value)
