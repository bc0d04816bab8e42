"""What a post may answer: kinds of records that rooms above register, and who raised them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from herefor.people.models import Account, Customer, Unit


@dataclass(frozen=True)
class TieKind:
    """A kind of record.

    `choices` finds those the user may see at a unit and below, by what was typed. `words` names
    one to colleagues; `public` says in a sentence what readers may know of all that are tied,
    and holds no word of a customer. `raised_by` are the customers who are told.
    """

    model: type[Model]
    title: str | Promise
    choices: Callable[[Account, Unit, str], QuerySet]  # type: ignore[type-arg]  # of any model
    words: Callable[[Model], str]
    public: Callable[[list[Model]], str]
    raised_by: Callable[[Model], Iterable[Customer]]

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def content_type(self) -> ContentType:
        return ContentType.objects.get_for_model(self.model)


_kinds: dict[str, TieKind] = {}


def may_be_tied(kind: TieKind) -> TieKind:
    """Register a kind of record; the order of registering is the order shown."""
    _kinds[kind.name] = kind
    return kind


def kinds() -> list[TieKind]:
    return list(_kinds.values())


def kind_of(record: Model) -> TieKind | None:
    return _kinds.get(str(record._meta.model_name))
