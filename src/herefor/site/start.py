"""What every start does before pages are served: check, migrate, find or make the data."""

import os
import sys
from pathlib import Path


def prepare(*, data: Path, host: str, port: int, demo: bool) -> None:
    """Name the settings, refuse what is unsafe and bring the database up to date.

    Raises SystemExit with a sentence when a setting or a check forbids the start.
    """
    os.environ["HEREFOR_DATA"] = str(data)
    os.environ["HEREFOR_DEMO"] = "yes" if demo else "no"
    os.environ.setdefault("HEREFOR_ADDRESS", f"http://{bracketed(host)}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
    django_setup()
    from django.core.checks import run_checks
    from django.core.management import call_command

    serious = [found for found in run_checks() if found.is_serious()]
    if serious:
        sys.exit("\n".join(f"{found.msg} {found.hint or ''}" for found in serious))
    call_command("migrate", verbosity=0, interactive=False)


def django_setup() -> None:
    """Load the rooms; a bad setting becomes a sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"The program does not start: {error}")


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
