"""How the acts of this room are told."""

from django.utils.translation import gettext_lazy as _

from herefor.story.sentences import say

say("survey started", _("{who} started the survey {name}."))
say("edition begun", _("{who} began edition {number} of the survey."))
say("question reworded", _("{who} put the question {code} in other words."))
say("wave opened", _("{who} opened {wave} of {survey}."))
say("customer invited", _("{who} asked the customer by a personal link."))
say("answer submitted", _("{who} answered the survey."))
say("answers recorded", _("{rows} answers given elsewhere were recorded."))
say("answers imported", _("{who} imported {rows} answers into {wave_name}."))
say("import undone", _("{who} undid the import of {rows} answers."))
