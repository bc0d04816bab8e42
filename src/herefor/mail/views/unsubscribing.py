"""Getting no more letters: by the recipient's mail program in one click, or on a page.

Opening the link changes nothing: scanners open every link in a letter.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from herefor.mail.unsubscribing import topic_in_words, unsubscribe_key
from herefor.mail.verbs import unsubscribe


@csrf_exempt  # a mail program has no session; the signed key is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, key: str) -> HttpResponse:
    meant = unsubscribe_key(key)
    if meant is None:
        return render(request, "mail/unsubscribe.html", {"state": "unknown"}, status=404)
    address, topic = meant
    if request.method == "POST":
        unsubscribe(address, topic=topic)
    state = "done" if request.method == "POST" else "ask"
    context = {"state": state, "address": address, "what": topic_in_words(topic)}
    return render(request, "mail/unsubscribe.html", context)
