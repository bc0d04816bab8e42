"""Settings stop the start by name, and SQLite's defaults are refused."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from herefor.site import environment
from herefor.site.checks import unsafe
from secured import make_certificate

SAFE = environment.sqlite(Path("somewhere.sqlite3"))
SOURCE = Path(__file__).parents[3] / "src"


def problems(**options):
    return [found.id for found in unsafe(SAFE | {"OPTIONS": options})]


def test_our_own_way_of_opening_sqlite_is_accepted():
    assert problems(**SAFE["OPTIONS"]) == []


def test_sqlite_as_it_comes_is_refused():
    assert problems() == ["herefor.E001", "herefor.E002", "herefor.E003"]


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"init_command": "PRAGMA journal_mode=DELETE;"}, ["herefor.E001"]),
        ({"transaction_mode": "DEFERRED"}, ["herefor.E002"]),
        ({"timeout": 5}, ["herefor.E003"]),
    ],
)
def test_each_unsafe_option_is_named(changed, refused):
    assert problems(**(SAFE["OPTIONS"] | changed)) == refused


def test_postgresql_is_not_asked_about_sqlite(tmp_path, monkeypatch):
    monkeypatch.setenv("SOME_URL", "postgres://ann:p%40ss@db.example:5433/voice")
    opened = environment.database("SOME_URL", data=tmp_path)

    assert unsafe(opened) == []
    assert (opened["USER"], opened["PASSWORD"], opened["HOST"]) == ("ann", "p@ss", "db.example")
    assert (opened["PORT"], opened["NAME"]) == ("5433", "voice")


@pytest.mark.parametrize(
    ("name", "value"),
    [("HEREFOR_HTTPS", "perhaps"), ("HEREFOR_DATABASE_URL", "mysql://db/voice")],
)
def test_a_bad_value_stops_the_start_and_is_named(tmp_path, name, value):
    started = subprocess.run(
        [sys.executable, "-m", "herefor", "doctor", "--data", str(tmp_path)],
        env=os.environ | {name: value, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode != 0
    assert name in started.stderr
    assert "Traceback" not in started.stderr


def test_a_secret_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.delenv("HEREFOR_SECRET_KEY", raising=False)

    first = environment.secret_key("HEREFOR_SECRET_KEY", kept_in=tmp_path)

    assert len(first) >= 50
    assert environment.secret_key("HEREFOR_SECRET_KEY", kept_in=tmp_path) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_secret_may_come_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "given").write_text("from a file\n")
    monkeypatch.setenv("HEREFOR_SECRET_KEY_FILE", str(tmp_path / "given"))

    assert environment.secret_key("HEREFOR_SECRET_KEY", kept_in=tmp_path) == "from a file"


def test_a_secrets_file_that_is_missing_is_named(monkeypatch):
    monkeypatch.setenv("HEREFOR_SECRET_KEY_FILE", "/no/such/file")

    with pytest.raises(ImproperlyConfigured, match="HEREFOR_SECRET_KEY_FILE=/no/such/file"):
        environment.text("HEREFOR_SECRET_KEY")


def test_a_file_of_certificates_that_holds_none_stops_the_start(tmp_path, monkeypatch):
    make_certificate(tmp_path, "127.0.0.1")
    right, wrong = tmp_path / "certificate.pem", tmp_path / "none.pem"
    wrong.write_text("nothing")

    monkeypatch.setenv("SOME_CA", str(right))
    assert environment.certificates("SOME_CA") == str(right)
    for path in (wrong, tmp_path / "missing.pem"):
        monkeypatch.setenv("SOME_CA", str(path))
        with pytest.raises(ImproperlyConfigured, match="no certificates there"):
            environment.certificates("SOME_CA")
