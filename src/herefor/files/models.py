"""What people hand in with their words: photographs, letters, forms."""

from pathlib import PurePath

from django.db import models


def place(kept: "File", name: str) -> str:
    """Where the bytes lie: by what they are, so the same bytes are stored once."""
    return f"files/{kept.sha256[:2]}/{kept.sha256}"


class File(models.Model):
    """One file as it was handed in. Its name is a label; the bytes are found by their hash."""

    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(help_text="In bytes.")
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.FileField(upload_to=place, max_length=120)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type in PICTURES

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.lower()


PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}
