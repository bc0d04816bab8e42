"""The inbox, for those who answer."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from herefor.answer.forms.inbox import FilterForm, ViewForm
from herefor.answer.models import BulkAct, Case, KeysOff
from herefor.answer.queries.inbox import (
    COUNTED_TO,
    VIEWS,
    CasesPage,
    inbox,
    inbox_counts,
    page_of,
    with_my_marks,
)
from herefor.answer.queries.mentions import offers_to, unseen_mentions
from herefor.answer.queries.news import newest_event, news_of_inbox
from herefor.answer.queries.search import case_called, found, told_where
from herefor.answer.rules import may_answer
from herefor.answer.search import wanted
from herefor.people.requests import SignedIn
from herefor.people.rules import ADMINISTRATOR, LEADER, holds
from herefor.story.clock import now
from herefor.ui.templatetags.ui import count as readable_count

CASES_ON_A_PAGE = 25
SHOWN_WHEN_THERE_IS_ONE = {"draft", "aside", "leader"}
UNDO_SHOWN = timedelta(minutes=10)


def _enter(request: SignedIn) -> str:
    if not may_answer(request.user):
        raise Http404
    view = request.GET.get("view", "open")
    return view if view in VIEWS else "open"


@login_required
@require_GET
def home(request: SignedIn) -> HttpResponse:
    """A view, or what a search finds in all of them; both narrowed by the same filters."""
    view, since = _enter(request), newest_event()
    form = FilterForm(request.GET, by=request.user)
    form.is_valid()
    typed = form.cleaned_data.get("q", "")
    if case := case_called(request.user, typed):
        return redirect(case)
    page = _searched(request, form, typed) if typed.strip() else _viewed(request, form, view)
    context = {
        "page": page,
        "cases": with_my_marks(page.cases, request.user),
        "tabs": list(_tabs(request, "" if typed else view)),
        "view": view,
        "typed": typed,
        "filter": form,
        "since": since,
        "now": now(),
    }
    return render(request, "answer/inbox.html", context | _beside(request))


def _viewed(request: SignedIn, form: FilterForm, view: str) -> CasesPage:
    cases = form.narrowed(inbox(request.user, view))
    return page_of(cases, view=view, after=request.GET.get("after", ""), size=CASES_ON_A_PAGE)


def _searched(request: SignedIn, form: FilterForm, typed: str) -> CasesPage:
    words = wanted(typed)
    if not words:
        return CasesPage([])
    cases: QuerySet[Case] = form.narrowed(found(request.user, words))
    after = request.GET.get("after", "")
    page = page_of(cases, view="search", after=after, size=CASES_ON_A_PAGE)
    told_where(page.cases, words)
    return page


def _beside(request: SignedIn) -> dict[str, Any]:
    """What belongs to the reader: kept views, what can be undone, notes that name them."""
    query = request.GET.copy()
    query.pop("after", None)
    acts = BulkAct.objects.filter(by=request.user, undone_at=None)
    last = acts.filter(done_at__gt=now() - UNDO_SHOWN).first()
    return {
        "saved_views": request.user.saved_views.all(),
        "keep_view": ViewForm(initial={"query": query.urlencode()}),
        "undo": last,
        "undo_words": words_of(last) if last else "",
        "named": unseen_mentions(request.user).count(),
        "offers": offers_to(request.user),
        "sets_rules": holds(request.user, LEADER, ADMINISTRATOR),
        "keys": not KeysOff.objects.filter(account=request.user).exists(),
    }


def words_of(act: BulkAct) -> str:
    """One sentence: what was done with how many cases, and what was left alone."""
    said = {
        "take": _("You took %(n)s."),
        "give": _("You gave away %(n)s."),
        "aside": _("You put %(n)s aside."),
        "severity": _("You changed the severity of %(n)s."),
        "kind": _("You changed the kind of %(n)s."),
        "unit": _("You moved %(n)s to another unit."),
        "spam": _("You called %(n)s spam."),
        "link": _("You linked %(n)s with another."),
    }[act.what] % {"n": _cases(len(act.before["cases"]))}
    if act.before["left"]:
        said += " " + _("%(n)s stayed as before.") % {"n": _cases(act.before["left"]).capitalize()}
    return said


def _cases(n: int) -> str:
    return ngettext("%(n)d case", "%(n)d cases", n) % {"n": n}


def _tabs(request: SignedIn, current: str) -> Iterator[dict[str, Any]]:
    counts = inbox_counts(request.user)
    for name, words in VIEWS.items():
        number = counts.get(name)
        if name in SHOWN_WHEN_THERE_IS_ONE and not number and name != current:
            continue
        yield {
            "words": words,
            "url": f"{reverse('answer:home')}?view={name}",
            "count": _shown(number),
            "current": name == current,
        }


def _shown(number: int | None) -> str | None:
    if not number:
        return None
    return f"{COUNTED_TO}+" if number > COUNTED_TO else readable_count(number)


@login_required
@require_GET
@cache_control(private=True, no_cache=True)
def news(request: SignedIn) -> HttpResponse:
    """What happened since the page was made, in one line; not modified while nothing did."""
    view, newest = _enter(request), newest_event()
    mark = f'"{request.user.pk}-{newest}"'
    if request.headers.get("If-None-Match") == mark:
        return HttpResponseNotModified(headers={"ETag": mark})
    line = news_of_inbox(
        request.user, view=view, since=_number(request, "since", newest), shown=_shown_on(request)
    )
    return JsonResponse({"line": line}, headers={"ETag": mark})


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 else otherwise


def _shown_on(request: HttpRequest) -> set[int]:
    numbers = request.GET.get("shown", "").split(",")[: 2 * CASES_ON_A_PAGE]
    return {int(number) for number in numbers if number.isdecimal() and len(number) < 19}
