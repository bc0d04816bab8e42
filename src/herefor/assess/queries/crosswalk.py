"""Where each topic stands in one edition after another, and the texts people brought in."""

from dataclasses import dataclass

from herefor.assess.frameworks import Framework, Topic, shipped, topics
from herefor.assess.models import LicensedText


@dataclass(frozen=True)
class Place:
    """`number` is empty where the edition does not ask for it. `is_moved` says that it stood under
    another item in the newest edition before this one that asks for it."""

    framework: Framework
    number: str
    name: str
    is_moved: bool

    @property
    def label(self) -> str:
        """The heading of the column."""
        return self.framework.edition


@dataclass(frozen=True)
class Row:
    topic: Topic
    places: tuple[Place, ...]

    @property
    def is_moved(self) -> bool:
        return any(place.is_moved for place in self.places)


def editions_with_topics() -> list[Framework]:
    """The oldest first."""
    known = {edition for topic in topics() for edition in topic.at}
    return sorted((shipped()[edition] for edition in known), key=lambda one: one.edition)


def crosswalk() -> list[Row]:
    editions = editions_with_topics()
    return [Row(topic, tuple(_places(topic, editions))) for topic in topics()]


def _places(topic: Topic, editions: list[Framework]) -> list[Place]:
    found: list[Place] = []
    before = ""
    for edition in editions:
        item = topic.item_in(edition.id) or ""
        name = edition.item(item).name if item else ""
        found.append(
            Place(
                edition,
                topic.at.get(edition.id, ""),
                name,
                bool(before) and bool(item) and item != before,
            )
        )
        before = item or before
    return found


def licensed_text(framework_id: str, *, item: str) -> LicensedText | None:
    return LicensedText.objects.filter(framework_id=framework_id, item=item).first()


@dataclass(frozen=True)
class Imported:
    """The texts of one edition that somebody brought in."""

    framework: Framework
    licence: str
    by: str
    n: int


def imported_texts() -> list[Imported]:
    found: dict[str, list[LicensedText]] = {}
    for one in LicensedText.objects.select_related("by"):
        found.setdefault(one.framework_id, []).append(one)
    return [
        Imported(shipped()[edition], texts[0].licence, str(texts[0].by), len(texts))
        for edition, texts in found.items()
        if edition in shipped()
    ]
