"""Named reads about people and units."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from herefor.people.models import (
    Account,
    Consent,
    ContactPoint,
    Customer,
    Organisation,
    Role,
    SignInLink,
    Unit,
)
from herefor.people.rules import Visitor, units_visible_to
from herefor.story.clock import now
from herefor.story.models import Event
from herefor.story.sentences import Sentence, sentence_of


def the_organisation() -> Organisation | None:
    return Organisation.objects.first()


def smallest_group() -> int:
    """Results of fewer answers than this are shown to nobody."""
    organisation = the_organisation()
    return organisation.smallest_group if organisation else 5


def is_set_up() -> bool:
    return Organisation.objects.exists()


def and_below(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(trail__startswith=unit.trail)


def top_units(user: Visitor) -> list[Unit]:
    """The highest units a user may see: where each of their pages starts."""
    seen = list(units_visible_to(user))
    ids = {unit.pk for unit in seen}
    return [unit for unit in seen if unit.parent_id not in ids]


def holders(unit: Unit, kind: Role.Kind) -> QuerySet[Account]:
    """Active people who hold the role at this unit or above, the nearest first."""
    return (
        Account.objects.filter(is_active=True, roles__kind=kind, roles__unit__in=unit.trail_ids)
        .order_by("-roles__unit__trail", "pk")
        .distinct()
    )


def customer_story(customer: Customer) -> list[Sentence]:
    """Everything told about a customer, newest first, as sentences."""
    events = Event.objects.filter(customer__in=customer.front.selves)
    events = events.select_related("by", "customer", "unit").order_by("-pk")
    return [sentence_of(event) for event in events]


def open_sign_in_link(token: str) -> SignInLink | None:
    """The link, while it is neither used nor expired."""
    links = SignInLink.objects.select_related("account")
    return links.filter(token=token, used_at=None, expires_at__gt=now()).first()


def may_be_contacted(customer: Customer) -> bool:
    """Whether the customer lets us reach them about what they said."""
    return Consent.objects.filter(
        customer__in=customer.front.selves, purpose=Consent.Purpose.ANSWER, withdrawn_at=None
    ).exists()


def asking_allowed(customer: Customer) -> QuerySet[Consent]:
    """What stands of it that the customer lets us ask for their view."""
    return Consent.objects.filter(
        customer__in=customer.front.selves, purpose=Consent.Purpose.SURVEY, withdrawn_at=None
    )


def ways_to_reach(customer: Customer) -> QuerySet[ContactPoint]:
    """The customer's addresses and numbers, over all records merged into one; each once."""
    points = ContactPoint.objects.filter(customer__in=customer.front.selves)
    earlier = points.filter(kind=OuterRef("kind"), value=OuterRef("value"), pk__lt=OuterRef("pk"))
    return points.exclude(Exists(earlier)).order_by("pk")


def alike(customer: Customer, *, among: QuerySet[Customer]) -> QuerySet[Customer]:
    """Records that may be the same person: a shared address or number, or the same name."""
    ways = ways_to_reach(customer).values("kind", "value")
    shared = Q(pk__in=[])
    for way in ways:
        shared |= Q(contact_points__kind=way["kind"], contact_points__value__iexact=way["value"])
    if customer.name:
        shared |= Q(name__iexact=customer.name)
    found = among.filter(shared, merged_into=None).exclude(pk=customer.pk)
    return found.select_related("unit").prefetch_related("contact_points").distinct()


def known_by(address: str, *, within: QuerySet[Unit]) -> Customer | None:
    """Who of these units' customers has this e-mail address; the record that speaks for them."""
    point = ContactPoint.objects.filter(
        kind=ContactPoint.Kind.EMAIL, value=address.lower(), customer__unit__in=within
    ).first()
    return point.customer.front if point else None
