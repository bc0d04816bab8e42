from django.apps import AppConfig


class People(AppConfig):
    name = "herefor.people"
    label = "people"

    def ready(self) -> None:
        from herefor.people import story  # noqa: F401  registers its sentences
