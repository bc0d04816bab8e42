"""Commands that start the program and look after it."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

Port = Annotated[int, typer.Option(help="The one port everything is served on.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="The address to listen on.")]
Data = Annotated[Path, typer.Option(help="The folder that holds all data.", file_okay=False)]


def demo(port: Port = 8000, data: Data = Path("data/demo")) -> None:
    """Start a made-up, living organisation to walk through."""
    from herefor.site.start import prepare

    host = "127.0.0.1"
    prepare(data=data.resolve(), host=host, port=port, demo=True)
    from herefor.demo.doors import addresses
    from herefor.demo.make import make_if_missing

    make_if_missing(say=_say)
    base = f"http://{host}:{port}"

    def ready() -> None:
        for role, path in addresses().items():
            _say(f"{role}: {base}{path}")
        _say(f"Ready: {base}/")

    _serve(host=host, port=port, ready=ready)


def up(port: Port = 8000, data: Data = Path("data"), host: Host = "127.0.0.1") -> None:
    """Start the program for your own organisation."""
    from herefor.site.start import bracketed, prepare

    prepare(data=data.resolve(), host=host, port=port, demo=False)
    from herefor.people.queries import is_set_up
    from herefor.site.setup import set_up_address

    def ready() -> None:
        if not is_set_up():
            _say(f"Set up your organisation, once: {set_up_address()}")
        _say(f"Ready: http://{bracketed(host)}:{port}/")

    _serve(host=host, port=port, ready=ready)


def set_up_link(data: Data = Path("data"), port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Print the one-time link with which the organisation is set up."""
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host=host, port=port, demo=False)
    from herefor.people.queries import is_set_up
    from herefor.site.setup import set_up_address

    if is_set_up():
        sys.exit("The organisation is already set up; sign in, or ask an administrator for a link.")
    _say(set_up_address())


def doctor(data: Data = Path("data")) -> None:
    """Say whether settings, database and the chain of events are sound."""
    from herefor.site.start import prepare

    prepare(data=data.resolve(), host="127.0.0.1", port=8000, demo=False)
    from herefor.insight.queries import what_is_behind
    from herefor.story.queries import check_chain

    chain = check_chain()
    _say("Settings and database are sound.")
    if chain.holds:
        _say(f"The chain of {chain.length:,} events holds.")
    for behind in what_is_behind():
        _say(behind)
    if not chain.holds:
        sys.exit(
            f"The chain of events is broken at event {chain.first_broken}: it, or one before it, "
            "was changed or lost outside the program. Compare with a backup; nothing was repaired."
        )


def _serve(*, host: str, port: int, ready: Callable[[], None]) -> None:
    from herefor.site.run import PortTaken, serve

    try:
        serve(host=host, port=port, ready=ready)
    except PortTaken as error:
        sys.exit(f"Nothing was started: another program has {error}. Choose another --port.")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  the terminal is where this is read
