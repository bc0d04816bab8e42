"""Reaching the customer of a case."""

from herefor.answer.models import Case
from herefor.people.models import ContactPoint
from herefor.people.queries import may_be_contacted, ways_to_reach


def address_of(case: Case) -> str:
    """The e-mail address to which answers go; empty when she has none or did not allow it."""
    if case.customer is None or not may_be_contacted(case.customer):
        return ""
    point = ways_to_reach(case.customer).filter(kind=ContactPoint.Kind.EMAIL).first()
    return point.value if point else ""
