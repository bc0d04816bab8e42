from django.apps import AppConfig


class Lead(AppConfig):
    name = "herefor.lead"
    label = "lead"

    def ready(self) -> None:
        from herefor.lead import story  # noqa: F401  registers its sentences
