"""Cases that belong together: merged and parted again, linked; and those behind which nobody is."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from herefor.answer.models import Case, CaseLink, CaseMerge, Snooze, Spam
from herefor.answer.queries.cases import front_of
from herefor.answer.queries.clocks import running_clocks
from herefor.answer.verbs._common import IN, hold, restate, tell_of
from herefor.answer.verbs.clocks import (
    ANSWER,
    FIRST_ANSWER,
    SETTLED,
    UPDATE,
    move_clock,
    pause_clocks,
    resume_clocks,
    start_clock,
)
from herefor.answer.verbs.handing import withdraw_offers
from herefor.people.models import Account
from herefor.story.clock import now

WORDS = (FIRST_ANSWER, ANSWER, UPDATE)
"""Clocks that any next word of ours pays."""


class NotMerged(Exception):
    """The cases stay two; the message says why."""


def merge_cases(kept: Case, *, merged: Case, by: Account) -> CaseMerge:
    """Tell `merged` within `kept`. Nothing is moved, so that it can be parted again as it was.

    The answer that was owed on the merged case is owed on the kept one, by the earlier time;
    promises and a leader who was asked for go on as they are. Raises NotMerged for the same case,
    one merged already, spam, and for cases of two customers.
    """
    with transaction.atomic():
        hold(kept, merged)
        _refuse(kept, merged)
        owed = running_clocks(merged).filter(what__in=WORDS).first()
        pause_clocks(merged, *WORDS, SETTLED)
        withdraw_offers(merged)
        merge = kept.merges.create(merged=merged, by=by, merged_at=now())
        if owed:
            _owe_by(merge, owed.due_at)
        restate(merged)
        restate(kept)
        tell_of("case merged", merged, by=by, into=kept.reference)
        tell_of("case took in", kept, by=by, other=merged.reference)
    return merge


def part_cases(merge: CaseMerge, *, by: Account) -> Case:
    """Undo a merge: the merged case stands for itself again, and its clocks go on."""
    kept, merged = merge.kept, merge.merged
    with transaction.atomic():
        hold(kept, merged)
        undone = CaseMerge.objects.filter(pk=merge.pk, undone_at=None)
        if not undone.update(undone_at=now(), undone_by=by):
            return merged
        _give_back(merge)
        _go_on(merged)
        restate(kept)
        tell_of("case parted", merged, by=by, other=kept.reference)
        tell_of("case parted", kept, by=by, other=merged.reference)
    return merged


def link_cases(case: Case, *, other: Case, by: Account) -> CaseLink:
    """Two cases have to do with each other and stay two."""
    with transaction.atomic():
        hold(case, other)
        known = CaseLink.objects.filter(case=other, other=case).first()
        if known:
            return known
        link, made = CaseLink.objects.get_or_create(
            case=case, other=other, defaults={"by": by, "linked_at": now()}
        )
        if made:
            tell_of("case linked", case, by=by, other=other.reference)
            tell_of("case linked", other, by=by, other=case.reference)
    return link


def unlink_cases(link: CaseLink, *, by: Account) -> None:
    case, other = link.case, link.other
    with transaction.atomic():
        link.delete()
        tell_of("case unlinked", case, by=by, other=other.reference)
        tell_of("case unlinked", other, by=by, other=case.reference)


def snooze_case(case: Case, *, until: datetime, by: Account) -> Snooze:
    """Out of the inbox until then. Clocks run on, and the case comes back before one runs out."""
    with transaction.atomic():
        hold(case)
        case.snoozes.filter(woken_at=None).update(woken_at=now())
        soonest = running_clocks(case).first()
        if soonest:
            until = min(until, max(soonest.look_at, now()))
        snooze = case.snoozes.create(until=until, by=by, snoozed_at=now())
        tell_of("case snoozed", case, by=by)
    return snooze


def wake_case(case: Case, *, by: Account | None = None) -> None:
    """Back into the inbox: by somebody, or because its time has come."""
    with transaction.atomic():
        if case.snoozes.filter(woken_at=None).update(woken_at=now()):
            tell_of("case woken", case, by=by)


def call_spam(case: Case, *, by: Account) -> Spam:
    """Nobody waits behind this. Its clocks are held, so that it can be taken back."""
    with transaction.atomic():
        hold(case)
        standing = case.spam.filter(undone_at=None).first()
        if standing:
            return standing
        spam = case.spam.create(by=by, said_at=now())
        withdraw_offers(case)
        pause_clocks(case)
        restate(case)
        tell_of("case called spam", case, by=by)
    return spam


def call_genuine(case: Case, *, by: Account) -> Case:
    """It was no spam: the clocks go on with what was left of them."""
    with transaction.atomic():
        hold(case)
        if case.spam.filter(undone_at=None).update(undone_at=now()):
            _go_on(case)
            tell_of("case called genuine", case, by=by)
    return case


def _go_on(case: Case) -> None:
    """One reason to hold its clocks is gone; they go on unless there is another."""
    is_held = case.spam.filter(undone_at=None).exists() or front_of(case) != case
    if not is_held:
        resume_clocks(case)
    restate(case)


def _refuse(kept: Case, merged: Case) -> None:
    if kept == merged:
        raise NotMerged(_("A case cannot be merged into itself."))
    if front_of(merged) != merged or front_of(kept) != kept:
        raise NotMerged(_("One of them is merged into another case already."))
    if Spam.objects.filter(case__in=[kept, merged], undone_at=None).exists():
        raise NotMerged(_("One of them was called spam. Take that back first."))
    one, other = kept.customer, merged.customer
    if one is None or other is None or one.front != other.front:
        raise NotMerged(
            _(
                "They belong to two customers, and each would read what the other wrote. Link "
                "them, or merge the customers first if they are one person."
            )
        )


def _owe_by(merge: CaseMerge, due: datetime) -> None:
    """An answer is owed by then or earlier; what that changed is written on the merge."""
    first = running_clocks(merge.kept).filter(what__in=WORDS).first()
    if first is None:
        merge.clock = start_clock(merge.kept, ANSWER, due=due)
    elif due < first.due_at:
        merge.clock, merge.due_before = first, first.due_at
        move_clock(first, due=due)
    merge.save()


def _give_back(merge: CaseMerge) -> None:
    """What is owed only because of the merge is owed no more, unless the customer wrote since."""
    clock, kept = merge.clock, merge.kept
    heard = kept.messages.filter(direction=IN, said_at__gt=merge.merged_at).exists()
    if clock is None or clock.stopped_at or heard:
        return
    if merge.due_before is None:
        clock.stopped_at = now()
        clock.save()
    else:
        move_clock(clock, due=merge.due_before)
