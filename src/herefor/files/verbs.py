"""Keeping a file that somebody handed in, or saying why not."""

import hashlib
import mimetypes
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from herefor.files.models import PICTURES, File
from herefor.story.clock import now

LARGEST = 25 * 1024 * 1024
MOST_AT_ONCE = 10
LONGEST_NAME = 160
UNSAFE = {
    ".apk", ".app", ".bat", ".cmd", ".com", ".cpl", ".dll", ".exe", ".gadget", ".hta", ".inf",
    ".ins", ".iso", ".jar", ".js", ".jse", ".lnk", ".msc", ".msi", ".msp", ".pif", ".ps1", ".reg",
    ".scr", ".sct", ".sh", ".vb", ".vbe", ".vbs", ".wsf", ".wsh",
}  # fmt: skip
SIGNS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
    b"MZ": "application/x-msdownload",
    b"\x7fELF": "application/x-executable",
}
PROGRAMS = {"application/x-msdownload", "application/x-executable"}


class NotKept(Exception):
    """The file was not kept; the message says why, in words for whoever handed it in."""


def keep_file(name: str, content: bytes, *, media_type: str = "", limit: int = LARGEST) -> File:
    """Keep the bytes under a clean name.

    Raises NotKept for an empty file, one over the limit, and programs.
    """
    kind = check_file(name, content, media_type=media_type, limit=limit)
    digest = hashlib.sha256(content).hexdigest()
    kept = File(
        name=clean_name(name),
        media_type=kind,
        size=len(content),
        sha256=digest,
        kept_at=now(),
    )
    if same := File.objects.filter(sha256=digest).first():
        kept.content.name = same.content.name
    else:
        kept.content.save("", ContentFile(content), save=False)
    kept.save()
    return kept


def check_file(
    name: str,
    content: bytes,
    *,
    size: int | None = None,
    media_type: str = "",
    limit: int = LARGEST,
) -> str:
    """What kind of file it is, without keeping it. Raises NotKept as `keep_file` would.

    Of a file over the limit the `size` is enough; its content need not be read.
    """
    clean, size = clean_name(name), len(content) if size is None else size
    if not size:
        raise NotKept(_("“%(name)s” is empty.") % {"name": clean})
    if size > limit:
        megabytes = {"name": clean, "most": limit // (1024 * 1024)}
        raise NotKept(_("“%(name)s” is larger than %(most)d MB.") % megabytes)
    kind = media_type_of(clean, content, said=media_type)
    if kind in PROGRAMS or PurePath(clean).suffix.lower() in UNSAFE:
        raise NotKept(
            _("“%(name)s” is a program. Send a picture, a document or a text.") % {"name": clean}
        )
    return kind


def clean_name(name: str) -> str:
    """The last part of the name without what a file system or a page could misread."""
    last = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(sign for sign in last if sign.isprintable() and sign not in '<>:"|?*')
    visible = " ".join(visible.split()).strip(". ")
    path = PurePath(visible or _("file"))
    return path.stem[: LONGEST_NAME - len(path.suffix[:20])] + path.suffix[:20]


def media_type_of(name: str, content: bytes, *, said: str = "") -> str:
    """What the bytes are by their first signs; else by name; pictures are believed only so."""
    for sign, kind in SIGNS.items():
        if content.startswith(sign):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    guess = mimetypes.guess_type(name)[0] or said.partition(";")[0].strip().lower()
    return "application/octet-stream" if not guess or guess in PICTURES else guess[:100]
