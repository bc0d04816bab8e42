"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("commitment made", _("{who} promised: {promise}."))
say("customers told", _("{who} told {customers} customers what was done."))
say("commitment kept", _("{who} said that the promise is kept."))
