"""Everything of a case that is the customer's, to take along: words as JSON, and the files."""

import json
import tempfile
import zipfile
from pathlib import PurePath
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from herefor.answer.models import Case, FollowUp, LeaderRequest, Need, Withdrawal
from herefor.answer.queries.cases import told_within
from herefor.answer.queries.learning import needs_of
from herefor.answer.queries.public import as_data, files_for_customer
from herefor.files.models import File

IN_MEMORY_AT_MOST = 8 * 1024 * 1024


def everything(case: Case) -> dict[str, Any]:
    """What the customer may read, and what she asked for, answered and took back."""
    told = told_within(case)
    return as_data(case) | {
        "leaders_asked_for": [_asked(one) for one in _leaders_asked(told)],
        "asked_again": [_asked_again(one) for one in _follow_ups(told)],
        "taken_back": [_taken_back(one) for one in Withdrawal.objects.filter(case__in=told)],
        "to_be_careful_with": [_noted(need) for need in needs_of(case.customer)],
        "files": [
            {"name": kept.name, "kind": kept.media_type, "bytes": kept.size, "path": path}
            for path, kept in _paths(case)
        ],
    }


def packed(case: Case) -> IO[bytes]:
    """A zip of the JSON and every file, ready to be read. It is gone when it is closed."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_AT_MOST)  # noqa: SIM115  as promised
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packing:
        packing.writestr(f"{case.reference}.json", in_words(case))
        for path, kept in _paths(case):
            at = localtime(kept.kept_at).timetuple()
            within = zipfile.ZipInfo(path, date_time=at[:6])
            within.compress_type = zipfile.ZIP_DEFLATED
            with kept.content.open("rb") as source, packing.open(within, "w") as copy:
                for part in source.chunks():
                    copy.write(part)
    target.seek(0)
    return target


def in_words(case: Case) -> str:
    return json.dumps(everything(case), indent=2, ensure_ascii=False)


def _paths(case: Case) -> list[tuple[str, File]]:
    """A place for each file; the number keeps apart what has the same name."""
    files = files_for_customer(case).order_by("pk")
    return [(f"files/{n}-{_plain(kept.name)}", kept) for n, kept in enumerate(files, start=1)]


def _plain(name: str) -> str:
    """The name alone, which leads nowhere when it is unpacked."""
    return PurePath(name.replace("\\", "/")).name or "file"


def _leaders_asked(told: list[Case]) -> QuerySet[LeaderRequest]:
    return LeaderRequest.objects.filter(case__in=told).select_related("leader").order_by("pk")


def _follow_ups(told: list[Case]) -> QuerySet[FollowUp]:
    mine = FollowUp.objects.filter(settlement__case__in=told)
    return mine.exclude(asked_at=None, answered_at=None).order_by("pk")


def _asked(one: LeaderRequest) -> dict[str, Any]:
    return {
        "leader": one.leader.name,
        "asked_at": one.asked_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
    }


def _asked_again(one: FollowUp) -> dict[str, Any]:
    return {
        "asked_at": one.asked_at.isoformat() if one.asked_at else None,
        "answered_at": one.answered_at.isoformat() if one.answered_at else None,
        "is_put_right": one.is_put_right,
        "had_to_repeat": one.had_to_repeat,
        "words": one.words,
    }


def _noted(need: Need) -> dict[str, Any]:
    return {
        "what": need.get_kind_display(),
        "words": need.words,
        "agreed": need.consent,
        "noted_at": need.noted_at.isoformat(),
    }


def _taken_back(one: Withdrawal) -> dict[str, Any]:
    return {"at": one.withdrawn_at.isoformat(), "reason": one.reason}
