"""Everything the leader's page says, gathered: each question with its evidence."""

from datetime import timedelta
from typing import Any

from herefor.insight import pictures
from herefor.insight.choosing import Choice
from herefor.insight.models import Finding
from herefor.insight.queries import (
    LOYALTY,
    at_risk,
    being_measured,
    finding_of,
    gap_of,
    readings,
)
from herefor.insight.shown import shown_to
from herefor.insight.told import too_few_of
from herefor.insight.words import few_words, tie_words, waiting_words, why_not
from herefor.lead import words
from herefor.lead.queries import (
    clear_changes,
    complaints_at,
    last_answer_at,
    leading_at,
    period_of,
    promises_at,
    what_waits_for,
)
from herefor.lead.rules import may_decide
from herefor.people.models import Account
from herefor.story.clock import now


def letter(user: Account, choice: Choice) -> dict[str, Any]:
    """The greeting, what waits, and the evidence of the five questions."""
    period = period_of(choice.wave)
    promises = promises_at(user, unit=choice.unit)
    leading = leading_at(user, unit=choice.unit, period=period)
    waiting = what_waits_for(user)
    measuring = being_measured(user).first()
    last = last_answer_at(user)
    return {
        "choice": choice,
        "now": now(),
        "greeting": words.greeting(),
        "last_answer": last,
        "is_just_now": last is not None and now() - last < timedelta(minutes=1),
        "waits": waiting,
        "waiting_words": words.waiting_words(waiting),
        "promises_waiting_words": words.promises_waiting_words(waiting),
        "waiting": measuring,
        "not_counted": ""
        if measuring or choice.wave is None
        else waiting_words(choice.unit, choice.wave),
        "period": period,
        "promises": promises,
        "promises_words": words.promises_words(promises),
        "leading": leading,
        "leaders_words": words.leaders_words(leading, choice.unit),
        "duty_words": words.duty_words(leading),
        "complaints": words.complaints_words(complaints_at(user, unit=choice.unit, period=period)),
        **_measured(user, choice),
    }


def _measured(user: Account, choice: Choice) -> dict[str, Any]:
    """Questions three to five; or in `why_not` the sentence why there are no numbers."""
    if choice.wave is None:
        return {"why_not": words.nothing_words()}
    finding = finding_of(user, unit=choice.unit, wave=choice.wave)
    if finding is None:
        return {"why_not": words.nobody_words(choice.unit, choice.wave)}
    if reason := why_not(finding, shown_to(user, choice.wave.survey)):
        return {"why_not": reason, "is_hidden": True}
    return _told(user, finding)


def _told(user: Account, finding: Finding) -> dict[str, Any]:
    trend = readings(user, unit=finding.unit, until=finding.wave)
    loyal = readings(user, unit=finding.unit, until=finding.wave, construct=LOYALTY)
    gap, risk = gap_of(finding), at_risk(finding)
    return {
        "finding": finding,
        "satisfaction": trend[-1],
        "satisfaction_points": pictures.trend_points(trend),
        "changed": clear_changes(user, unit=finding.unit, wave=finding.wave)[:2],
        "loyalty": loyal[-1] if loyal else None,
        "loyalty_points": pictures.trend_points(loyal),
        "risk": words.risk_words(risk) if risk else "",
        "few": few_words(too_few_of(finding)),
        "gap": gap,
        "gap_words": words.gap_words(gap) if gap else "",
        "ties": tie_words(gap) if gap else [],
        "fall": pictures.fall(gap) if gap else None,
        "may_decide": may_decide(user, finding),
    }
