"""What fails is tried again later, so that it does not keep the others from being done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import models

from herefor.story.clock import now

LATER = timedelta(minutes=1)


@contextmanager
def moving_on(record: models.Model, field: str) -> Iterator[None]:
    """On an error the due time moves on by a minute, unless somebody else has moved it."""
    seen = getattr(record, field)
    try:
        yield
    except Exception:
        as_seen = type(record)._default_manager.filter(pk=record.pk, **{field: seen})
        as_seen.update(**{field: now() + LATER})
        raise
