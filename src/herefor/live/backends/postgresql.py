"""PostgreSQL calls at the end of every transaction that told something."""

from typing import Any

from django.db import connection

CHANNEL = "herefor_story"

FUNCTION = f"""
CREATE OR REPLACE FUNCTION live_call() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL; END $$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER live_call AFTER INSERT ON story_event
FOR EACH STATEMENT EXECUTE FUNCTION live_call()
"""


def install() -> None:
    """The trigger calls in whatever way the event was written; calls of one transaction are one."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(TRIGGER)


class Calls:
    """Listens on a connection of its own, made when first needed and again after it broke."""

    def __init__(self) -> None:
        self._line: Any = None

    def wait(self, seconds: float) -> None:
        if self._line is None:
            self._line = self._listen()
            return
        try:
            for _call in self._line.notifies(timeout=seconds, stop_after=1):
                pass
        except Exception:
            self.close()
            raise

    def close(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _listen(self) -> Any:
        # Imported here because only an installation on PostgreSQL has it.
        import psycopg  # noqa: PLC0415

        told = connection.get_connection_params()
        kept = ("dbname", "user", "password", "host", "port", "service")
        line = psycopg.connect(
            **{name: told[name] for name in kept if name in told}, autocommit=True
        )
        line.execute(f"LISTEN {CHANNEL}")
        return line
