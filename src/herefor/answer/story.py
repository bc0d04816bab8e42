"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("case opened", _("A case was opened and given to {owner}. First answer due {due}."))
say("case given", _("{who} gave the case to {owner}."))
say("customer wrote", _("{who} wrote."))
say("case answered", _("{who} answered."))
say("case noted", _("{who} noted something for us."))
say("case settled", _("{who} asked the customer whether it is put right."))
say("settlement confirmed", _("{who} confirmed that it is put right. The case is closed."))
say("case reopened", _("{who} said that it is not put right. The case is open again."))
say("customer told", _("{who} told the customer what came of it."))
