import doctest
import re
from pathlib import Path

import herefor.measure as measure

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs" / "explanation"


def test_the_examples_of_the_document_on_comparing_hold():
    found = doctest.testfile(str(DOCUMENTS / "measure-index.md"), module_relative=False)

    assert (found.failed, found.attempted > 5) == (0, True)


def test_every_function_that_makes_a_number_stands_with_its_source():
    page = (DOCUMENTS / "measure.md").read_text("utf-8")
    named = set(re.findall(r"`(\w+)[`(]", page))
    making = {
        name
        for name in measure.__all__
        if name.islower()
        and getattr(measure, name).__module__.split(".")[2]
        in ("sample", "estimate", "evaluate", "index", "drivers")
    }

    assert making - named == set()
