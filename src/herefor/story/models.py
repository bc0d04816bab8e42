"""What happened, told once and never changed."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class AppendOnly(models.QuerySet["Event"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("What happened is not changed afterwards.")

    def delete(self) -> NoReturn:
        raise TypeError("What happened is not taken back.")

    def about(self, record: models.Model) -> Self:
        kind = ContentType.objects.get_for_model(record)
        return self.filter(about_type=kind, about_id=record.pk)


class Event(models.Model):
    """One act: what, about which record, by whom, when. Holds no words a customer wrote."""

    what = models.CharField(max_length=60)
    about_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="events"
    )
    customer = models.ForeignKey(
        "people.Customer", null=True, on_delete=models.PROTECT, related_name="events"
    )
    by_customer = models.BooleanField(default=False)
    unit = models.ForeignKey(
        "people.Unit", null=True, on_delete=models.PROTECT, related_name="events"
    )
    payload = models.JSONField(default=dict)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "id"], name="event_about"),
            models.Index(fields=["customer", "id"], name="event_customer"),
            models.Index(fields=["unit", "id"], name="event_unit"),
            models.Index(fields=["what", "id"], name="event_what"),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.at:%Y-%m-%d %H:%M})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("What happened is not changed afterwards.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("What happened is not taken back.")


class Chain(models.Model):
    """The one row that holds the newest hash; locking it puts events in one order."""

    head = models.CharField(max_length=64)
    length = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.length} events"
