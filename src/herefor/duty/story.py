"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("rota opened", _("{who} opened the rota {name}."))
say("rota changed", _("{who} changed the rota {name}."))
say("rota closed", _("{who} closed the rota {name}."))
say("gap announced", _("{held_by} holds {gaps} gaps in the rota {name} as standing fallback."))
say("override made", _("{who} put {name} on duty in place of whoever was planned."))
say("swap offered", _("{who} offered a shift to {name}."))
say("swap accepted", _("{who} took a shift of {name}."))
say("swap declined", _("{who} did not take the shift of {name}."))
say("swap taken back", _("{who} took back the shift offered to {name}."))
say("chain changed", _("{who} changed who is called, and in which order."))
say("way added", _("{who} added a way to be reached."))
say("way confirmed", _("{who} confirmed a way to be reached."))
say("way removed", _("{who} took away a way to be reached."))
say("quiet hours changed", _("{who} changed their quiet hours."))
say("drill started", _("{who} tried the chain."))
say("drills planned", _("{who} planned {per_month} drills a month."))
say("alarm raised", _("The alarm was raised."))
say("somebody called", _("{name} was called."))
say("alarm acknowledged", _("{who} has it, after {minutes} minutes."))
say("alarm passed on", _("Nobody waits for {name}: {why}."))
say("alarm unanswered", _("Nobody answered {calls} calls. The last of the chain is called on."))
say("alarm stood down", _("The alarm was stood down."))
