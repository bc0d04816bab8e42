"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("commitment made", _("{who} promised: {promise}."))
say(
    "customers told", _("{who} told those who raised it what was done. Cases reached: {customers}.")
)
say("commitment kept", _("{who} said that the promise is kept."))
