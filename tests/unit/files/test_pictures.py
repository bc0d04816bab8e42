"""A picture for everybody is drawn anew."""

import io

import pytest
from PIL import Image

from herefor.files.pictures import keep_picture
from herefor.files.verbs import NotKept

pytestmark = pytest.mark.django_db


def picture(kind, *, size=(60, 30), colour="red", **more):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **more)
    return out.getvalue()


def test_what_a_picture_tells_beside_itself_is_gone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "SecretCamera", 6
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)

    kept = keep_picture("me at home.JPG", picture("JPEG", exif=exif) + b"<script>x</script>")

    kept.file.content.open()
    content = kept.file.content.read()
    assert b"SecretCamera" not in content
    assert b"<script>" not in content
    assert not Image.open(io.BytesIO(content)).getexif()
    assert (kept.width, kept.height) == (30, 60)
    assert (kept.file.name, kept.file.media_type) == ("me at home.jpeg", "image/jpeg")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_wide_picture_is_made_narrower(settings, tmp_path, kind):
    settings.MEDIA_ROOT = tmp_path

    kept = keep_picture("wide", picture(kind, size=(3600, 90)))

    assert (kept.width, kept.height) == (1800, 45)
    assert kept.file.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "content", [b"<svg onload=x>", b"GIF89a", b"\x89PNG\r\n\x1a\nbroken", b"%PDF-1", b"", b"MZ"]
)
def test_what_is_no_picture_is_not_kept(content):
    with pytest.raises(NotKept):
        keep_picture("x.png", content)
