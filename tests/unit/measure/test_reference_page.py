import re

import herefor.measure as measure
from reference_page import PAGE, written


def test_the_page_of_public_names_is_what_the_code_says():
    assert PAGE.read_text("utf-8") == written(), "Run: python tests/reference_page.py"


def test_every_public_name_has_a_line_of_its_own_and_says_what_it_is():
    told = re.findall(r"^\| `(\w+).*` \| (.+) \|$|^\| `(\w+)` \| (.+) \|$", written(), re.M)

    names = [one or other for one, _, other, _ in told]
    assert [names.count(name) for name in measure.__all__] == [1] * len(measure.__all__)
    assert all(sentence or other for _, sentence, _, other in told)
