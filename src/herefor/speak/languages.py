"""Languages of posts: every one Django knows by name, whatever the pages are translated to."""

from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header


def choices() -> list[tuple[str, str]]:
    """Code and the language's own name, by name."""
    named = {
        code: str(info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info
    }
    return sorted(((code, name) for code, name in named.items()), key=lambda one: one[1].casefold())


def name_of(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name_local", code))


def direction_of(code: str) -> str:
    return "rtl" if LANG_INFO.get(code, {}).get("bidi") else "ltr"


def best_of(available: Iterable[str], *, request: HttpRequest) -> str:
    """The one the reader's browser asks for first; else the first there is."""
    known = list(available)
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        for code in known:
            if (
                wanted == "*"
                or code == wanted
                or code.partition("-")[0] == wanted.partition("-")[0]
            ):
                return code
    return known[0] if known else ""
