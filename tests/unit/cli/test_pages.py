"""Every block of the pages for analysts runs, and prints what the page says it prints."""

import shutil
from pathlib import Path

import pytest

from pages import ran
from shared_data import MOBI, SHARED

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGES = {  # and how many of their blocks show what is printed
    "tutorial/measure-mobi.md": 13,
    "how-to/measure.md": 18,
    "how-to/coming-from.md": 4,
    "how-to/train-examiners.md": 1,
    "reference/measure.md": 0,
}


@pytest.mark.parametrize(("page", "shown"), PAGES.items())
def test_every_block_prints_what_the_page_says(page, shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(MOBI, "mobi.csv")
    shutil.copy(MOBI, "answers.csv")
    shutil.copy(SHARED / "data" / "skytrax_lounge_reviews.csv.gz", "lounges.csv.gz")

    found = list(ran(DOCS / page))

    assert [(one.source, one.lacking) for one in found if one.lacking] == []
    assert sum(one.shown is not None for one in found) == shown
