"""Real servers for tests of mail: Dovecot, and an SMTP server that keeps what it accepts."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def mailbox(world):
    from letters import make_mailbox

    return make_mailbox(world)


@pytest.fixture
def sink(tmp_path):
    from letters import end, start_sink

    started = start_sink(tmp_path / "sink")
    yield started
    end(started.process)


@pytest.fixture
def imap_server():
    """A real Dovecot; outside of CI a test says so when there is none."""
    if not shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin"):
        assert not os.environ.get("CI"), "There is no Dovecot, and CI must have one."
        pytest.skip("There is no Dovecot here; bin/test installs it as root.")
    from letters import end, start_imap

    folder = Path(tempfile.mkdtemp(prefix="herefor-imap-"))
    server = start_imap(folder)
    yield server
    end(server.process)
    shutil.rmtree(folder, ignore_errors=True)
