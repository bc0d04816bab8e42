"""By what somebody is reached now, and whether they would rather not be."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from herefor.duty.models import ContactWay, QuietHours
from herefor.duty.rota_arithmetic import to_utc
from herefor.people.models import Account

DAY = timedelta(days=1)


def confirmed_ways(account: Account) -> list[ContactWay]:
    """In the order in which they are tried."""
    ways = ContactWay.objects.filter(account=account, removed_at=None, verified_at__isnull=False)
    return list(ways.order_by("order", "pk"))


def without_a_way(accounts: list[Account]) -> list[Account]:
    """Those nobody could reach but by a letter to the address they sign in with."""
    reached = ContactWay.objects.filter(removed_at=None, verified_at__isnull=False)
    able = set(reached.filter(account__in=accounts).values_list("account", flat=True))
    return [account for account in accounts if account.pk not in able]


def is_quiet(account: Account, at: datetime) -> bool:
    return quiet_since(account, at) is not None


def quiet_since(account: Account, at: datetime) -> datetime | None:
    """When the quiet hours began in which the moment lies; None if it lies in none."""
    quiet = QuietHours.objects.filter(account=account).first()
    if quiet is None:
        return None
    zone = ZoneInfo(quiet.zone_name)
    today = at.astimezone(zone).date()
    for day in (today - DAY, today):
        last = day if quiet.begins < quiet.ends else day + DAY
        begins = to_utc(datetime.combine(day, quiet.begins), zone)
        ends = to_utc(datetime.combine(last, quiet.ends), zone)
        if begins <= at < ends:
            return begins
    return None
