"""Bringing in the text of an edition, and taking it away."""

from collections.abc import Mapping

from django.db import transaction

from herefor.assess.frameworks import Framework
from herefor.assess.models import LicensedText
from herefor.people.models import Account
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def bring_in_texts(
    framework: Framework, *, texts: Mapping[str, str], licence: str, by: Account
) -> list[LicensedText]:
    """They take the place of all that were there for this edition."""
    with transaction.atomic():
        take_the_pen()
        LicensedText.objects.filter(framework_id=framework.id).delete()
        kept = [
            LicensedText.objects.create(
                framework_id=framework.id, item=item, text=text, licence=licence, by=by, at=now()
            )
            for item, text in texts.items()
        ]
        tell("texts brought in", about=by, by=by, framework=str(framework), n=len(kept))
    return kept


def take_texts_away(framework: Framework, *, by: Account) -> int:
    with transaction.atomic():
        gone, _each = LicensedText.objects.filter(framework_id=framework.id).delete()
        if gone:
            tell("texts taken away", about=by, by=by, framework=str(framework), n=gone)
    return gone
