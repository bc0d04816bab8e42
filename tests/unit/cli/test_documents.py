import re
import shutil
from pathlib import Path

import pytest

from herefor.measure import parse_model
from shared_data import MOBI

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = (ROOT / "docs/reference/measure.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def beside_a_file_of_answers(tmp_path, monkeypatch):
    """The documents speak of answers.csv; here it holds real answers."""
    shutil.copy(MOBI, tmp_path / "answers.csv")
    monkeypatch.chdir(tmp_path)


def test_the_documented_python_runs(capsys):
    (example,) = re.findall(r"```python\n(.+?)```", REFERENCE, re.DOTALL)

    exec(example, {})

    assert re.match(r"R2 0\.\d{3}, adjusted 0\.\d{3}\nImage f2 ", capsys.readouterr().out)


def test_the_documented_model_file_is_accepted():
    (example,) = re.findall(r"```toml\n(.+?)```", REFERENCE, re.DOTALL)

    assert parse_model(example).edges == (("COMP", "SAT"), ("QUAL", "SAT"))


def test_the_documented_model_in_lavaan_syntax_is_the_one_in_toml():
    (written,) = re.findall(r"```lavaan\n(.+?)```", REFERENCE, re.DOTALL)
    (example,) = re.findall(r"```toml\n(.+?)```", REFERENCE, re.DOTALL)

    assert parse_model(written) == parse_model(example)
