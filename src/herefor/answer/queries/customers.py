"""Reaching the customer of a case."""

from herefor.answer.models import Case
from herefor.mail.models import Letter
from herefor.people.models import ContactPoint
from herefor.people.queries import may_be_contacted, ways_to_reach


def address_of(case: Case) -> str:
    """The e-mail address to which answers go; empty when she has none or did not allow it."""
    if case.customer is None or not may_be_contacted(case.customer):
        return ""
    point = ways_to_reach(case.customer).filter(kind=ContactPoint.Kind.EMAIL).first()
    return point.value if point else ""


def is_from_customer(case: Case, address: str) -> bool:
    if case.customer is None:
        return False
    ways = ways_to_reach(case.customer)
    return ways.filter(kind=ContactPoint.Kind.EMAIL, value__iexact=address).exists()


def letter_to_answer(case: Case) -> Letter | None:
    """The customer's newest letter on the case: an answer goes into its thread."""
    letters = Letter.objects.filter(message__case=case, kind=Letter.Kind.PERSON)
    return letters.order_by("pk").last()
