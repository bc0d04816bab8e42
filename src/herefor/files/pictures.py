"""Pictures that are shown to everybody: drawn anew, so that nothing but the picture is left."""

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from herefor.files.models import File
from herefor.files.verbs import NotKept, check_file, clean_name, keep_file

LARGEST = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
WIDEST = 1800
KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}


@dataclass(frozen=True)
class Drawn:
    file: File
    width: int
    height: int


def keep_picture(name: str, content: bytes) -> Drawn:
    """Keep a picture without what its file tells beside it: place, camera, owner.

    It is turned upright and made at most 1,800 pixels wide. Raises NotKept for what is no picture.
    """
    check_file(name, content, limit=LARGEST)
    drawn, kind, size = _draw_anew(clean_name(name), content)
    stem = clean_name(name).rpartition(".")[0] or _("picture")
    kept = keep_file(f"{stem}.{kind.lower()}", drawn, media_type=KINDS[kind])
    return Drawn(kept, *size)


def _draw_anew(name: str, content: bytes) -> tuple[bytes, str, tuple[int, int]]:
    from PIL import Image, ImageOps  # noqa: PLC0415  slow to load, and seldom needed

    refusal = NotKept(
        _("“%(name)s” is not a picture we can show. Take a JPEG, PNG or WebP.") % {"name": name}
    )
    try:
        with Image.open(io.BytesIO(content), formats=list(KINDS)) as given:
            if given.width * given.height > MOST_PIXELS:
                raise NotKept(_("“%(name)s” has too many pixels.") % {"name": name})
            kind = given.format or "PNG"
            upright = ImageOps.exif_transpose(given)
            upright.thumbnail((WIDEST, WIDEST * 4))
            plain = Image.new(_mode(upright, kind), upright.size)
            plain.paste(upright.convert(plain.mode))
    except NotKept:
        raise
    except Exception as error:  # a broken file breaks in as many ways as there are readers
        raise refusal from error
    out = io.BytesIO()
    plain.save(out, kind, **({"quality": 85} if kind != "PNG" else {"optimize": True}))
    return out.getvalue(), kind, plain.size


def _mode(picture: object, kind: str) -> str:
    has_holes = getattr(picture, "mode", "") in ("RGBA", "LA", "P", "PA")
    return "RGBA" if has_holes and kind != "JPEG" else "RGB"
