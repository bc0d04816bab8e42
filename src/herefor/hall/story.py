"""How the acts of this room are told. No word of a question is in them."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("hall planned", _("{who} planned this town hall."))
say("hall changed", _("{who} changed what was planned."))
say("hall called off", _("{who} called it off."))
say("hall sample drawn", _("{who} invited {n} customers by lot, with the seed {seed}."))
say("hall guests invited", _("{who} invited {n} people by their addresses."))
say("hall began", _("{who} began."))
say("hall ended", _("{who} ended it."))
say("hall question asked", _("{who} asked question {number}."))
say("hall question shown", _("{who} let question {number} through."))
say("hall question held", _("{who} held question {number} back."))
say("hall question voted", _("Somebody wants to know it too."))
say("hall vote taken back", _("Somebody took their vote back."))
say("hall answer begun", _("{leader} began to answer question {number}."))
say("hall answer stopped", _("Question {number} was put back."))
say("hall question answered", _("{leader} answered question {number}."))
say("hall answer owed", _("{owner} answers question {number} afterwards."))
say("hall asker told", _("Whoever asked question {number} was answered alone."))
say("hall poll opened", _("{who} opened a poll."))
say("hall poll closed", _("{who} closed a poll."))
say("hall poll voted", _("Somebody voted in a poll."))
say("hall line said", _("A line of what was said was typed."))
say("hall typist link withdrawn", _("{who} withdrew the address for typing what is said."))
say("hall line corrected", _("{who} corrected a line of what was said."))
say("hall call answered", _("A caller listens."))
say("hall caller asks", _("A caller wants to ask something."))
say("hall call ended", _("A caller has gone."))
say("hall calls asked for", _("{who} had {n} people called."))
