"""What a closed check says: who agrees with what, and where leaders see it otherwise."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from herefor.assess.models import CheckAnswer, CheckVoice, ProgressCheck
from herefor.assess.models.checks import Agreement, Group
from herefor.assess.progress_gap import Gap, Said, gaps, said_of, said_on_average
from herefor.assess.statements import Statement, questionnaire
from herefor.measure import Rating
from herefor.people.queries import smallest_group

Answers = Mapping[str, bool]
People = dict[str, list[Answers]]


@dataclass(frozen=True)
class Line:
    """A statement or a category; None where fewer spoke than may be shown."""

    words: str
    workforce: Rating | None
    leaders: Rating | None
    gap: Gap | None


@dataclass(frozen=True)
class ThemeLine:
    theme: Line
    statements: tuple[Line, ...]


@dataclass(frozen=True)
class Results:
    """`clear` are the statements with a clear gap, the largest first."""

    themes: tuple[ThemeLine, ...]
    least: int

    @property
    def lines(self) -> list[Line]:
        return [line for theme in self.themes for line in theme.statements]

    @property
    def compared(self) -> int:
        return sum(line.gap is not None for line in self.lines)

    @property
    def clear(self) -> list[Line]:
        found = [(line.gap, line) for line in self.lines if line.gap and line.gap.clear]
        return [line for _gap, line in sorted(found, key=lambda one: -abs(one[0].value))]


def heard(check: ProgressCheck, *, group: str) -> int:
    """How many voices of a group have said something."""
    voices = CheckVoice.objects.filter(link__check_of=check, link__group=group)
    return voices.filter(answers__isnull=False).distinct().count()


def said_before(voice: CheckVoice, statements: Sequence[Statement]) -> dict[str, int]:
    found = voice.answers.filter(statement__in=[one.id for one in statements])
    return dict(found.values_list("statement", "agreement"))


def results_of(check: ProgressCheck) -> Results:
    people, least = _people(check), smallest_group()
    asked = questionnaire()
    shares = {one.id: _shares(people, one.id, least=least) for one in asked.statements}
    means = {
        theme.id: _means(people, shares, over=[one.id for one in theme.statements])
        for theme in asked.themes
    }
    of_statements, of_themes = _gaps(shares), _gaps(means)
    themes = tuple(
        ThemeLine(
            _line(str(theme), means[theme.id], of_themes.get(theme.id)),
            tuple(
                _line(one.workforce, shares[one.id], of_statements.get(one.id))
                for one in theme.statements
            ),
        )
        for theme in asked.themes
    )
    return Results(themes, least)


def _people(check: ProgressCheck) -> People:
    """For each voice of a group the statements it answered, and whether it agrees."""
    found: dict[int, tuple[str, dict[str, bool]]] = {}
    answers = CheckAnswer.objects.filter(voice__link__check_of=check)
    for voice, group, statement, agreement in answers.values_list(
        "voice", "voice__link__group", "statement", "agreement"
    ):
        found.setdefault(voice, (group, {}))[1][statement] = agreement >= Agreement.AGREE
    people: People = defaultdict(list)
    for group, said in found.values():
        people[group].append(said)
    return people


def _shares(people: People, statement: str, *, least: int) -> dict[str, Said]:
    """By group, of those with enough people."""
    found = {
        group: [person[statement] for person in people[group] if statement in person]
        for group in Group.values
    }
    return {group: said_of(agreed) for group, agreed in found.items() if len(agreed) >= least}


def _means(
    people: People, shares: Mapping[str, Mapping[str, Said]], *, over: Sequence[str]
) -> dict[str, Said]:
    """Over the statements that every group with anything to show shows: means of what is on the
    page uncover nothing else, and both groups are compared on the same statements."""
    groups = {group for one in over for group in shares[one]}
    shown = [one for one in over if groups <= shares[one].keys()]
    if not shown:
        return {}
    return {group: said_on_average(people[group], over=shown) for group in groups}


def _gaps(said: Mapping[str, Mapping[str, Said]]) -> dict[str, Gap]:
    pairs = {
        name: (groups[Group.LEADERS], groups[Group.WORKFORCE])
        for name, groups in said.items()
        if len(groups) == len(Group)
    }
    return dict(zip(pairs, gaps(list(pairs.values())), strict=True))


def _line(words: str, said: Mapping[str, Said], gap: Gap | None) -> Line:
    rated = {group: one.rated() for group, one in said.items()}
    return Line(words, rated.get(Group.WORKFORCE), rated.get(Group.LEADERS), gap)
