"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("workshop opened", _("{who} opened the workshop “{name}”."))
say("workshop closed", _("{who} closed the workshop. Voices heard: {voices}."))
say("action agreed", _("{owner} will, by {who}'s word: {words} ({item})."))
say("action done", _("{who} said that it is done: {words}."))
