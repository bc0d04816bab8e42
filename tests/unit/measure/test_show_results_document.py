"""The page on showing results can be typed from top to bottom."""

import re
import shutil
from pathlib import Path

from shared_data import MOBI

PAGE = Path(__file__).resolve().parents[3] / "docs/how-to/show-results.md"


def test_the_page_on_showing_results_runs_and_leaves_what_it_says(tmp_path, monkeypatch, capsys):
    text = PAGE.read_text("utf-8")
    shutil.copy(MOBI, tmp_path / "answers.csv")
    monkeypatch.chdir(tmp_path)

    exec("".join(re.findall(r"```python\n(.+?)```", text, re.DOTALL)), {})

    named = set(re.findall(r'"([\w-]+\.(?:svg|png|html|xlsx|json|tex|csv|md))"', text))
    assert {file.name for file in tmp_path.iterdir()} == named
    assert "Satisfaction stands at 72.5 (" in capsys.readouterr().out
