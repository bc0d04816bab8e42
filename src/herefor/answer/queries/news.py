"""What happened since somebody looked: in the inbox, and on the case they have before them."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from herefor.answer.models import Case, Message, Presence
from herefor.answer.queries.cases import told_within
from herefor.answer.queries.inbox import inbox
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.models import Event

PRESENT = timedelta(seconds=30)
TYPING = timedelta(seconds=15)
MOST_EVENTS = 500


def newest_event() -> int:
    """The mark of the newest thing that happened anywhere."""
    return Event.objects.aggregate(newest=Max("pk"))["newest"] or 0


def news_of_inbox(user: Account, *, view: str, since: int, shown: set[int]) -> str:
    """One line: how many cases came into this view, and how many of it changed; empty for none."""
    kind = ContentType.objects.get_for_model(Case)
    events = Event.objects.filter(pk__gt=since, about_type=kind).exclude(by=user)
    touched = set(events.order_by("-pk").values_list("about_id", flat=True)[:MOST_EVENTS])
    if not touched:
        return ""
    here = set(inbox(user, view).filter(pk__in=touched).values_list("pk", flat=True))
    new, changed = here - shown, shown & touched
    lines = []
    if new:
        lines.append(ngettext("%(n)d new", "%(n)d new", len(new)) % {"n": len(new)})
    if changed:
        lines.append(ngettext("%(n)d changed", "%(n)d changed", len(changed)) % {"n": len(changed)})
    return ", ".join(lines)


def news_of_case(case: Case, user: Account, *, since: int) -> str:
    """Who wrote since then; empty for nobody."""
    said = Message.objects.filter(case__in=told_within(case), pk__gt=since)
    newest = said.exclude(author=user).select_related("author").order_by("-pk").first()
    if newest is None:
        return ""
    if newest.direction == Message.Direction.IN:
        who = str(case.customer) if case.customer else _("The customer")
    else:
        who = str(newest.author)
    return _("%(name)s wrote just now.") % {"name": who}


def newest_said(case: Case) -> int:
    said = Message.objects.filter(case__in=told_within(case))
    return said.aggregate(newest=Max("pk"))["newest"] or 0


def others_here(case: Case, user: Account) -> str:
    """Who else has the case open, and whether they are typing; empty for nobody."""
    present = Presence.objects.filter(case=case, seen_at__gt=now() - PRESENT).exclude(account=user)
    people = list(present.select_related("account").order_by("account__name"))
    typing = [one for one in people if one.typed_at and one.typed_at > now() - TYPING]
    names = ", ".join(one.account.name for one in (typing or people))
    if typing:
        return ngettext("%(names)s is typing here.", "%(names)s are typing here.", len(typing)) % {
            "names": names
        }
    if people:
        return ngettext("%(names)s has it open.", "%(names)s have it open.", len(people)) % {
            "names": names
        }
    return ""
