"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("column opened", _("{who} opened the column “{name}”."))
say("column changed", _("{who} changed how the column “{name}” works."))
say("post scheduled", _("{who} set the post to be published on {due}."))
say("post not scheduled", _("{who} took the time for publishing back."))
say("post published", _("{who} published the post “{title}”. To be told by mail: {told}."))
say("post changed", _("{who} changed the published post: {why}"))
say("post withdrawn", _("{who} withdrew the post."))
say("comment written", _("Somebody commented."))
say("comment shown", _("{who} shows the comment."))
say("comment refused", _("{who} does not show the comment: {reason}."))
say("comment decided anew", _("{who} took the decision back."))
say("comment taken back", _("Its writer took the comment back."))
say("comment asks", _("The comment asks something and is to be answered."))
say("comment asks nothing", _("{who} says that the comment asks nothing."))
say("comment replied to", _("{who} replied in public."))
say("comment answered", _("{who} answered in public."))
say("asked privately", _("Somebody asked privately."))
say("address confirmed", _("Its writer confirmed the address."))
say("subscription confirmed", _("A reader subscribed."))
say("subscription ended", _("A reader ended the subscription."))
