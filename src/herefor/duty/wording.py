"""The words of messages: short, first what it is, then what to do."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from herefor.duty.models import Alarm, ContactWay, Notice, Page
from herefor.duty.rules import page_key, way_key

Words = tuple[str, str]
WHEN = "D j M Y, H:i"


def alarm_words(alarm: Alarm) -> Words:
    """Subject and text of a call. A drill says so first and last."""
    subject = alarm.words
    lines = [_("%(unit)s needs somebody now: %(words)s") % _of(alarm)]
    if alarm.is_drill:
        subject = _("Drill: %(words)s") % _of(alarm)
        lines = [
            _("This is a drill. No customer waits."),
            _("Please answer as if one did: %(words)s") % _of(alarm),
        ]
    lines.append(_("Say whether you have it, or the next person is called."))
    if alarm.is_drill:
        lines.append(_("This was a drill."))
    return subject[:200], "\n".join(lines)


def notice_words(notice: Notice, *, more: str) -> Words:
    zone = notice.rota.zone
    held = {
        "rota": notice.rota.name,
        "since": date_format(localtime(notice.starts_at, zone), WHEN),
        "zone": notice.rota.zone_name,
    }
    text = _("You are on duty from %(since)s on (%(zone)s), for %(rota)s.")
    if notice.ends_at:
        held["until"] = date_format(localtime(notice.ends_at, zone), WHEN)
        text = _("You are on duty from %(since)s until %(until)s (%(zone)s), for %(rota)s.")
    subject = _("You are on duty from %(since)s") % held
    return subject[:200], f"{text % held}\n{more}".strip()


def trial_words(way: ContactWay) -> Words:
    confirm = settings.PUBLIC_ADDRESS + reverse("duty:way-confirmed", args=[way_key(way)])
    text = _("Your code is %(code)s. Enter it on the page My duty, or open %(link)s")
    subject = _("Confirm that you can be reached here")
    return subject, text % {"code": way.code, "link": confirm}


def page_link(page: Page) -> str:
    """Where the receiver of a call answers; empty for a message that asks for nothing."""
    if page.step is None:
        return ""
    return settings.PUBLIC_ADDRESS + reverse("duty:call", args=[page_key(page)])


def _of(alarm: Alarm) -> dict[str, str]:
    return {"unit": alarm.unit.name, "words": alarm.words}
