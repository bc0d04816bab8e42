"""What belongs to the report beside its document."""

from collections.abc import Iterable

from django.db import transaction

from herefor.assess.access import Act
from herefor.assess.models import Alias, Assessment, Seat
from herefor.assess.verbs.assessment import refuse
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def name_aliases(assessment: Assessment, *, names: Iterable[str], by: Seat) -> list[Alias]:
    """The other names by which one could tell who it is; they take the place of those before.
    Raises NotNow."""
    with transaction.atomic():
        take_the_pen()
        refuse(by, Act.BLIND)
        assessment.aliases.all().delete()
        named = [
            assessment.aliases.create(name=name, by=by.account, at=now())
            for name in dict.fromkeys(names)
        ]
        tell(
            "aliases named",
            about=assessment,
            by=by.account,
            unit=assessment.unit,
            n=len(named),
        )
    return named
