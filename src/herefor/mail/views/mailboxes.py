"""Mailboxes, for administrators: how each of them is, setting one up, trying it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.mail.forms import MailboxForm
from herefor.mail.models import Mailbox
from herefor.mail.queries import counts_out, standing_pause
from herefor.mail.rules import (
    deliveries_administered_by,
    held_letters_visible_to,
    mailboxes_administered_by,
)
from herefor.mail.trials import try_reading, try_sending
from herefor.mail.verbs import (
    change_mailbox,
    pause_mailbox,
    release_mailbox,
    set_up_mailbox,
)
from herefor.people.models import Account
from herefor.people.rules import may_administer


def administrator(request: HttpRequest) -> Account:
    if not isinstance(request.user, Account) or not may_administer(request.user):
        raise Http404
    return request.user


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    boxes = list(mailboxes_administered_by(by).select_related("unit"))
    context = {
        "mailboxes": [(box, standing_pause(box)) for box in boxes],
        "counts": counts_out(deliveries_administered_by(by)),
        "held": held_letters_visible_to(by).filter(settled_at=None).count(),
    }
    return render(request, "mail/home.html", context)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    by = administrator(request)
    form = MailboxForm(request.POST or None, by=by)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "mail/mailbox.html", {"form": form}, status=status)
    mailbox = set_up_mailbox(**form.cleaned_data, by=by)
    messages.success(request, _("The mailbox is set up. Try the connection now."))
    return redirect("mail:mailbox", mailbox.pk)


@login_required
def change(request: HttpRequest, pk: int) -> HttpResponse:
    by = administrator(request)
    mailbox = _mailbox(request, pk)
    form = MailboxForm(request.POST or None, instance=mailbox, by=by)
    if form.is_valid():
        change_mailbox(_mailbox(request, pk), **form.cleaned_data, by=by)
        messages.success(request, _("Saved."))
        return redirect("mail:mailbox", pk)
    context = {"form": form, "mailbox": mailbox, "pause": standing_pause(mailbox)}
    return render(request, "mail/mailbox.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    mailbox = _mailbox(request, pk)
    for tried in (try_reading(mailbox), try_sending(mailbox)):
        say = messages.success if tried.went_well else messages.error
        say(request, tried.sentence)
    return redirect("mail:mailbox", pk)


@login_required
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    pause_mailbox(_mailbox(request, pk), by=administrator(request))
    messages.success(request, _("Nothing is sent from here until you let it go on."))
    return redirect("mail:home")


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    release_mailbox(_mailbox(request, pk), by=administrator(request))
    messages.success(request, _("Letters are sent again."))
    return redirect("mail:home")


def _mailbox(request: HttpRequest, pk: int) -> Mailbox:
    return get_object_or_404(mailboxes_administered_by(administrator(request)), pk=pk)
