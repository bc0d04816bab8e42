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


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Real hashing takes most of a test's time and is Django's to test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
