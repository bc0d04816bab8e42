import doctest
from pathlib import Path

DOCUMENTS = Path(__file__).resolve().parents[3] / "docs" / "explanation"


def test_the_examples_of_the_document_on_comparing_hold():
    found = doctest.testfile(str(DOCUMENTS / "measure-index.md"), module_relative=False)

    assert (found.failed, found.attempted > 5) == (0, True)
