"""The servers a test of mail needs, and the room by itself."""

import pytest

from herefor.story.verbs import _listeners
from mail_servers import imap_server, mailbox, sink

__all__ = ["imap_server", "mailbox", "sink"]


@pytest.fixture
def answering():
    """Ask for it where the room above shall hear of letters, as it does in the program."""


@pytest.fixture(autouse=True)
def by_itself(request):
    """What the rooms above make of a letter is theirs to test."""
    if "answering" in request.fixturenames:
        yield
        return
    heard = {what: list(listeners) for what, listeners in _listeners.items()}
    for what in [what for what in _listeners if what.startswith("letter ")]:
        _listeners[what] = []
    yield
    _listeners.update(heard)
