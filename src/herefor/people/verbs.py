"""What is done to the organisation, its people and the record of its customers."""

from typing import Any

from django.db import transaction

from herefor.people.models import (
    Account,
    Consent,
    ContactPoint,
    Customer,
    CustomerMerge,
    Organisation,
    Role,
    SignInLink,
    Unit,
)
from herefor.people.queries import asking_allowed
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


class AlreadySetUp(Exception):
    """The organisation exists; a second one is not made."""


class NotOnePerson(Exception):
    """The two records cannot be merged: the same record, or one of them is merged already."""


class LinkUsed(Exception):
    """The sign-in link has let somebody in already."""


def set_up(*, organisation: str, name: str, email: str, password: str) -> Account:
    """Make the organisation, its top unit and its first administrator, who also leads it."""
    with transaction.atomic():
        if Organisation.objects.select_for_update().exists():
            raise AlreadySetUp
        record = Organisation.objects.create(pk=1, name=organisation)
        account = Account.objects.create_user(email, password, name=name)
        top = open_unit(organisation, kind=Unit.Kind.COMPANY, by=account)
        for kind in (Role.Kind.ADMINISTRATOR, Role.Kind.LEADER):
            give_role(account, kind=kind, unit=top, by=account)
        tell("organisation set up", about=record, by=account, unit=top)
    return account


def open_unit(
    name: str,
    *,
    by: Account,
    kind: str = Unit.Kind.SITE,
    parent: Unit | None = None,
    weight: float = 1.0,
) -> Unit:
    with transaction.atomic():
        unit = Unit.objects.create(name=name, kind=kind, parent=parent, weight=weight)
        unit.trail = f"{parent.trail if parent else '/'}{unit.pk}/"
        unit.save(update_fields=["trail"])
        tell("unit opened", about=unit, by=by, unit=unit, name=unit.name)
    return unit


def invite_account(*, name: str, email: str, by: Account) -> Account:
    """Make an account nobody can sign in to until its link was used to choose a password."""
    with transaction.atomic():
        account = Account.objects.create_user(email, None, name=name)
        tell("account made", about=account, by=by, name=account.name)
    return account


def make_sign_in_link(account: Account, *, by: Account | None) -> SignInLink:
    with transaction.atomic():
        link = SignInLink.objects.create(account=account, made_by=by)
        tell("sign-in link made", about=account, by=by, name=account.name)
    return link


def use_sign_in_link(link: SignInLink, *, password: str) -> Account:
    """Choose a password. The link, and every other one made for this person, opens no more.

    Raises LinkUsed if somebody was quicker.
    """
    with transaction.atomic():
        open_links = SignInLink.objects.filter(account=link.account, used_at=None)
        if not open_links.filter(pk=link.pk).update(used_at=now()):
            raise LinkUsed
        open_links.update(used_at=now())
        account = link.account
        account.set_password(password)
        account.save(update_fields=["password"])
        tell("password chosen", about=account, by=account)
    return account


def give_role(account: Account, *, kind: str, unit: Unit, by: Account) -> Role:
    with transaction.atomic():
        role, made = Role.objects.get_or_create(
            account=account, unit=unit, kind=kind, defaults={"given_by": by}
        )
        if made:
            tell("role given", about=account, by=by, unit=unit, **_told_of(role))
    return role


def withdraw_role(role: Role, *, by: Account) -> Account:
    with transaction.atomic():
        account, unit = role.account, role.unit
        told = _told_of(role)
        role.delete()
        tell("role withdrawn", about=account, by=by, unit=unit, **told)
    return account


def change_promises(organisation: Organisation, *, by: Account, **changed: object) -> Organisation:
    with transaction.atomic():
        for field, value in changed.items():
            setattr(organisation, field, value)
        organisation.save()
        tell("settings changed", about=organisation, by=by, changed=sorted(changed))
    return organisation


def meet_customer(
    *, unit: Unit, name: str = "", email: str = "", phone: str = "", consent_words: str = ""
) -> Customer:
    """Record a customer who told us who they are and, with `consent_words`, let us reach them."""
    with transaction.atomic():
        customer = Customer.objects.create(unit=unit, name=name)
        ways = {ContactPoint.Kind.EMAIL: email.lower(), ContactPoint.Kind.PHONE: phone}
        for kind, value in ways.items():
            if value:
                customer.contact_points.create(kind=kind, value=value)
        if consent_words:
            customer.consents.create(
                purpose=Consent.Purpose.ANSWER, words=consent_words, given_at=now()
            )
        tell("customer met", about=customer, customer=customer, unit=unit)
    return customer


def allow_contact(customer: Customer, *, words: str) -> Consent:
    """A customer we know lets us answer what they said; the same words are allowed once."""
    with transaction.atomic():
        consent, made = customer.consents.get_or_create(
            purpose=Consent.Purpose.ANSWER,
            words=words,
            withdrawn_at=None,
            defaults={"given_at": now()},
        )
        if made:
            tell("contact allowed", about=customer, customer=customer, by_customer=True)
    return consent


def allow_asking(customer: Customer, *, words: str) -> Consent:
    """A customer lets us ask for their view: in surveys, and at town halls. Said twice, it holds
    once."""
    with transaction.atomic():
        take_the_pen()
        standing = asking_allowed(customer).first()
        if standing:
            return standing
        consent = customer.front.consents.create(
            purpose=Consent.Purpose.SURVEY, words=words, given_at=now()
        )
        tell("asking allowed", about=customer, customer=customer, by_customer=True)
    return consent


def ask_no_more(customer: Customer) -> Customer:
    """The customer takes that back, on every record of theirs."""
    with transaction.atomic():
        if asking_allowed(customer).update(withdrawn_at=now()):
            tell("asking refused", about=customer, customer=customer, by_customer=True)
    return customer


def merge_customers(kept: Customer, *, merged: Customer, by: Account) -> CustomerMerge:
    """Two records are one person: `kept` speaks for both until the merge is undone.

    Nothing is moved; what was said stays where it was said. Raises NotOnePerson.
    """
    with transaction.atomic():
        take_the_pen()
        for record in (kept, merged):
            record.refresh_from_db()
        if kept == merged or kept.merged_into_id or merged.merged_into_id:
            raise NotOnePerson
        merged.merged_into = kept
        merged.save(update_fields=["merged_into"])
        merge = CustomerMerge.objects.create(kept=kept, merged=merged, by=by, merged_at=now())
        tell("customers merged", about=kept, customer=kept, unit=kept.unit, by=by)
    return merge


def part_customers(merge: CustomerMerge, *, by: Account) -> Customer:
    """Undo a merge: both records stand for themselves again."""
    with transaction.atomic():
        take_the_pen()
        standing = CustomerMerge.objects.filter(pk=merge.pk, undone_at=None)
        if standing.update(undone_at=now(), undone_by=by):
            Customer.objects.filter(pk=merge.merged_id).update(merged_into=None)
            kept = merge.kept
            tell("customers parted", about=kept, customer=kept, unit=kept.unit, by=by)
        merge.merged.refresh_from_db()
    return merge.merged


def _told_of(role: Role) -> dict[str, Any]:
    return {
        "name": role.account.name,
        "role": str(role.get_kind_display()),
        "at_unit": role.unit.name,
    }
