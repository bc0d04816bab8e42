"""Who is invited: customers drawn with a seed, or addresses that somebody gives."""

import random
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from herefor.files.models import File
from herefor.files.verbs import keep_file
from herefor.hall.calendar import invitation
from herefor.hall.models import Guest, Sample, TownHall
from herefor.hall.queries.guests import TOPIC, frame_of
from herefor.hall.verbs._common import NotNow, hold, tell_of
from herefor.hall.words import guest_address, invitation_words
from herefor.mail.unsubscribing import unsubscribe_url
from herefor.mail.verbs import NotAnAddress, send_letter
from herefor.people.models import Account, Customer
from herefor.people.queries import ways_to_reach
from herefor.story.clock import now


def draw_sample(hall: TownHall, *, size: int, seed: int, by: Account) -> Sample:
    """Invite customers by lot. The same seed draws the same from the same people."""
    frame = frame_of(hall.unit)
    drawn = random.Random(seed).sample(frame, min(size, len(frame)))  # noqa: S311  to be redrawn
    calendar = _calendar(hall)
    with transaction.atomic():
        _before_it_is_over(hall)
        sample = Sample.objects.create(
            hall=hall, size=len(drawn), frame=len(frame), seed=seed, by=by, drawn_at=now()
        )
        for customer in Customer.objects.filter(pk__in=drawn).order_by("pk"):
            point = ways_to_reach(customer).filter(kind="email").first()
            if point is not None:
                _invite(
                    Guest(
                        hall=hall,
                        customer=customer,
                        sample=sample,
                        address=point.value,
                        name=customer.name,
                        by=by,
                    ),
                    calendar=calendar,
                )
        tell_of("hall sample drawn", hall, hall=hall, by=by, n=len(drawn), seed=seed)
    return sample


def invite_addresses(hall: TownHall, *, addresses: Iterable[str], by: Account) -> list[Guest]:
    """Invite people whose addresses somebody gave, each once."""
    calendar = _calendar(hall)
    with transaction.atomic():
        _before_it_is_over(hall)
        given = [
            _invite(Guest(hall=hall, address=address.lower(), by=by), calendar=calendar)
            for address in addresses
        ]
        invited = [guest for guest in given if guest is not None]
        tell_of("hall guests invited", hall, hall=hall, by=by, n=len(invited))
    return invited


def _invite(guest: Guest, *, calendar: File) -> Guest | None:
    """Nobody twice; nothing for an address that is none."""
    hall = guest.hall
    if Guest.objects.filter(hall=hall, address=guest.address).exists():
        return None
    guest.invited_at = now()
    guest.save()
    language = guest.customer.language if guest.customer else translation.get_language()
    with translation.override(language):
        subject = _("You are invited: %(title)s") % {"title": hall.title}
        stop = unsubscribe_url(guest.address, TOPIC)
        text = invitation_words(hall, address=guest_address(guest), stop=stop)
    try:
        send_letter(
            to=guest.address,
            to_name=guest.name,
            subject=subject,
            text=text,
            once=f"hall-invitation-{guest.pk}",
            about=hall,
            unit=hall.unit,
            files=[calendar],
            may_stop=TOPIC,
            auto=True,
        )
    except NotAnAddress:
        guest.delete()
        return None
    return guest


def _calendar(hall: TownHall) -> File:
    content = invitation(hall, made_at=timezone.now())
    return keep_file("town-hall.ics", content, media_type="text/calendar")


def _before_it_is_over(hall: TownHall) -> None:
    if hold(hall).is_over:
        raise NotNow(_("It is over."))
