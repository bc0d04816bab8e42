from django.apps import AppConfig


class Mail(AppConfig):
    name = "herefor.mail"
    label = "mail"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.mail import story  # noqa: F401
