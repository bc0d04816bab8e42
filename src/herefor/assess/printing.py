"""The feedback report as a PDF. What people wrote goes in as data, never as typesetting."""

import json
from pathlib import Path
from typing import Any

import typst

from herefor.assess.words import report_in_words

TEMPLATE = Path(__file__).parent / "report.typ"


def report_pdf(document: dict[str, Any]) -> bytes:
    told = json.dumps(report_in_words(document), ensure_ascii=False)
    return bytes(typst.compile(TEMPLATE.read_bytes(), sys_inputs={"report": told}))
