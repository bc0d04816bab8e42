from django.apps import AppConfig


class Listen(AppConfig):
    name = "herefor.listen"
    label = "listen"

    def ready(self) -> None:
        from herefor.listen import story  # noqa: F401  registers its sentences
