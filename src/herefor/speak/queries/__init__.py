"""Named reads of this room: what is public, and what waits on whose desk."""

from herefor.speak.queries.comments import (
    Counts,
    Thread,
    counts_at,
    counts_of,
    queue,
    queue_counts,
    threads_of,
)
from herefor.speak.queries.public import (
    Reading,
    archive,
    public_columns,
    public_posts,
    reading_of,
    tied_sentences,
)

__all__ = [
    "Counts",
    "Reading",
    "Thread",
    "archive",
    "counts_at",
    "counts_of",
    "public_columns",
    "public_posts",
    "queue",
    "queue_counts",
    "reading_of",
    "threads_of",
    "tied_sentences",
]
