"""Choosing files in a form: several at once, each checked before anything is kept."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from herefor.files.models import File
from herefor.files.verbs import LARGEST, MOST_AT_ONCE, NotKept, check_file, keep_file


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to the uploads, none or several; says of each that cannot be taken why."""

    widget = SeveralFiles

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Files"))
        options.setdefault("help_text", HELP)
        super().__init__(required=False, **options)

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[Any]]":
        uploads = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(
                _("At most %(most)d files at once. Send the others afterwards.")
                % {"most": MOST_AT_ONCE}
            )
        refused = [sentence for upload in uploads if (sentence := _refusal(upload))]
        if refused:
            raise ValidationError(refused)
        return uploads


HELP = gettext_lazy("Pictures or documents, at most 25 MB each.")


def keep_uploads(uploads: "Iterable[UploadedFile[Any]]") -> list[File]:
    """Keep what a `FilesField` let through."""
    return [
        keep_file(upload.name or "", _bytes(upload), media_type=upload.content_type or "")
        for upload in uploads
    ]


def _refusal(upload: "UploadedFile[Any]") -> str:
    try:
        content = _bytes(upload) if (upload.size or 0) <= LARGEST else b""
        check_file(upload.name or "", content, size=upload.size)
    except NotKept as refused:
        return str(refused)
    return ""


def _bytes(upload: "UploadedFile[Any]") -> bytes:
    upload.seek(0)
    content: bytes = upload.read()
    return content
