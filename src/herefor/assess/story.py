"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("workshop opened", _("{who} opened the workshop “{name}”."))
say("workshop closed", _("{who} closed the workshop. Voices heard: {voices}."))
say("action agreed", _("{owner} will, by {who}'s word: {words} ({item})."))
say("action done", _("{who} said that it is done: {words}."))
say("assessment opened", _("{who} began the assessment “{name}”."))
say("seat given", _("{who} invited {name} as {role}."))
say("no tie declared", _("{who} declared to have no tie to the applicant."))
say("tie declared", _("{who} declared a tie to the applicant. The seat is closed."))
say("lead handed over", _("{who} has a tie and handed the lead over to {name}."))
say("stage entered", _("{who} moved the assessment on. Stage: {stage}."))
say("seat released", _("{who} let {name} go from the team."))
say("marks opened", _("{who} opened the marks to the team."))
say("key factor named", _("{who} named a key factor."))
say("key factor changed", _("{who} changed a key factor."))
say("key factor taken back", _("{who} took a key factor back."))
say("answer written", _("{who} wrote version {number} of the answer to {item}."))
say("answers clash", _("{who} and {other} wrote at {item} at the same time. Both texts are kept."))
say("evidence named", _("{who} named evidence for {item}."))
say("evidence taken back", _("{who} took evidence for {item} back."))
say("scorebook handed in", _("{who} handed in the scorebook."))
say("item marked again", _("{who} marked {item} again."))
say("comments clash", _("{who} and {other} changed a comment on {item}. Both are kept."))
say("comment dropped", _("{who} dropped a comment on {item}."))
say("item lead named", _("{who} asked {name} to lead {item}."))
say("mark agreed", _("{who} wrote down the mark that the team agreed on for {item}."))
say("site issue raised", _("{who} raised an issue of {item} for the visit."))
say("site issue settled", _("{who} wrote down what the visit found on {item}."))
say("judge recommended", _("{who} gave a recommendation."))
