"""The web process: Django's pages under WSGI, a few threads, one worker."""

import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from herefor.site.run import THREADS


def main(host: str, port: int) -> None:
    Server(
        "herefor.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
