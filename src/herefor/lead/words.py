"""The answers to the five questions as sentences, right for none, one and many."""

from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import naturalday
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.answer.models import Case
from herefor.answer.queries import Standing
from herefor.insight.queries import Gap, Held, Share
from herefor.insight.words import listed, spoken
from herefor.lead.models import Commitment
from herefor.lead.queries import Leading, Promises, Waiting
from herefor.listen.models import Wave
from herefor.people.models import Unit
from herefor.story.clock import now
from herefor.ui.templatetags.ui import count, points

NOON, EVENING = 12, 18


def greeting() -> str:
    hour = localtime(now()).hour
    if hour < NOON:
        return _("Good morning.")
    return _("Good afternoon.") if hour < EVENING else _("Good evening.")


def waiting_words(waiting: Waiting) -> str:
    """Customers first."""
    if not waiting.customers or waiting.since is None:
        return ""
    words = {"n": count(waiting.customers), "day": naturalday(localdate(waiting.since), "j F")}
    if localdate(waiting.since) == localdate(now()):
        return (
            ngettext(
                "%(n)s customer is waiting for you.",
                "%(n)s customers are waiting for you.",
                waiting.customers,
            )
            % words
        )
    return (
        ngettext(
            "%(n)s customer is waiting for you, since %(day)s.",
            "%(n)s customers are waiting for you, one since %(day)s.",
            waiting.customers,
        )
        % words
    )


def promises_waiting_words(waiting: Waiting) -> str:
    told = []
    if waiting.late:
        told.append(
            ngettext(
                "%(n)s promise of yours is late.",
                "%(n)s promises of yours are late.",
                len(waiting.late),
            )
            % {"n": count(len(waiting.late))}
        )
    if waiting.due:
        told.append(
            ngettext(
                "%(n)s promise of yours is due within a week.",
                "%(n)s promises of yours are due within a week.",
                len(waiting.due),
            )
            % {"n": count(len(waiting.due))}
        )
    return " ".join(told)


def promises_words(promises: Promises) -> str:
    """As in: 3 commitments are kept, 1 is late, 2 are open."""
    if not promises.made:
        return _("No leader has committed to anything yet.")
    kept = (
        ngettext("%(n)s commitment is kept", "%(n)s commitments are kept", promises.kept)
        % {"n": count(promises.kept)}
        if promises.kept
        else _("No commitment is kept yet")
    )
    late = ngettext("%(n)s is late", "%(n)s are late", promises.late)
    still = ngettext("%(n)s is open", "%(n)s are open", promises.open)
    told = [
        kept,
        *([late % {"n": count(promises.late)}] if promises.late else []),
        *([still % {"n": count(promises.open)}] if promises.open else []),
    ]
    return f"{listed(told)}."


def leaders_words(leading: Leading, unit: Unit) -> list[str]:
    """Who leads the unit, and whom they answered in person in the last 30 days."""
    if not leading.leaders:
        return [_("Nobody leads %(unit)s.") % {"unit": unit}]
    if len(leading.leaders) == 1:
        (leader, answered), *_others = leading.leaders
        return [_one_leads(answered) % {"name": leader, "unit": unit, "n": count(answered)}]
    names = listed([leader.name for leader, _n in leading.leaders])
    lead = _("%(names)s lead %(unit)s.") % {"names": names, "unit": unit}
    if not any(answered for _leader, answered in leading.leaders):
        return [lead, _("None of them answered a customer in person in the last 30 days.")]
    return [
        lead,
        *(
            _answered(answered) % {"name": leader, "n": count(answered)}
            for leader, answered in leading.leaders
        ),
    ]


def duty_words(leading: Leading) -> str:
    """Who is there for customers now, and whether the coming week is covered."""
    said = {"name": leading.on_duty.account.name, "leader": leading.leader_on_duty.account.name}
    if leading.covered is None:
        return _("There is no duty rota yet; until there is, %(name)s is called.") % said
    if leading.on_duty.until:
        said["until"] = date_format(localtime(leading.on_duty.until), "l, H:i")
        there = _("%(name)s is on duty until %(until)s, %(leader)s as leader.") % said
    else:
        there = _("%(name)s is on duty, %(leader)s as leader.") % said
    if leading.covered == 1:
        return there
    share = {"percent": round(100 * (1 - leading.covered))}
    return f"{there} " + _("%(percent)d %% of the coming week has a stand-in only.") % share


def _one_leads(answered: int) -> str:
    if not answered:
        return _("%(name)s leads %(unit)s and answered no customer in person in the last 30 days.")
    return ngettext(
        "%(name)s leads %(unit)s and answered %(n)s customer in person in the last 30 days.",
        "%(name)s leads %(unit)s and answered %(n)s customers in person in the last 30 days.",
        answered,
    )


def _answered(answered: int) -> str:
    if not answered:
        return _("%(name)s answered no customer in person in the last 30 days.")
    return ngettext(
        "%(name)s answered %(n)s customer in person in the last 30 days.",
        "%(name)s answered %(n)s customers in person in the last 30 days.",
        answered,
    )


