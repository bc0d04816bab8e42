from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Hall(AppConfig):
    name = "herefor.hall"
    label = "hall"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.hall import channels, story  # noqa: F401
        from herefor.hall.queries.guests import TOPIC
        from herefor.hall.rules import may_host_somewhere
        from herefor.mail.unsubscribing import name_topic
        from herefor.ui.rooms import open_room

        channels.open_all()
        name_topic(TOPIC, _("invitations to town halls"))
        open_room(verb=_("Meet"), url_name="hall:home", may_enter=may_host_somewhere, order=55)
