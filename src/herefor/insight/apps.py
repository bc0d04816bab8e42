from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Insight(AppConfig):
    name = "herefor.insight"
    label = "insight"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.insight import listeners, speaking, story  # noqa: F401
        from herefor.insight.rules import may_measure
        from herefor.ui.rooms import open_room

        open_room(verb=_("Measure"), url_name="insight:home", may_enter=may_measure, order=20)
