"""Tokens for pages: each names one channel, and is renewed while the page may listen."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from herefor.live.channels import key_in, kind_of
from herefor.live.tokens import LIFE, token_for


@never_cache
@require_GET
def token(request: HttpRequest, channel: str) -> JsonResponse:
    kind = kind_of(channel)
    if kind is None or not kind.may_listen(request, key_in(channel)):
        raise Http404
    return JsonResponse({"token": token_for(channel), "seconds": int(LIFE.total_seconds())})
