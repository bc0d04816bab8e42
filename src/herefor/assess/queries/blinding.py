"""What judges read: what the team agreed on, without names that tell who the applicant is."""

from typing import Any

from herefor.assess.blinding import blinded, telling
from herefor.assess.models import Assessment
from herefor.assess.queries.report import report_document
from herefor.people.models import Account, Unit
from herefor.people.queries import the_organisation


def blinded_document(assessment: Assessment) -> dict[str, Any]:
    """Names of items and bands stay as they are; comments lose what `names_in` says."""
    told, found = report_document(assessment, themes=[]), telling(names_in(assessment))
    categories = [
        category
        | {
            "items": [
                item | {"comments": blinded(item["comments"], found)} for item in category["items"]
            ]
        }
        for category in told["categories"]
    ]
    return {key: told[key] for key in ("framework", "bands", "guide")} | {"categories": categories}


def names_in(assessment: Assessment) -> list[str]:
    """The unit, all above and all directly below it, the organisation, the title, aliases, and
    the people who are seated here or hold a role there."""
    unit = assessment.unit
    units = Unit.objects.filter(pk__in=unit.trail_ids) | Unit.objects.filter(parent=unit)
    organisation = the_organisation()
    people = Account.objects.filter(seats__assessment=assessment)
    people |= Account.objects.filter(roles__unit__in=unit.trail_ids)
    return [
        *units.values_list("name", flat=True),
        *([organisation.name] if organisation else []),
        assessment.title,
        *assessment.aliases.values_list("name", flat=True),
        *people.distinct().values_list("name", flat=True),
    ]
