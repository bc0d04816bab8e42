"""What every test may ask for."""

import os
import tempfile
from pathlib import Path

import pytest

os.environ.setdefault("HEREFOR_DATA", tempfile.mkdtemp(prefix="herefor-test-"))

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the public data and the reference numbers, beside the project."""
    return SHARED


@pytest.fixture
def world(db):
    from worlds import make_world  # Django must be set up first

    return make_world()
