"""Texts of editions that people brought in under a licence of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from herefor.people.models import Account


class LicensedText(models.Model):
    """What an edition prints of an item. None comes with the program; all of an edition are taken
    away together."""

    framework_id = models.CharField(max_length=60)
    item = models.CharField(max_length=12)
    text = models.TextField(_("text"), max_length=20_000)
    licence = models.CharField(_("licence"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["framework_id", "item"]
        constraints = [
            models.UniqueConstraint(fields=["framework_id", "item"], name="one_text_an_item"),
            models.CheckConstraint(condition=~models.Q(licence=""), name="text_has_a_licence"),
        ]

    def __str__(self) -> str:
        return f"{self.framework_id}, {self.item}"
