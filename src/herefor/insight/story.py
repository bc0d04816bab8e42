"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("wave measured", _("The wave {wave} was measured: {findings} findings."))
