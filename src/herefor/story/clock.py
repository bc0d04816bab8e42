"""The time by which acts are dated: now, or the moment a told-again past is played at."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    return _moment.get() or timezone.now()


@contextmanager
def acting_at(moment: datetime) -> Iterator[None]:
    """Date every act inside at `moment`: for a demonstration's past and for tests."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
