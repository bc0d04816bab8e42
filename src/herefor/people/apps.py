from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class People(AppConfig):
    name = "herefor.people"
    label = "people"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.people import story  # noqa: F401
        from herefor.people.rules import may_administer
        from herefor.ui.rooms import open_room

        open_room(verb=_("People"), url_name="people:home", may_enter=may_administer, order=90)
