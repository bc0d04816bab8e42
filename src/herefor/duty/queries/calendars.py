"""Which shifts stand in a calendar feed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from herefor.duty.feeds import Shift, stamp
from herefor.duty.models import Feed, Rota
from herefor.duty.queries.plans import stretches
from herefor.duty.queries.watches import REASONS, rotas_naming
from herefor.duty.rota_arithmetic import Stretch
from herefor.people.models import Account

BACK = timedelta(weeks=5)
AHEAD = timedelta(weeks=26)


def shifts_in(feed: Feed, at: datetime) -> list[Shift]:
    """Of the person, in every rota that names them; or of everybody in one rota."""
    rotas: Iterable[Rota] = [feed.rota] if feed.rota else rotas_naming(feed.account)
    return [
        shift
        for rota in rotas
        for shift in _shifts(rota, at, only=None if feed.rota else feed.account)
    ]


def _shifts(rota: Rota, at: datetime, *, only: Account | None) -> Iterable[Shift]:
    start, end = at - BACK, at + AHEAD
    held = stretches(rota, start, end)
    people = Account.objects.in_bulk({one.person for one in held})
    for one in held:
        if only is None or one.person == only.pk:
            begins = one.began if one.start == start and not one.is_gap else one.start
            said = {"who": people[one.person].name, "rota": rota.name}
            words = _("On duty: %(rota)s") if only else "%(who)s: %(rota)s"
            reason = str(REASONS[one.because])
            yield Shift(_uid(rota, one, begins), begins, one.end, words % said, reason)


def _uid(rota: Rota, one: Stretch, begins: datetime) -> str:
    """Of the turn and where its piece begins: the same whenever the feed is read."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "herefor"
    return f"rota-{rota.pk}-{one.because}-{one.source}-{stamp(one.began)}-{stamp(begins)}@{host}"
