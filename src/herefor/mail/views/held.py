"""What waits in the mail for a person: letters that could not be read, mailboxes that stopped."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from herefor.mail.models import HeldLetter, Pause
from herefor.mail.rules import (
    held_letters_visible_to,
    mailboxes_released_by,
    mailboxes_seen_by,
    may_read_held,
)
from herefor.mail.verbs import held_letter_is_settled, release_mailbox, take_held_letter
from herefor.mail.views.letters import as_source
from herefor.people.requests import SignedIn
from herefor.people.rules import ADMINISTRATOR, LEADER, RESPONDER, holds

A_PAGE = 100


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    if not holds(request.user, LEADER, RESPONDER, ADMINISTRATOR):
        raise Http404
    standing = held_letters_visible_to(request.user).filter(settled_at=None)
    readable = set(may_read_held(request.user).values_list("pk", flat=True))
    stopped = Pause.objects.filter(released_at=None, mailbox__in=mailboxes_seen_by(request.user))
    may_release = set(mailboxes_released_by(request.user).values_list("pk", flat=True))
    context = {
        "held": [(one, one.pk in readable) for one in standing.select_related("mailbox")[:A_PAGE]],
        "stopped": [
            (pause, pause.mailbox_id in may_release)
            for pause in stopped.select_related("mailbox", "paused_by")
        ],
    }
    return render(request, "mail/waiting.html", context)


@login_required
@require_POST
def again(request: SignedIn, pk: int) -> HttpResponse:
    held = take_held_letter(_held(request, pk), by=request.user)
    if held.settled_at:
        messages.success(request, _("The letter was read and is where it belongs."))
    else:
        messages.error(request, _("It still cannot be read: %(why)s") % {"why": held.because})
    return redirect("mail:waiting")


@login_required
@require_POST
def settled(request: SignedIn, pk: int) -> HttpResponse:
    held_letter_is_settled(_held(request, pk), by=request.user)
    messages.success(request, _("Noted. The letter does not wait any more."))
    return redirect("mail:waiting")


@login_required
@require_GET
def source(request: SignedIn, pk: int) -> FileResponse:
    """What customers wrote is read by those who answer or lead, here as well."""
    held = get_object_or_404(may_read_held(request.user), pk=pk)
    return as_source(held.raw, name=f"held-{held.pk}.eml")


@login_required
@require_POST
def release(request: SignedIn, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(mailboxes_released_by(request.user), pk=pk)
    release_mailbox(mailbox, by=request.user)
    messages.success(request, _("Letters are sent again."))
    return redirect("mail:waiting")


def _held(request: SignedIn, pk: int) -> HeldLetter:
    visible = held_letters_visible_to(request.user)
    return get_object_or_404(visible.select_related("mailbox__unit"), pk=pk)
