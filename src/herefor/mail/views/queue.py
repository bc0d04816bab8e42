"""What goes out, and the one-click remedies for what did not."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.mail.models import BouncedAddress, Delivery
from herefor.mail.queries import VIEWS_OUT, counts_out, seen_as
from herefor.mail.rules import deliveries_administered_by
from herefor.mail.verbs import allow_address, send_again, take_for_sent, withdraw_letter
from herefor.mail.views.mailboxes import administrator
from herefor.people.rules import may_set_promises

A_PAGE = 50


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    view = request.GET.get("view", "waiting")
    if view not in VIEWS_OUT:
        raise Http404
    mine = deliveries_administered_by(by)
    counts = counts_out(mine)
    shown = seen_as(mine, view).select_related("letter__mailbox").order_by("-pk")
    context = {
        "view": view,
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "tabs": [
            {
                "url": f"{reverse('mail:out')}?view={name}",
                "words": words,
                "current": name == view,
                "count": counts[name],
            }
            for name, words in VIEWS_OUT.items()
        ],
        "bounced": BouncedAddress.objects.all()[:A_PAGE] if may_set_promises(by) else [],
    }
    return render(request, "mail/out.html", context)


@login_required
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = send_again(_delivery(request, pk), by=administrator(request))
    if delivery.due_at is None:
        messages.error(request, _("No mailbox sends for this unit yet, so nothing was sent."))
    else:
        messages.success(request, _("The letter is sent once more."))
    return _back("waiting")


@login_required
@require_POST
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    take_for_sent(_delivery(request, pk), by=administrator(request))
    messages.success(request, _("Noted. It is not sent again."))
    return _back("doubt")


@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    if withdraw_letter(_delivery(request, pk).letter, by=administrator(request)):
        messages.success(request, _("The letter is withdrawn."))
    else:
        messages.error(request, _("It was too late: the letter is already on its way."))
    return _back("waiting")


@login_required
@require_POST
def bounced(request: HttpRequest, pk: int) -> HttpResponse:
    by = administrator(request)
    if not may_set_promises(by):
        raise Http404
    allow_address(get_object_or_404(BouncedAddress, pk=pk), by=by)
    messages.success(request, _("Letters to this address are sent again."))
    return _back("failed")


def _delivery(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(deliveries_administered_by(administrator(request)), pk=pk)


def _back(view: str) -> HttpResponse:
    return redirect(f"{reverse('mail:out')}?view={view}")
