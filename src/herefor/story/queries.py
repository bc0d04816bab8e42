"""Reading the story: of one record, of one customer, and whether the chain still holds."""

from dataclasses import dataclass

from django.db import models

from herefor.story.chain import FIRST_HASH, fingerprint
from herefor.story.models import AppendOnly, Chain, Event


def story_of(record: models.Model) -> AppendOnly:
    """Events about a record, oldest first. The caller fetched the record by what may be seen."""
    return Event.objects.about(record).select_related("by", "customer", "unit")


@dataclass(frozen=True)
class ChainReport:
    length: int
    first_broken: int | None

    @property
    def holds(self) -> bool:
        return self.first_broken is None


def check_chain() -> ChainReport:
    """Walk the whole chain; `first_broken` is the first event that was changed, lost or added."""
    previous, length = FIRST_HASH, 0
    for event in Event.objects.order_by("pk").iterator(chunk_size=2000):
        if event.previous_hash != previous or event.hash != fingerprint(event):
            return ChainReport(length, event.pk)
        previous, length = event.hash, length + 1
    chain = Chain.objects.filter(pk=1).first()
    if chain is not None and (chain.head, chain.length) != (previous, length):
        return ChainReport(length, length + 1)
    return ChainReport(length, None)
