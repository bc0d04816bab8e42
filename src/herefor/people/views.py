"""The organisation's own page, its people, and a customer's whole story."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from herefor.people.forms import InviteForm, PasswordForm, PromisesForm, RoleForm, UnitForm
from herefor.people.models import Account, CustomerMerge, Organisation, Role
from herefor.people.queries import alike, customer_story, open_sign_in_link, ways_to_reach
from herefor.people.requests import SignedIn, let_in
from herefor.people.rules import (
    ADMINISTRATOR,
    accounts_visible_to,
    customers_visible_to,
    is_needed,
    may_administer,
    may_set_promises,
    units_where,
)
from herefor.people.verbs import (
    LinkUsed,
    NotOnePerson,
    change_promises,
    give_role,
    invite_account,
    make_sign_in_link,
    merge_customers,
    open_unit,
    part_customers,
    use_sign_in_link,
    withdraw_role,
)


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return _show(request)


@login_required
@require_POST
def units(request: HttpRequest) -> HttpResponse:
    form = UnitForm(request.POST, by=_administrator(request))
    if not form.is_valid():
        return _show(request, unit_form=form, status=422)
    unit = open_unit(**form.cleaned_data, by=_administrator(request))
    messages.success(request, _("%(name)s is open.") % {"name": unit})
    return redirect("people:home")


@login_required
@require_POST
def promises(request: HttpRequest) -> HttpResponse:
    by = _administrator(request)
    if not may_set_promises(by):
        raise Http404
    organisation = Organisation.objects.get()
    form = PromisesForm(request.POST, instance=organisation)
    if not form.is_valid():
        return _show(request, promises_form=form, status=422)
    change_promises(organisation, **form.cleaned_data, by=by)
    messages.success(request, _("Saved."))
    return redirect("people:home")


@login_required
@require_POST
def accounts(request: HttpRequest) -> HttpResponse:
    by = _administrator(request)
    form = InviteForm(request.POST, by=by)
    if not form.is_valid():
        return _show(request, invite_form=form, status=422)
    said = form.cleaned_data
    account = invite_account(name=said["name"], email=said["email"], by=by)
    give_role(account, kind=said["kind"], unit=said["unit"], by=by)
    return _with_link(request, account, by=by)


@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: the roles they hold, and a new sign-in link."""
    by = _administrator(request)
    colleague = get_object_or_404(accounts_visible_to(by), pk=pk)
    form = RoleForm(request.POST or None, by=by)
    if form.is_valid():
        give_role(colleague, **form.cleaned_data, by=by)
        return redirect("people:account", colleague.pk)
    context = {
        "colleague": colleague,
        "form": form,
        "roles": colleague.roles.all(),
        "mine": units_where(by, ADMINISTRATOR),
    }
    return render(request, "people/account.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def sign_in_links(request: HttpRequest, pk: int) -> HttpResponse:
    by = _administrator(request)
    return _with_link(request, get_object_or_404(accounts_visible_to(by), pk=pk), by=by)


@login_required
@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role back, unless nobody could administer the whole without it."""
    by = _administrator(request)
    held = get_object_or_404(Role, pk=pk, unit__in=units_where(by, ADMINISTRATOR))
    if is_needed(held):
        messages.error(
            request, _("Nobody else administers the whole organisation, so the role stays.")
        )
        return redirect("people:account", held.account_id)
    colleague = withdraw_role(held, by=by)
    messages.success(request, _("The role is taken back."))
    by.refresh_from_db()  # the role may have been theirs
    still_mine = accounts_visible_to(by).filter(pk=colleague.pk).exists()
    return redirect("people:account", colleague.pk) if still_mine else redirect("home")


@login_required
@require_GET
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(customers_visible_to(request.user), pk=pk)
    if found.front != found:
        return redirect("people:customer", found.front.pk)
    context = {
        "customer": found,
        "ways": ways_to_reach(found),
        "story": customer_story(found),
        "consents": found.consents.all(),
        "merges": found.merges.filter(undone_at=None).select_related("merged"),
        "alike": alike(found, among=customers_visible_to(request.user)),
    }
    return render(request, "people/customer.html", context)


@login_required
@require_POST
def merges(request: SignedIn, pk: int) -> HttpResponse:
    """Say that another record is the same person as this one."""
    seen = customers_visible_to(request.user)
    kept = get_object_or_404(seen, pk=pk)
    number = request.POST.get("other", "")
    other = get_object_or_404(seen, pk=number if number.isdecimal() else 0)
    try:
        merge_customers(kept, merged=other, by=request.user)
    except NotOnePerson:
        messages.error(request, _("One of them is merged already. Nothing was changed."))
    else:
        messages.success(request, _("They are one person now. You can part them again."))
    return redirect("people:customer", kept.pk)


@login_required
@require_POST
def parting(request: SignedIn, pk: int, merge: int) -> HttpResponse:
    seen = customers_visible_to(request.user)
    made = CustomerMerge.objects.filter(kept__in=seen, merged__in=seen, kept=pk)
    part_customers(
        get_object_or_404(made.select_related("kept", "merged"), pk=merge), by=request.user
    )
    messages.success(request, _("They are two persons again."))
    return redirect("people:customer", pk)


@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a sign-in link: choose a password, and you are in."""
    link = open_sign_in_link(token)
    if link is None:
        return render(request, "people/link_closed.html", status=410)
    form = PasswordForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "account": link.account}
        return render(request, "people/welcome.html", context, status=422 if form.is_bound else 200)
    try:
        account = use_sign_in_link(link, **form.cleaned_data)
    except LinkUsed:
        return render(request, "people/link_closed.html", status=410)
    let_in(request, account)
    return redirect("home")


def _administrator(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account) or not may_administer(request.user):
        raise Http404
    return request.user


def _with_link(request: HttpRequest, account: Account, *, by: Account) -> HttpResponse:
    link = make_sign_in_link(account, by=by)
    address = request.build_absolute_uri(reverse("people:welcome", args=[link.token]))
    return render(request, "people/link.html", {"colleague": account, "address": address})


def _show(request: HttpRequest, *, status: int = 200, **bound: Any) -> HttpResponse:
    by = _administrator(request)
    context = {
        "units": units_where(by, ADMINISTRATOR),
        "accounts": accounts_visible_to(by).prefetch_related("roles__unit"),
        "unit_form": UnitForm(by=by),
        "invite_form": InviteForm(by=by),
        "promises_form": PromisesForm(instance=Organisation.objects.get())
        if may_set_promises(by)
        else None,
        "form": next(iter(bound.values()), None),
    }
    return render(request, "people/home.html", context | bound, status=status)
