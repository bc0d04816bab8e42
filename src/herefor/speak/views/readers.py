"""Reading along by mail: asked for on a page, confirmed on another by a button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from herefor.speak.forms.public import SubscribeForm
from herefor.speak.guard import NO_PROOF, OLD, sent_by
from herefor.speak.queries import public_columns
from herefor.speak.rules import subscription_to_confirm
from herefor.speak.verbs import confirm_subscription, look_at, subscribe
from herefor.speak.views.column import frame

BOTH = ["GET", "HEAD", "POST"]


@csrf_exempt  # a reader has no session; the letter asks whether it was them
@never_cache
@require_http_methods(BOTH)
def subscription(request: HttpRequest, slug: str) -> HttpResponse:
    column = get_object_or_404(public_columns(), slug=slug)
    about = f"column-{column.pk}"
    form = SubscribeForm(request.POST or None, about=about)
    if form.is_bound and form.is_valid():
        doubts = set(look_at(sent_by(request), about=about, asks_proof=False))
        if not doubts - {NO_PROOF, OLD}:
            language = (get_language() or "en")[:10]
            subscribe(column, email=form.cleaned_data["email"], language=language)
            context = {**frame(column), "email": form.cleaned_data["email"]}
            return render(request, "speak/subscribe_sent.html", context)
        form = SubscribeForm(
            {
                "email": form.cleaned_data["email"],
                "form": SubscribeForm(about=about)["form"].value(),
            },
            about=about,
        )
        form.full_clean()
        form.add_error(None, _("Please look over it and press the button once more, in a moment."))
    context = {**frame(column), "form": form}
    return render(request, "speak/subscribe.html", context, status=422 if form.is_bound else 200)


@csrf_exempt  # the signed key is the permission
@never_cache
@require_http_methods(BOTH)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    row = subscription_to_confirm(key)
    if row is None:
        raise Http404
    if request.method == "POST":
        row = confirm_subscription(row)
    context = {**frame(row.column), "subscription": row, "done": request.method == "POST"}
    return render(request, "speak/confirm_subscription.html", context)
