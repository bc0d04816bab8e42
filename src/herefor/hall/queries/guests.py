"""Who may be invited, and who was."""

from django.db.models import QuerySet

from herefor.hall.models import Guest, TownHall
from herefor.mail.queries import has_unsubscribed
from herefor.people.models import Consent, ContactPoint, Customer, Unit
from herefor.people.queries import and_below

TOPIC = "town halls"


def frame_of(unit: Unit) -> list[int]:
    """Customers who may be asked: they let us ask for their view, have an address, and have not
    said that they want no such letters. In the order of their numbers, so that a seed draws the
    same again."""
    customers = Customer.objects.filter(
        unit__in=and_below(unit),
        merged_into=None,
        consents__purpose=Consent.Purpose.SURVEY,
        consents__withdrawn_at=None,
        contact_points__kind=ContactPoint.Kind.EMAIL,
    )
    ways = customers.order_by("pk").distinct().values_list("pk", "contact_points__value")
    stopped: dict[int, bool] = {}
    for pk, address in ways:
        stopped[pk] = stopped.get(pk, False) or has_unsubscribed(address, TOPIC)
    return [pk for pk, has_stopped in stopped.items() if not has_stopped]


def guests_of(hall: TownHall) -> QuerySet[Guest]:
    return Guest.objects.filter(hall=hall).select_related("customer")
