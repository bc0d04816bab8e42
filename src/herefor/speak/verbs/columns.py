"""A column is opened for the leaders of a unit, and how it works is changed."""

from django.db import transaction
from django.utils.text import slugify

from herefor.people.models import Account, Unit
from herefor.speak.models import Column
from herefor.story.clock import now
from herefor.story.verbs import take_the_pen, tell


def open_column(
    unit: Unit,
    *,
    title: str,
    by: Account,
    about: str = "",
    language: str = "en",
    moderation: str = Column.Moderation.BEFORE,
    asks_proof: bool = True,
) -> Column:
    """One column for a unit; asked again, it is the one there is."""
    with transaction.atomic():
        take_the_pen()
        if there := Column.objects.filter(unit=unit).first():
            return there
        column = Column.objects.create(
            unit=unit,
            slug=free_slug(unit.name, taken=Column.objects.values_list("slug", flat=True)),
            title=title,
            about=about,
            language=language,
            moderation=moderation,
            asks_proof=asks_proof,
            opened_by=by,
            opened_at=now(),
        )
        tell("column opened", about=column, unit=unit, by=by, name=title)
    return column


def change_column(column: Column, *, by: Account, **changed: object) -> Column:
    with transaction.atomic():
        for field, value in changed.items():
            setattr(column, field, value)
        column.save(update_fields=list(changed))
        told = sorted(changed)
        tell(
            "column changed", about=column, unit=column.unit, by=by, name=column.title, changed=told
        )
    return column


def free_slug(words: str, *, taken: object) -> str:
    """The words as the end of an address that nothing else has."""
    start = slugify(words)[:70].strip("-") or slugify(words, allow_unicode=True)[:60] or "post"
    known = set(taken)  # type: ignore[call-overload]  # any iterable of strings
    number, slug = 1, start
    while slug in known:
        number += 1
        slug = f"{start}-{number}"
    return slug
