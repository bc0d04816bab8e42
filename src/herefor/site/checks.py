"""What an installation must be before it may take a customer's word."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

SQLITE = "django.db.backends.sqlite3"
LEAST_WAIT_SECONDS = 20


@register()
def sqlite_is_safe_for_several_processes(
    app_configs: object, **kwargs: object
) -> list[CheckMessage]:
    return unsafe(settings.DATABASES["default"])


def unsafe(database: dict[str, Any]) -> list[CheckMessage]:
    """What is missing: SQLite's defaults lose writes, because a busy lock fails at once."""
    if database["ENGINE"] != SQLITE:
        return []
    options = database.get("OPTIONS", {})
    asked = str(options.get("init_command", "")).upper().replace(" ", "")
    problems = []
    if "JOURNAL_MODE=WAL" not in asked:
        problems.append(("init_command must hold PRAGMA journal_mode=WAL", "E001"))
    if str(options.get("transaction_mode", "")).upper() != "IMMEDIATE":
        problems.append(("transaction_mode must be IMMEDIATE", "E002"))
    if float(options.get("timeout", 5)) < LEAST_WAIT_SECONDS:
        problems.append((f"timeout must be {LEAST_WAIT_SECONDS} seconds or more", "E003"))
    return [
        Error(
            f"SQLite is not set up to keep answers safe: {what}.",
            hint="Use herefor.site.environment.sqlite(path), or set HEREFOR_DATABASE_URL.",
            id=f"herefor.{number}",
        )
        for what, number in problems
    ]
