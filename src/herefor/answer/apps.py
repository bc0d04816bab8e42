from django.apps import AppConfig


class Answer(AppConfig):
    name = "herefor.answer"
    label = "answer"

    def ready(self) -> None:
        from herefor.answer import listeners, story  # noqa: F401  register themselves
