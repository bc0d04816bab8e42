import pytest

from herefor.listen.answers import WrongAnswer, check_answer, check_answers, clean_text, in_words
from herefor.listen.models import Question
from herefor.listen.questionnaires import questionnaire, questionnaires

RATING = Question(code="SATIS", kind="rating", low=1, high=10, low_words="bad", high_words="good")
YES_NO = Question(code="COMP", kind="yes-no", low=0, high=1)
TEXT = Question(code="COMMENT", kind="text")
CONTACT = Question(code="CONTACT", kind="contact", low=0, high=1)


@pytest.mark.parametrize("value", [7, "7", " 7 ", 7.0, "7.0", "7,0", "+7"])
def test_a_whole_number_on_the_scale_is_taken(value):
    assert check_answer(RATING, value=value) == 7


@pytest.mark.parametrize(
    "value", [0, 11, "-1", 7.5, "7.5", "seven", True, [7], {}, float("inf"), 10**30, "1_0", "7 8"]
)
def test_what_is_not_on_the_scale_is_refused_by_its_ends(value):
    with pytest.raises(WrongAnswer) as wrong:
        check_answer(RATING, value=value)

    assert wrong.value.message == "Choose a whole number from 1 to 10, or skip the question."


@pytest.mark.parametrize("question", [RATING, YES_NO, TEXT, CONTACT])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_every_question_may_be_skipped(question, value):
    assert check_answer(question, value=value) is None


@pytest.mark.parametrize("question", [RATING, YES_NO])
def test_a_question_may_not_apply(question):
    assert check_answer(question, value="na") == "na"


def test_whether_we_may_write_always_applies():
    with pytest.raises(WrongAnswer):
        check_answer(CONTACT, value="na")


@pytest.mark.parametrize(
    ("value", "stored"), [("1", 1), (1, 1), (True, 1), ("Yes", 1), ("0", 0), (0, 0), ("no", 0)]
)
def test_yes_and_no_are_stored_as_numbers(value, stored):
    assert check_answer(YES_NO, value=value) == stored


@pytest.mark.parametrize("value", ["perhaps", 2, 1.0, [1], "01"])
def test_what_is_neither_yes_nor_no_is_refused(value):
    with pytest.raises(WrongAnswer) as wrong:
        check_answer(YES_NO, value=value)

    assert wrong.value.message == "Choose yes or no, or skip the question."


def test_markup_is_kept_as_typed():
    assert check_answer(TEXT, value="<b>loud</b> & clear") == "<b>loud</b> & clear"


def test_signs_that_turn_the_rest_of_the_line_round_are_cleaned_and_arabic_kept():
    turned = "good\u202e\u202a\u2066 bad\u2069\u202c"

    assert clean_text(turned) == "good bad"
    assert clean_text("شكرا\u200f جزيلا 👩\u200d🔧") == "شكرا\u200f جزيلا 👩\u200d🔧"


def test_control_characters_are_cleaned_and_line_breaks_kept():
    assert clean_text("a\x00b\x1b[1m\r\nc\td\ud800") == "ab[1m\nc\td"


def test_a_text_of_5000_characters_is_taken_and_one_more_is_not():
    assert check_answer(TEXT, value="x" * 5000) == "x" * 5000

    with pytest.raises(WrongAnswer) as wrong:
        check_answer(TEXT, value="x" * 5001)

    assert wrong.value.message == "This has 5001 characters; we can take 5000. Please shorten it."


@pytest.mark.parametrize("value", [7, ["words"], {"a": 1}, True])
def test_a_text_must_be_words(value):
    with pytest.raises(WrongAnswer):
        check_answer(TEXT, value=value)


def test_two_answers_to_one_question_are_one_problem():
    checked = check_answers([RATING], given={"SATIS": ["3", "9"]})

    assert checked.answers == {}
    assert [problem.message for problem in checked.problems] == [
        "There are two answers to this question. Please give one."
    ]


def test_a_question_we_do_not_ask_is_named():
    checked = check_answers([RATING], given={"SATIS": ["3"], "EVIL\x00": ["1"]})

    assert checked.answers == {"SATIS": 3}
    assert [problem.message for problem in checked.problems] == [
        "No question here is called “EVIL”."
    ]


def test_no_value_at_all_is_skipping():
    assert check_answers([RATING], given={"SATIS": []}).answers == {}


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (RATING, 7, "7 on a scale from 1 (bad) to 10 (good)"),
        (RATING, "na", "It does not apply to you."),
        (RATING, None, "You skipped this."),
        (YES_NO, 1, "Yes"),
        (YES_NO, 0, "No"),
        (TEXT, "Thank you", "Thank you"),
        (TEXT, "na", "na"),
    ],
)
def test_a_receipt_says_an_answer_in_words(question, answer, words):
    assert in_words(question, answer=answer) == words


def test_the_american_questionnaire_asks_what_its_model_needs():
    asked = questionnaire("acsi").questions()

    by_construct = {}
    for question in asked:
        by_construct.setdefault(question.construct, []).append(question.code)
    assert by_construct == {
        "Expectations": ["OVERALLX", "CUSTOMX", "WRONGX"],
        "Quality": ["OVERALLQ", "CUSTOMQ", "WRONGQ"],
        "Value": ["PQ", "QP"],
        "Satisfaction": ["SATIS", "CONFIRM", "IDEAL"],
        "Complaints": ["COMP"],
        "Loyalty": ["REPUR", "RECOM"],
        "": ["COMMENT", "CONTACT"],
    }


def test_the_european_questionnaire_has_the_columns_of_the_published_data(shared):
    header = (shared / "data" / "mobi.csv").read_text().splitlines()[0]
    columns = {name.strip('"') for name in header.split(",")}

    codes = {q.code for q in questionnaire("ecsi").questions() if q.construct}

    assert codes == columns


@pytest.mark.parametrize("each", questionnaires(), ids=lambda each: each.name)
def test_a_page_holds_one_to_three_questions_of_one_topic(each):
    topics = [question.topic for question in each.questions()]

    assert all(1 <= topics.count(topic) <= 3 for topic in topics)
    assert topics == sorted(topics, key=topics.index)
