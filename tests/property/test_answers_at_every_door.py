"""Whatever is sent, every door says the same, stores only what is right, and never breaks."""

import html
import json
import re
from itertools import count

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asked import ask, draft
from herefor.listen.answers import LONGEST_TEXT, check_answers
from herefor.listen.models import Response
from herefor.listen.questionnaires import questionnaire
from worlds import make_world

QUESTIONS = questionnaire("acsi").questions
CODES = ["SATIS", "COMP", "COMMENT", "CONTACT"]
number = count(10_000)
PAGES = {"SATIS": 4, "COMP": 5, "COMMENT": 7}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
words = st.text(max_size=30) | st.integers(-5, 20).map(str) | st.sampled_from(["na", "yes", "1.0"])


@given(
    st.dictionaries(st.sampled_from(CODES) | st.text(max_size=5), st.lists(anything, max_size=3))
)
def test_only_what_the_questions_allow_is_ever_kept(sent):
    checked = check_answers(QUESTIONS(), given=sent)

    assert set(checked.answers) | {p.question for p in checked.problems} <= set(sent)
    assert not set(checked.answers) & {p.question for p in checked.problems}
    for code, answer in checked.answers.items():
        assert code in {question.code for question in QUESTIONS()}
        if code == "COMMENT":
            assert isinstance(answer, str)
            assert 0 < len(answer) <= LONGEST_TEXT
            assert "\x00" not in answer
            answer.encode("utf-8")
        elif answer != "na":
            assert isinstance(answer, int)
            assert 0 <= answer <= 10


@given(st.dictionaries(st.sampled_from(CODES), anything))
def test_checking_what_was_kept_changes_nothing(sent):
    kept = check_answers(QUESTIONS(), given={code: [value] for code, value in sent.items()}).answers

    again = check_answers(QUESTIONS(), given={code: [value] for code, value in kept.items()})

    assert again.answers == kept
    assert again.problems == []


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(code=st.sampled_from(sorted(PAGES)), value=words, second=st.none() | words)
def test_the_page_and_the_program_door_say_the_same(doors, code, value, second):
    web, response, key = doors
    values = [value] if second is None else [value, second]
    pairs = ", ".join(f"{json.dumps(code)}: {json.dumps(each)}" for each in values)
    mark = f"mark-{next(number)}"

    page = web.post(f"/r/{response.key}/{PAGES[code]}/", {code: values})
    body = f'{{"answers": {{{pairs}}}, "once": "{mark}"}}'
    api = web.post(f"/api/v1/waves/{key}/responses", body, content_type="application/json")

    response.refresh_from_db()
    stored = Response.objects.filter(once=f"api-{mark}").first()
    if page.status_code == 302 and code in response.answers:
        assert stored is not None
        assert stored.answers == {code: response.answers[code]}
    else:
        assert stored is None
        assert api.status_code == 422
    if page.status_code == 422:
        message = api.json()["problems"][0]["message"]
        assert message in html.unescape(re.sub(r"\s+", " ", page.content.decode()))


@pytest.fixture
def doors(db):
    asked = ask(make_world())
    return Client(), draft(asked), asked.harbour.key
