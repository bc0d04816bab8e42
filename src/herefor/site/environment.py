"""What the environment says, read once, in plain types. A bad value stops the start by name."""

import os
import ssl
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import get_random_string

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that NAME_FILE points at."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={path}: {error.strerror}.") from error
    return os.environ.get(name, default)


def yes_or_no(name: str, *, default: bool = False) -> bool:
    word = text(name, "yes" if default else "no").lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    raise ImproperlyConfigured(f"{name}={word!r} is neither yes nor no.")


def number(name: str, default: int) -> int:
    said = text(name, str(default))
    if said.isascii() and said.isdigit():
        return int(said)
    raise ImproperlyConfigured(f"{name}={said!r} is not a whole number.")


def place(name: str, default: str = "") -> str:
    """`host:port` to listen at, or nothing."""
    said = text(name, default)
    host, _, port = said.rpartition(":")
    if said and not (host and port.isdigit() and 0 < int(port) < 65536):
        raise ImproperlyConfigured(f"{name}={said!r} is not host:port, as in 127.0.0.1:2424.")
    return said


def certificates(name: str) -> str:
    """The path of a file with certificates (PEM), or nothing."""
    path = text(name)
    if path:
        try:
            ssl.create_default_context(cafile=path)
        except (OSError, ssl.SSLError) as error:
            raise ImproperlyConfigured(f"{name}={path}: no certificates there.") from error
    return path


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    path = Path(text(name, default)).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path}: {error.strerror}.") from error
    return path


def secret_key(name: str, *, kept_in: Path) -> str:
    """The secret from the environment, or one made at the first start and kept beside the data."""
    if given := text(name):
        return given
    path = kept_in / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8").strip()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(get_random_string(50))
    return path.read_text(encoding="utf-8").strip()


def database(name: str, *, data: Path) -> dict[str, object]:
    """`postgres://user:password@host:port/name`, or nothing for SQLite in the data folder."""
    address = text(name)
    if not address:
        return sqlite(data / "herefor.sqlite3")
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with postgres://, not {parts.scheme}://.")
    socket_folder = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/") or "herefor",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(socket_folder.get("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, object]:
    """SQLite as it is safe for several processes; `site.checks` refuses anything less."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
