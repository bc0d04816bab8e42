"""Who has left the team, so that nobody waits for somebody who does not come."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from herefor.assess.models.assessment import Seat
from herefor.people.models import Account


class Release(models.Model):
    """The lead let somebody go. What was said stays in the record and counts no longer."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="release")
    reason = models.CharField(_("why"), max_length=300)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.seat} left"
