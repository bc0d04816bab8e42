from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Listen(AppConfig):
    name = "herefor.listen"
    label = "listen"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.listen import story  # noqa: F401
        from herefor.listen.rules import may_ask
        from herefor.ui.rooms import open_room

        open_room(verb=_("Listen"), url_name="listen:home", may_enter=may_ask, order=40)