def complaints_words(dealt: Standing) -> str:
    if not dealt.opened:
        return _("No complaint was opened.")
    opened = ngettext(
        "%(n)s complaint was opened", "%(n)s complaints were opened", dealt.opened
    ) % {"n": count(dealt.opened)}
    confirmed = (
        ngettext(
            "%(n)s is confirmed as put right by the customer",
            "%(n)s are confirmed as put right by the customer",
            dealt.confirmed,
        )
        % {"n": count(dealt.confirmed)}
        if dealt.confirmed
        else _("none is confirmed as put right by the customer yet")
    )
    told = f"{opened}, {confirmed}."
    if dealt.median_wait is None:
        return told
    wait = _("Half of the first answers took %(wait)s or less.")
    return f"{told} {wait % {'wait': wait_words(dealt.median_wait)}}"


def wait_words(wait: timedelta) -> str:
    """A wait as one would say it: minutes under an hour, hours under two days, then days."""
    minutes = round(wait / timedelta(minutes=1))
    hours, days = round(wait / timedelta(hours=1)), round(wait / timedelta(days=1))
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if hours < 48:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def risk_words(share: Share) -> str:
    of = {"of": count(share.n), "n": count(share.successes)}
    if not share.successes:
        return _("None of the %(of)s who answered is at risk of leaving.") % of
    return (
        ngettext(
            "%(n)s of %(of)s who answered is at risk of leaving",
            "%(n)s of %(of)s who answered are at risk of leaving",
            share.successes,
        )
        % of
        + f" ({percent_words(share)})."
    )


def percent_words(share: Share) -> str:
    """As in 23 %, interval 20 to 26."""
    return _("%(value)s %%, interval %(low)s to %(high)s") % {
        "value": points(100 * share.value, 0),
        "low": points(100 * share.low, 0),
        "high": points(100 * share.high, 0),
    }


def gap_words(gap: Gap) -> str:
    """Which driver holds most; several when they cannot be told apart."""
    if not any(bar.low > 0 for bar in gap.bars):
        return _("No driver clearly holds any of them.")
    first = gap.bars[0]
    tied = gap.tied_with(first.name)
    if tied:
        names = listed([spoken(bar.name) for bar in gap.bars if bar.name in {first.name, *tied}])
        return _("%(names)s hold the most and cannot be told apart.") % {"names": names}
    return _("%(name)s holds about %(n)s of them (%(low)s to %(high)s).") % held(first)


def holding_words(bar: Held) -> str:
    """A driver to choose, and what it holds of the missing points."""
    if bar.low <= 0:
        return _("%(name)s, which holds nothing clear (%(low)s to %(high)s)") % held(bar)
    return _("%(name)s, which holds about %(n)s (%(low)s to %(high)s)") % held(bar)


def chosen_words(chosen: int, offered: int, wave: Wave) -> str:
    """How many will be told, of how many who could be."""
    return ngettext(
        "%(chosen)s of %(n)s case raised in %(wave)s is chosen",
        "%(chosen)s of %(n)s cases raised in %(wave)s are chosen",
        offered,
    ) % {"chosen": count(chosen), "n": count(offered), "wave": wave}


def held(bar: Held) -> dict[str, str]:
    """What a driver holds of the missing points, as words for a sentence."""
    return {
        "name": spoken(bar.name),
        "n": points(bar.value, 0),
        "low": points(bar.low, 0),
        "high": points(bar.high, 0),
    }


def case_words(case: Case) -> str:
    """A customer and what they raised, as one line to choose by."""
    return f"{case.customer or _('A customer')}: {case.title} ({case.reference})"


def expected_words(commitment: Commitment) -> str:
    """As in: 25 points of 1000, which is 2.5 of 100."""
    expected = commitment.points_expected or 0
    whole = expected == round(expected)
    return ngettext(
        "%(n)s point of 1000, which is %(of_100)s of 100",
        "%(n)s points of 1000, which is %(of_100)s of 100",
        round(expected) if whole else 2,
    ) % {
        "n": points(expected, 0 if whole else 1),
        "of_100": points(commitment.points_of_100, 1 if whole else 2),
    }


def state_words(commitment: Commitment) -> str:
    if commitment.is_kept:
        return _("kept")
    return _("late") if commitment.is_late else _("open")


def reach_words(cases: int) -> str:
    return ngettext(
        "It goes as a message to %(n)s customer, on the case. It cannot be taken back.",
        "It goes as a message to %(n)s customers, on the case of each. It cannot be taken back.",
        cases,
    ) % {"n": count(cases)}


def nothing_words() -> str:
    return _(
        "Nothing has been measured yet. Open a wave, share its link with customers, and the "
        "answer appears here by itself."
    )


def nobody_words(unit: Unit, wave: Wave) -> str:
    return _("Nobody answered about %(unit)s in %(wave)s.") % {"unit": unit, "wave": wave}
