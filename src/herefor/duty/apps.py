from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Duty(AppConfig):
    name = "herefor.duty"
    label = "duty"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.duty import listeners, story  # noqa: F401
        from herefor.duty.rules import may_enter
        from herefor.ui.rooms import open_room

        open_room(verb=_("Be there"), url_name="duty:home", may_enter=may_enter, order=35)
