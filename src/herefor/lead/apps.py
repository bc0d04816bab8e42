from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Lead(AppConfig):
    name = "herefor.lead"
    label = "lead"

    def ready(self) -> None:
        # Imported here because models are not loaded before.
        from herefor.insight.steps import offer_step
        from herefor.lead import speaking, story  # noqa: F401
        from herefor.lead.rules import may_decide, may_lead
        from herefor.ui.rooms import open_room

        open_room(verb=_("Lead"), url_name="lead:home", may_enter=may_lead, order=10)
        offer_step(_("Decide what to do about it"), url_name="lead:decide", may_take=may_decide)
