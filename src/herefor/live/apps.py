from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class Live(AppConfig):
    name = "herefor.live"
    label = "live"

    def ready(self) -> None:
        # This room has no tables, so nobody signals that they were migrated.
        post_migrate.connect(_let_the_database_call, sender=apps.get_app_config("story"))


def _let_the_database_call(**_told: Any) -> None:
    # Imported here because the tables are not there before.
    from herefor.live.backends import install

    install()
