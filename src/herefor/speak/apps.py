from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Speak(AppConfig):
    name = "herefor.speak"
    label = "speak"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.speak import listeners, story  # noqa: F401
        from herefor.speak.rules import may_enter
        from herefor.ui.rooms import open_room

        open_room(verb=_("Speak"), url_name="speak:home", may_enter=may_enter, order=50)
