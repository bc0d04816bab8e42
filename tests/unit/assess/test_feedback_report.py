"""What the applicant receives, and what judges read of it."""

import re
from io import BytesIO

import pytest

from herefor.assess.blinding import GONE, blinded, telling
from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.printing import report_pdf
from herefor.assess.queries.bands import Applicants, BandCount
from herefor.assess.queries.blinding import blinded_document
from herefor.assess.queries.report import Theme, report_document
from herefor.assess.reporting import reading, report_in_words
from herefor.assess.verbs import open_assessment
from herefor.story.clock import now

THEME = Theme("results", "Levels rise where they compare.", ("7.1", "7.2"))


def agreed(world, *, edition=DEFAULT, percent=40, but=()):
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[edition], title="Tideway 2026", by=world.alice
    )
    lead = assessment.seats.get()
    for item in assessment.framework.items:
        if item.id not in but:
            assessment.consensuses.create(
                item=item.id, percent=percent, median=percent, by=lead, at=now()
            )
    return assessment


def commented(assessment, **said):
    lead = assessment.seats.get()
    comment = lead.comments.create(item="1.1", made_at=now())
    words = {"kind": "opportunity", "idea": "It is unclear who listens."} | said
    return comment.versions.create(number=1, by=lead.account, at=now(), **words)


def items_of(told):
    return {item["id"]: item for category in told["categories"] for item in category["items"]}


def test_a_report_tells_ranges_and_bands_and_no_exact_mark(world):
    assessment = agreed(world)
    commented(assessment, is_bold=True)

    told = report_in_words(report_document(assessment, themes=[THEME]), at=now())

    assert items_of(told)["1.1"]["range_words"] == "30–45 %"
    assert items_of(told)["1.1"]["opportunities"][0]["idea"] == "It is unclear who listens."
    # 550 x .40 = 220 and 450 x .40 = 180
    assert [one["sentence"] for one in told["bands"]] == [
        "Band 3 of 8: 201 to 260 of 550 points.",
        "Band 3 of 8: 171 to 210 of 450 points.",
    ]
    assert told["themes"][0]["kind_words"] == "What the results say"
    assert "220" not in str(told)
    assert [len(one["rows"]) for one in told["guide"]] == [6, 6]


def test_an_item_that_is_not_agreed_has_no_range_and_its_kind_no_band(world):
    told = report_in_words(report_document(agreed(world, but=["7.3"]), themes=[]))

    assert items_of(told)["7.3"]["range_words"] == "no range"
    assert [one["band"] for one in told["bands"]] == [3, None]
    assert "not agreed on every one" in told["bands"][1]["sentence"]


@pytest.mark.parametrize("edition", sorted(shipped()))
def test_every_edition_can_be_reported_on_paper(world, edition):
    assessment = agreed(world, edition=edition)

    told = report_in_words(report_document(assessment, themes=[THEME]), at=now())

    assert report_pdf(told, reading=reading()).startswith(b"%PDF-")
    assert blinded_document(assessment)["framework"] == str(shipped()[edition])


def test_counts_of_applicants_stand_beside_the_bands(world):
    counts = (BandCount(2, None), BandCount(3, 7), BandCount(4, None))
    applicants = [Applicants("process", 12, 5, counts)]

    told = report_in_words(report_document(agreed(world), themes=[]), applicants=applicants)
    process, results = told["bands"]

    assert [one["n"] for one in process["steps"]][:5] == ["0", "not shown", "7", "not shown", "0"]
    assert process["counted"].startswith("Of 12 applicants")
    assert (results["has_counts"], results["counted"]) == (False, "")


def test_words_of_people_are_never_typesetting(world):
    assessment = agreed(world)
    commented(assessment, idea='#panic("no") *bold* $x$', examples="= heading", relevance="<a>")

    told = report_in_words(report_document(assessment, themes=[]))

    assert BytesIO(report_pdf(told, reading=reading())).read(5) == b"%PDF-"


def test_judges_read_no_name_that_tells(world):
    assessment = agreed(world)
    commented(
        assessment,
        idea="HARBOUR & VALE and its Vale desk, says Alice Berg; Tideway has a harbour master.",
        examples="The Ferrymen's club of Harbour. Leaders of the year will listen.",
    )
    assessment.aliases.create(name="the ferrymen", by=world.alice, at=now())

    comment = items_of(blinded_document(assessment))["1.1"]["comments"][0]

    assert comment["idea"] == (
        f"{GONE} and its {GONE} desk, says {GONE}; {GONE} has a {GONE} master."
    )
    assert comment["examples"] == f"{GONE}'s club of {GONE}. Leaders of the year will listen."


def test_a_name_that_is_a_plain_word_takes_only_its_capital():
    found = telling(["Will Page"])

    told = blinded({"a": ["Will says that they will; Will Page too", 3]}, found)

    assert told == {"a": [f"{GONE} says that they will; {GONE} too", 3]}
    assert blinded("Nothing", telling([" "])) == "Nothing"


def test_themes_that_were_plain_lines_are_still_read(world):
    document = report_document(agreed(world), themes=[]) | {"themes": ["They listen."]}

    told = report_in_words(document)

    assert told["themes"] == [{"kind": "", "kind_words": "", "words": "They listen.", "items": []}]
    assert report_pdf(told, reading=reading()).startswith(b"%PDF-")


def pages_with(assessment, words):
    themes = [Theme("results", words, ("7.1",))]
    told = report_in_words(report_document(assessment, themes=themes))
    tree = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", report_pdf(told, reading=reading()))
    return int(tree.group(1))


def test_a_word_longer_than_a_line_goes_on_in_the_next(world):
    assessment = agreed(world)

    assert pages_with(assessment, "w" * 9000) > pages_with(assessment, "w")
