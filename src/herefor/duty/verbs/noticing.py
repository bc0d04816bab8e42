"""Before a shift begins, whoever has it is told."""

from datetime import timedelta

from django.db import transaction

from herefor.duty.briefs import more_words
from herefor.duty.models import Notice, Page, Rota
from herefor.duty.queries.watches import AHEAD, Watch, watches_between
from herefor.duty.queries.ways import confirmed_ways, quiet_since
from herefor.duty.verbs.rotas import announce_gaps
from herefor.duty.wording import notice_words
from herefor.story.clock import now

BEFORE = timedelta(hours=1)
PLANNED_AHEAD = timedelta(hours=26)
LOOK_EVERY = timedelta(hours=1)


def look_ahead(rota: Rota) -> bool:
    """Announce gaps that opened by themselves and note whom to tell of what begins soon."""
    with transaction.atomic():
        as_seen = Rota.objects.filter(pk=rota.pk, look_at=rota.look_at)
        if not as_seen.update(look_at=now() + LOOK_EVERY):
            return False
        announce_gaps(rota)
        for watch in watches_between(rota, now(), now() + AHEAD):
            _note(rota, watch)
    return True


def tell_notice(notice: Notice) -> Notice:
    """Write it, if the shift is still theirs; the same notice is written once."""
    with transaction.atomic():
        open_ones = Notice.objects.filter(pk=notice.pk, told_at=None, dropped_at=None)
        if not _is_still_theirs(notice):
            open_ones.update(dropped_at=now())
        elif open_ones.update(told_at=now()):
            _write(notice)
    notice.refresh_from_db()
    return notice


def _note(rota: Rota, watch: Watch) -> None:
    starts_at = watch.from_
    if starts_at is None or not now() < starts_at <= now() + PLANNED_AHEAD:
        return
    told_at = starts_at - BEFORE
    due_at = quiet_since(watch.account, told_at) or told_at
    Notice.objects.get_or_create(
        rota=rota,
        account=watch.account,
        starts_at=starts_at,
        defaults={"ends_at": watch.until, "due_at": due_at},
    )


def _is_still_theirs(notice: Notice) -> bool:
    start, end = notice.starts_at, notice.starts_at + timedelta(minutes=1)
    on = watches_between(notice.rota, start, end)
    return notice.account.is_active and on[0].account == notice.account


def _write(notice: Notice) -> None:
    """By the first way; the others wait, and are used only if it fails."""
    subject, text = notice_words(notice, more=more_words(notice.rota.unit, notice.account))
    for number, way in enumerate(confirmed_ways(notice.account) or [None]):
        Page.objects.create(
            notice=notice,
            account=notice.account,
            way=way,
            subject=subject,
            text=text,
            due_at=notice.starts_at if number else now(),
        )
