"""The process of a hub that stands beside the pages. Several listen at one port."""

import os
import sys


def main(host: str, port: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "herefor.site.settings")
    import django

    django.setup()
    from herefor.live.serving import serve  # reads events, so the rooms come first

    serve(host=host, port=port, shared=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
