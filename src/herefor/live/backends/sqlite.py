"""SQLite calls nobody, but says cheaply whether another connection has written."""

import time

from django.db import connection

PAUSE_SECONDS = 0.05


class Looks:
    def __init__(self) -> None:
        self._version: int | None = None

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self._has_changed() and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        connection.close()

    def _has_changed(self) -> bool:
        """A few microseconds: the number lies in the shared memory of the write-ahead log."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version = int(cursor.fetchone()[0])
        before, self._version = self._version, version
        return version != before
