"""Handing a kept file out again. Whoever calls this has checked who may see it."""

from django.http import FileResponse

from herefor.files.models import File


def as_download(kept: File) -> FileResponse:
    """Pictures are shown, everything else is saved; nothing in it can run on our pages."""
    kept.content.open("rb")
    response = FileResponse(
        kept.content.file,
        as_attachment=not kept.is_picture,
        filename=kept.name,
        content_type=kept.media_type if kept.is_picture else "application/octet-stream",
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response
