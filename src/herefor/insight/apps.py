from django.apps import AppConfig


class Insight(AppConfig):
    name = "herefor.insight"
    label = "insight"

    def ready(self) -> None:
        from herefor.insight import listeners, story  # noqa: F401  register themselves
