"""A letter as it came, for those who may read it."""

from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from herefor.files.responses import as_download
from herefor.mail.models import Letter
from herefor.mail.rules import letters_visible_to

Page = TypeVar("Page", HttpResponse, FileResponse)
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@login_required
@require_GET
def source(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes as they came, to be saved; nothing in them can run on our pages."""
    letter = _letter(request, pk)
    if not letter.raw:
        raise Http404
    return as_source(letter.raw, name=f"letter-{letter.pk}.eml")


@login_required
@require_GET
def designed(request: HttpRequest, pk: int) -> HttpResponse:
    """The cleaned HTML on a page of its own that may do nothing at all."""
    letter = _letter(request, pk)
    if not letter.html:
        raise Http404
    head = (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    )
    return _sandboxed(HttpResponse(f"{head}<title>{letter.pk}</title>{letter.html}"))


@login_required
@require_GET
def attachment(request: HttpRequest, pk: int, file: int) -> FileResponse:
    return as_download(get_object_or_404(_letter(request, pk).files, pk=file))


def as_source(raw: FieldFile, *, name: str) -> FileResponse:
    """The bytes of a letter, to be saved and never shown."""
    return _sandboxed(
        FileResponse(
            raw.open("rb"),
            as_attachment=True,
            filename=name,
            content_type="application/octet-stream",
        )
    )


def _letter(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(letters_visible_to(request.user), pk=pk)


def _sandboxed(response: Page) -> Page:
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    return response
