"""Reaching the customer of a case."""

from django.db.models import QuerySet

from herefor.answer.models import Case
from herefor.answer.queries.cases import told_within
from herefor.mail.models import Letter
from herefor.mail.suspicions import may_be_forged
from herefor.people.models import ContactPoint, Customer
from herefor.people.queries import may_be_contacted, ways_to_reach


def address_of(case: Case) -> str:
    """Where answers go: the address of hers she wrote from last, else her first.

    Empty when she has none or did not allow it.
    """
    if case.customer is None or not may_be_contacted(case.customer):
        return ""
    emails = _emails(case.customer)
    newest = letter_to_answer(case)
    wrote_from = emails.filter(value__iexact=newest.from_address) if newest else emails.none()
    point = wrote_from.first() or emails.first()
    return point.value if point else ""


def is_from_customer(case: Case, letter: Letter) -> bool:
    """Whether it comes from an address of hers, and nothing speaks against that."""
    if case.customer is None or may_be_forged(letter):
        return False
    return _emails(case.customer).filter(value__iexact=letter.from_address).exists()


def letter_to_answer(case: Case) -> Letter | None:
    """The customer's own newest letter on the case: an answer goes into its thread."""
    hers = Letter.objects.filter(message__case__in=told_within(case), message__said_by="")
    return hers.filter(direction=Letter.Direction.IN).order_by("pk").last()


def _emails(customer: Customer) -> QuerySet[ContactPoint]:
    return ways_to_reach(customer).filter(kind=ContactPoint.Kind.EMAIL)
