"""What is handed in is kept under a clean name, once, or refused with a reason."""

import pytest

from herefor.files.models import File
from herefor.files.responses import as_download
from herefor.files.verbs import NotKept, clean_name, keep_file

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handed_in(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_the_same_bytes_are_stored_once_under_both_names(handed_in):
    first = keep_file("wall.png", PNG)
    second = keep_file("wall again.png", PNG)

    assert (first.content.name, first.name) == (second.content.name, "wall.png")
    assert len([path for path in handed_in.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Carla\\wall.jpg", "wall.jpg"),
        ("a\x00b\u202egpj.exe", "abgpj.exe"),
        ("  . ", "file"),
        ("x" * 300 + ".pdf", "x" * 156 + ".pdf"),
    ],
)
def test_a_name_cannot_lead_elsewhere(name, clean):
    assert clean_name(name) == clean


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("large.pdf", b"%PDF-" + b"0" * 100, "is larger than"),
        ("setup.exe", b"hello", "is a program"),
        ("holiday.jpg", b"MZ\x90\x00", "is a program"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_reason(name, content, reason):
    with pytest.raises(NotKept, match=reason):
        keep_file(name, content, limit=60)

    assert not File.objects.exists()


def test_pictures_are_shown_and_everything_else_is_saved():
    picture = as_download(keep_file("wall.png", PNG))
    page = as_download(keep_file("page.html", b"<script>alert(1)</script>"))

    assert picture["Content-Disposition"].startswith("inline")
    assert page["Content-Disposition"].startswith("attachment")
    assert page["Content-Type"] == "application/octet-stream"
    assert "sandbox" in page["Content-Security-Policy"]


def test_what_says_that_it_is_a_picture_must_look_like_one():
    assert not keep_file("wall.png", b"<svg onload=alert(1)>", media_type="image/png").is_picture
