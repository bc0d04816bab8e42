"""The web process: Django's pages and the live hub in one process, on one port."""

import os
import sys
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from herefor.site.run import THREADS


def main(host: str, port: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
    import django

    django.setup()
    from herefor.live.serving import serve  # reads events, so the rooms come first
    from herefor.site.wsgi import application

    pages: Any = WSGIMiddleware(cast("Any", application), workers=THREADS)
    serve(host=host, port=port, pages=pages)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
