"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("organisation set up", _("{who} set up the organisation."))
say("unit opened", _("{who} opened the unit {name}."))
say("account made", _("{who} made an account for {name}."))
say("sign-in link made", _("{who} made a sign-in link for {name}."))
say("password chosen", _("{who} chose a password."))
say("role given", _("{who} made {name} {role} at {at_unit}."))
say("role withdrawn", _("{who} took back {name}'s role as {role} at {at_unit}."))
say("settings changed", _("{who} changed what the organisation promises."))
say("customer met", _("The customer was entered."))
say("contact allowed", _("{who} allowed us to answer."))
say("asking allowed", _("{who} allowed us to ask for their view."))
say("asking refused", _("{who} does not want to be asked for their view any more."))
say("customers merged", _("{who} said that two records are one person."))
say("customers parted", _("{who} said that they are two persons after all."))
