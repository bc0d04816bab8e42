from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class Answer(AppConfig):
    name = "herefor.answer"
    label = "answer"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.answer import listeners, story  # noqa: F401
        from herefor.answer.receipts import who_replies
        from herefor.answer.rules import may_answer
        from herefor.listen.receipt import who_answers
        from herefor.ui.rooms import open_room

        post_migrate.connect(_keep_what_is_found_in_step, sender=self)
        who_answers(who_replies)
        open_room(verb=_("Answer"), url_name="answer:home", may_enter=may_answer, order=30)


def _keep_what_is_found_in_step(**_told: Any) -> None:
    from herefor.answer.search import install

    install()
