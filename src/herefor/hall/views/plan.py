"""Planning: when, who, for whom; inviting; polls; what is said; calls."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from herefor.hall.forms.host import (
    AddressesForm,
    CallerForm,
    CallOffForm,
    CallsForm,
    CorrectForm,
    DrawForm,
    LineForm,
    PlanForm,
    PollForm,
)
from herefor.hall.models import Call, Poll, TownHall
from herefor.hall.phone import is_set_up as phone_is_set_up
from herefor.hall.queries import hosting
from herefor.hall.queries.guests import frame_of, guests_of
from herefor.hall.rules import may_type, units_to_meet_at
from herefor.hall.verbs import (
    NotNow,
    call_off,
    change_hall,
    close_poll,
    correct_line,
    draw_sample,
    invite_addresses,
    open_poll,
    plan_hall,
    say_line,
    withdraw_typist_link,
)
from herefor.hall.verbs.calling import ask_for_caller, ask_to_call
from herefor.hall.views.host import at_desk, back
from herefor.people.requests import SignedIn


@login_required
@never_cache
def new(request: SignedIn) -> HttpResponse:
    if not units_to_meet_at(request.user).exists():
        raise Http404
    form = PlanForm(request.POST or None, user=request.user)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "hall/plan.html", {"form": form}, status=status)
    hall = plan_hall(**form.plan(), by=request.user)
    messages.success(request, _("It is planned. Invite people, or tell them the address."))
    return back(hall)


@at_desk
def plan(request: SignedIn, hall: TownHall) -> HttpResponse:
    form = PlanForm(request.POST or None, user=request.user, hall=hall)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "hall/plan.html", {"form": form, "hall": hall}, status=status)
    change_hall(hall, **form.plan(), by=request.user)
    messages.success(request, _("It is changed. Those who were invited see it on the page."))
    return back(hall)


@at_desk
def calling_off(request: SignedIn, hall: TownHall) -> HttpResponse:
    form = CallOffForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "hall": hall}
        return render(request, "hall/call_off.html", context, status=422 if form.is_bound else 200)
    call_off(hall, **form.cleaned_data, by=request.user)
    return back(hall)


@at_desk
def guests(request: SignedIn, hall: TownHall) -> HttpResponse:
    """Two ways to invite, each with a form of its own on one page."""
    drawing = DrawForm(request.POST if "size" in request.POST else None, prefix=None)
    given = AddressesForm(request.POST if "addresses" in request.POST else None)
    invited = None
    if drawing.is_bound and drawing.is_valid():
        invited = draw_sample(hall, **drawing.cleaned_data, by=request.user).guests.count()
    elif given.is_bound and given.is_valid():
        addresses = given.cleaned_data["addresses"]
        invited = len(invite_addresses(hall, addresses=addresses, by=request.user))
    if invited is not None:
        told = ngettext("%(n)d person is invited.", "%(n)d people are invited.", invited)
        messages.success(request, told % {"n": invited})
        return redirect("hall:guests", hall.pk)
    context = {
        "hall": hall,
        "drawing": drawing,
        "given": given,
        "form": given if given.is_bound else drawing,
        "frame": len(frame_of(hall.unit)),
        "guests": guests_of(hall),
        "samples": hall.samples.select_related("by"),
    }
    status = 422 if drawing.is_bound or given.is_bound else 200
    return render(request, "hall/guests.html", context, status=status)


@at_desk
def polls(request: SignedIn, hall: TownHall) -> HttpResponse:
    form = PollForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "hall": hall}
        return render(request, "hall/new_poll.html", context, status=422 if form.is_bound else 200)
    open_poll(hall, **form.cleaned_data, by=request.user)
    return back(hall, "poll")


@require_POST
@at_desk
def poll_closing(request: SignedIn, hall: TownHall, poll: int) -> HttpResponse:
    close_poll(get_object_or_404(Poll, pk=poll, hall=hall), by=request.user)
    return back(hall, "poll")


@at_desk
def lines(request: SignedIn, hall: TownHall) -> HttpResponse:
    return _typing(request, hall, LineForm(request.POST or None), is_typist=False)


@at_desk
def line(request: SignedIn, hall: TownHall, line: int) -> HttpResponse:
    """Put a line right, at any time: the transcript stays."""
    found = get_object_or_404(hall.lines, pk=line)
    form = CorrectForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        correct_line(found, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The line is corrected."))
        return redirect("hall:lines", hall.pk)
    context = {"hall": hall, "line": found, "form": form}
    return render(request, "hall/line.html", context, status=422 if form.is_bound else 200)


@require_POST
@at_desk
def typist_link(request: SignedIn, hall: TownHall) -> HttpResponse:
    withdraw_typist_link(hall, by=request.user)
    messages.success(request, _("The old address types nothing any more. The new one is here."))
    return back(hall, "around-h")


@never_cache
def typist(request: HttpRequest, key: str, typist: str) -> HttpResponse:
    """Somebody without an account types what is said, by a link made for it."""
    hall = get_object_or_404(TownHall.objects.select_related("unit"), key=key)
    if not may_type(hall, typist):
        raise Http404
    return _typing(request, hall, LineForm(request.POST or None), is_typist=True)


def _typing(
    request: HttpRequest, hall: TownHall, form: LineForm, *, is_typist: bool
) -> HttpResponse:
    context = {
        "hall": hall,
        "form": form,
        "lines": hosting.lines_to_type_after(hall),
        "is_typist": is_typist,
    }
    if not form.is_valid():
        return render(request, "hall/typing.html", context, status=422 if form.is_bound else 200)
    by = request.user if request.user.is_authenticated else None
    try:
        say_line(hall, text=form.cleaned_data["text"], once=str(form.cleaned_data["once"]), by=by)
    except NotNow as refused:
        form.add_error(None, str(refused))
        return render(request, "hall/typing.html", context, status=422)
    return redirect(request.path)


@at_desk
def calls(request: SignedIn, hall: TownHall) -> HttpResponse:
    form = CallsForm(request.POST or None)
    if not form.is_valid():
        context = {
            "hall": hall,
            "form": form,
            "calls": hall.calls.all(),
            "is_set_up": phone_is_set_up(),
        }
        return render(request, "hall/calls.html", context, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    asked = ask_to_call(hall, numbers=said["numbers"], role=said["role"], by=request.user)
    told = ngettext("%(n)d number will be called.", "%(n)d numbers will be called.", len(asked))
    messages.success(request, told % {"n": len(asked)})
    return redirect("hall:calls", hall.pk)


@at_desk
def caller(request: SignedIn, hall: TownHall, call: int) -> HttpResponse:
    found = get_object_or_404(Call, pk=call, hall=hall, wants_to_ask_at__isnull=False)
    form = CallerForm(request.POST or None, initial={"name": found.name})
    if not form.is_valid():
        context = {"hall": hall, "call": found, "form": form}
        return render(request, "hall/caller.html", context, status=422 if form.is_bound else 200)
    ask_for_caller(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("The caller's question is on the page."))
    return back(hall, "open")
