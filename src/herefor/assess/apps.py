from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Assess(AppConfig):
    name = "herefor.assess"
    label = "assess"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.assess import listeners, story  # noqa: F401
        from herefor.assess.rules import may_assess
        from herefor.ui.rooms import open_room

        open_room(verb=_("Assess"), url_name="assess:home", may_enter=may_assess, order=60)
