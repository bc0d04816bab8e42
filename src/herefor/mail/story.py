"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("mailbox set up", _("{who} set up the mailbox {address}."))
say("mailbox changed", _("{who} changed the mailbox {address}."))
say("mail paused", _("{who} stopped sending from {address}."))
say("mail released", _("{who} let sending from {address} go on."))
say(
    "mail ceiling reached",
    _("More letters were due from {address} in a minute than allowed. Sending stopped."),
)
say("mail cannot be sent", _("Nothing could be sent from {address} for a while."))
say("mail is sent again", _("Letters from {address} go out again."))
say("letter queued", _("A letter was written."))
say("letter withdrawn", _("{who} withdrew a letter before it was sent."))
say("letter failed", _("A letter could not be sent."))
say("letter in doubt", _("Nobody can tell whether a letter was sent. It waits for a decision."))
say("letter sent again", _("{who} had a letter sent again."))
say("letter taken for sent", _("{who} noted that a letter has arrived."))
say("letter bounced", _("A letter came back."))
say("letter received", _("A letter came in."))
say("letter kept", _("A letter that nobody needs to answer came in and was kept."))
say("letter held", _("A letter came in that could not be read. It is kept and waits."))
say("held letter taken in", _("{who} had a letter read that could not be read before."))
say("held letter settled", _("{who} dealt with a letter that could not be read."))
say(
    "mail loop suspected",
    _("Too many letters came from one sender within an hour. They are kept and not answered."),
)
say("mail imported", _("{letters} old letters were brought in as history."))
say("unsubscribed", _("A recipient unsubscribed."))
say("subscribed again", _("A recipient asked for letters again."))
say("address released", _("{who} allowed letters to an address that had bounced."))
