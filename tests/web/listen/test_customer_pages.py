from datetime import timedelta

import pytest
from django.urls import reverse

from asked import SATISFIED, answered, ask, draft
from herefor.answer.models import Case
from herefor.listen import verbs
from herefor.listen.models import Response
from herefor.people.models import Customer
from herefor.story.clock import acting_at
from herefor.story.models import Event

LAST = 8


@pytest.fixture
def asked(world):
    return ask(world)


def begin(client, asked, once="a-mark-of-mine"):
    page = client.post(asked.harbour.get_absolute_url(), {"once": once})
    return Response.objects.get(once=f"web-{once}"), page


def page_url(response, number):
    return reverse("listen:page", args=[response.key, number])


def send(client, response, number, data=None):
    return client.post(page_url(response, number), data or {})


def words(page):
    return page.content.decode()


def test_the_door_says_who_asks_and_how_long_it_takes(client, asked):
    page = client.get(asked.harbour.get_absolute_url())

    assert page.status_code == 200
    assert "We at Harbour &amp; Vale, Harbour, would like to hear" in words(page)
    assert "about 2 minutes" in words(page)
    assert Response.objects.count() == 0


def test_pressing_begin_twice_begins_once(client, asked):
    response, page = begin(client, asked)
    begin(client, asked)

    assert page.url == page_url(response, 1)
    assert Response.objects.count() == 1
    assert (response.unit, response.channel) == (asked.harbour.unit, "web")


def test_a_mark_of_the_wrong_kind_is_replaced(client, asked):
    client.post(asked.harbour.get_absolute_url(), {"once": "no spaces, please"})

    assert Response.objects.get().once.startswith("web-")


def test_each_page_shows_its_step_and_its_questions(client, asked):
    response, _page = begin(client, asked)

    page = client.get(page_url(response, 4))

    assert "Step 4 of 8" in words(page)
    assert "All in all, how satisfied are you with us?" in words(page)
    assert 'name="PQ"' not in words(page)
    assert " checked" not in words(page)


def test_answers_are_kept_page_by_page_and_shown_again_on_going_back(client, asked):
    response, _page = begin(client, asked)

    on = send(client, response, 4, {"SATIS": "8", "IDEAL": "na"})
    back = send(client, response, 5, {"COMP": "1", "back": "1"})

    response.refresh_from_db()
    assert response.answers == {"SATIS": 8, "IDEAL": "na", "COMP": 1}
    assert (on.url, back.url) == (page_url(response, 5), page_url(response, 4))
    assert words(client.get(page_url(response, 4))).count(" checked") == 2


def test_the_last_page_sends_the_answers_once(client, asked):
    response, _page = begin(client, asked)
    send(client, response, 4, SATISFIED)

    first = send(client, response, LAST, {"CONTACT": "0"})
    second = send(client, response, LAST, {"CONTACT": "0"})

    assert first.url == second.url == response.receipt_url()
    assert Event.objects.filter(what="answer submitted").count() == 1


def test_skipping_everything_is_said_kindly(client, asked):
    response, _page = begin(client, asked)

    page = send(client, response, LAST)

    assert page.status_code == 422
    assert "You skipped every question." in words(page)


@pytest.mark.parametrize(
    ("number", "data", "message"),
    [
        (4, {"SATIS": "11"}, "Choose a whole number from 1 to 10, or skip the question."),
        (4, {"SATIS": "good"}, "Choose a whole number from 1 to 10, or skip the question."),
        (4, {"SATIS": ["3", "9"]}, "There are two answers to this question."),
        (4, {"EVIL": "1"}, "No question here is called “EVIL”."),
        (4, {"COMMENT": "asked elsewhere"}, "No question here is called “COMMENT”."),
        (5, {"COMP": "perhaps"}, "Choose yes or no, or skip the question."),
        (7, {"COMMENT": "x" * 5001}, "This has 5001 characters; we can take 5000."),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_nothing_wrong_is_stored(
    client, asked, number, data, message
):
    response, _page = begin(client, asked)

    page = send(client, response, number, data)

    response.refresh_from_db()
    assert page.status_code == 422
    assert "error-summary" in words(page)
    assert message in words(page)
    assert response.answers == {}


def test_a_wrong_answer_leaves_the_right_ones_kept(client, asked):
    response, _page = begin(client, asked)
    send(client, response, 4, {"SATIS": "5", "IDEAL": "6"})

    send(client, response, 4, {"SATIS": "99", "IDEAL": "7"})

    response.refresh_from_db()
    assert response.answers == {"SATIS": 5, "IDEAL": 7}


def test_a_text_of_a_megabyte_is_given_back_to_be_shortened(client, asked):
    response, _page = begin(client, asked)
    send(client, response, 4, SATISFIED)

    page = send(client, response, 7, {"COMMENT": "long " * 200_000})

    response.refresh_from_db()
    assert page.status_code == 422
    assert words(page).count("long ") >= 200_000
    assert response.answers == SATISFIED


def test_markup_is_stored_as_typed_and_never_runs(client, asked):
    response = answered(asked, answers={"COMMENT": "<script>alert(1)</script>\nsecond line"})

    page = client.get(response.receipt_url())

    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>second line" in words(page)
    assert "<script>alert" not in words(page)


def test_a_reworded_hint_never_runs_either(client, world):
    survey = verbs.start_survey("acsi", unit=world.harbour, name="Ours", by=world.ann)
    question = survey.editions.get().questions.get(code="COMP")
    verbs.reword_question(question, words="<i>Hm?</i>", hint="<script>x</script>", by=world.ann)
    client.force_login(world.ann)

    page = words(client.get(survey.get_absolute_url()))

    assert "&lt;i&gt;Hm?&lt;/i&gt;" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page


def test_who_allows_contact_says_how_and_it_is_stored_apart(client, asked):
    response, _page = begin(client, asked)

    page = send(client, response, LAST, {"CONTACT": "1", "name": "Dora", "email": "d@example.org"})

    response.refresh_from_db()
    assert page.url == response.receipt_url()
    assert response.answers == {"CONTACT": 1}
    assert response.customer.name == "Dora"
    assert (
        response.customer.consents.get().words == "Yes, you may contact me about what I said here"
    )


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({}, "Give an e-mail address or a telephone number, or choose No."),
        ({"name": "Dora"}, "Give an e-mail address or a telephone number, or choose No."),
        ({"email": "not an address"}, "Enter a valid email address."),
        ({"phone": "1" * 41}, "Ensure this value has at most 40 characters"),
    ],
)
def test_contact_without_a_way_to_reach_is_asked_again(client, asked, details, message):
    response, _page = begin(client, asked)

    page = send(client, response, LAST, {"CONTACT": "1"} | details)

    assert page.status_code == 422
    assert message in words(page)
    assert Customer.objects.filter(name="Dora").count() == 0


def test_details_of_who_declines_are_not_stored(client, asked):
    before = Customer.objects.count()
    response, _page = begin(client, asked)
    send(client, response, 4, SATISFIED)

    send(client, response, LAST, {"CONTACT": "0", "name": "Dora", "email": "d@example.org"})

    response.refresh_from_db()
    assert response.customer is None
    assert Customer.objects.count() == before


def test_details_typed_are_held_for_this_browser_while_going_back(client, asked):
    response, _page = begin(client, asked)

    send(client, response, LAST, {"CONTACT": "0", "email": "d@example.org", "back": "1"})

    assert "d@example.org" in words(client.get(page_url(response, LAST)))
    assert "d@example.org" not in str(Response.objects.get().answers)


def test_a_receipt_says_what_is_stored_for_how_long_and_that_nobody_will_write(client, asked):
    page = words(client.get(answered(asked, answers={"SATIS": 8}).receipt_url()))

    assert "8 on a scale from 1 (very dissatisfied) to 10 (very satisfied)" in page
    assert "You skipped 15 questions" in page
    assert "We keep it for 2 years." in page
    assert "No personal answer will come: you did not ask for one." in page


def test_a_receipt_names_who_will_answer_by_when(client, asked):
    response = answered(asked, answers={"SATIS": 1})

    page = words(client.get(response.receipt_url()))

    assert "Bob Ek, Harbour, will answer you by" in page


def test_a_receipt_of_unsent_answers_leads_back_to_the_questions(client, asked):
    response = draft(asked, answers={"SATIS": 8})

    assert client.get(response.receipt_url()).url == page_url(response, 5)


def test_sent_answers_have_no_pages_to_change_any_more(client, asked):
    response = answered(asked)

    assert client.get(page_url(response, 4)).url == response.receipt_url()
    assert send(client, response, 4, {"SATIS": "8"}).url == response.receipt_url()
    assert send(client, response, 4, {"SATIS": "1"}).status_code == 409
    response.refresh_from_db()
    assert response.answers == SATISFIED


NOT_STORED = "You had already sent your answers; what you typed just now was not stored"


def test_words_typed_in_a_second_window_after_sending_are_given_back(client, asked):
    response = answered(asked)

    details = {"CONTACT": "1", "name": "Dora <Wu>", "email": "Dora@example.org"}
    contact = send(client, response, LAST, details)
    comment = send(client, response, 7, {"COMMENT": "Two\nlines"})
    wrong = send(client, response, 4, {"SATIS": "eleven"})

    assert {page.status_code for page in (contact, comment, wrong)} == {409}
    assert NOT_STORED in words(contact)
    assert "tell us in any other way" in words(contact)
    assert "Dora &lt;Wu&gt;" in words(contact)
    assert "Dora@example.org" in words(contact)
    assert "Two<br>lines" in words(comment)
    assert "eleven" in words(wrong)
    response.refresh_from_db()
    assert (response.customer, response.answers) == (None, SATISFIED)


def test_who_has_a_case_open_is_led_there_with_words_not_stored(client, asked):
    response = answered(asked, answers={"SATIS": 1})

    page = words(send(client, response, 7, {"COMMENT": "One thing more"}))

    assert NOT_STORED in page
    assert "Bob Ek will answer you." in page
    assert Case.objects.get().follow_url in page


def test_sending_the_same_twice_with_a_name_is_thanked_twice(client, asked):
    response, _page = begin(client, asked)
    send(client, response, 4, SATISFIED)
    details = {"CONTACT": "1", "name": " Dora Wu ", "email": "Dora@Example.org", "phone": "12"}

    pages = [send(client, response, LAST, details) for _again in range(2)]

    assert [page.url for page in pages] == [response.receipt_url()] * 2


def test_a_survey_that_closes_while_the_button_is_pressed_says_so(client, asked, monkeypatch):
    in_time = asked.wave.closes_at - timedelta(seconds=1)
    monkeypatch.setattr("herefor.listen.views.customer.now", lambda: in_time)

    with acting_at(asked.wave.closes_at):
        page = client.post(asked.harbour.get_absolute_url(), {"once": "a-mark-of-mine"})

    assert page.status_code == 410
    assert "This survey has ended" in words(page)


def test_a_page_that_is_not_there_leads_to_one_that_is(client, asked):
    response = draft(asked)

    assert client.get(page_url(response, 99)).url == page_url(response, 1)
    assert client.get(page_url(response, 0)).url == page_url(response, 1)


def test_a_personal_link_is_answered_once_and_shows_its_receipt_again(client, world, asked):
    invitation = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    url = invitation.get_absolute_url()

    first, again = client.post(url), client.post(url)
    response = Response.objects.get()
    send(client, response, 4, SATISFIED)
    half = words(client.get(url))
    send(client, response, LAST, {"CONTACT": "1"})
    used = client.get(url)

    invitation.refresh_from_db()
    response.refresh_from_db()
    assert first.url == again.url == page_url(response, 1)
    assert "You began to answer" in half
    assert used.status_code == 410
    assert "You have answered already" in words(used)
    assert response.receipt_url() in words(used)
    assert response.customer == world.carla
    assert invitation.opened_at is not None


def test_who_was_asked_by_name_is_not_asked_for_it(client, world, asked):
    invitation = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    client.post(invitation.get_absolute_url())

    page = words(client.get(page_url(Response.objects.get(), LAST)))

    assert 'name="CONTACT"' in page
    assert 'name="email"' not in page


def test_links_that_do_not_lead_to_questions_say_so(client, world, asked):
    early, late = ask(world, name="A", starts_in=5), ask(world, name="B", starts_in=-40)
    invitation = verbs.invite(asked.wave, customer=world.carla, unit=world.harbour, by=world.alice)
    said = {
        "/s/forged/": (404, "We do not know this link"),
        f"/s/{asked.wave.pk}/forged/": (404, "We do not know this link"),
        f"/s/{early.wave.pk}/{invitation.token}/": (404, "This link belongs to another survey"),
        early.harbour.get_absolute_url(): (409, "This survey has not begun yet"),
        late.harbour.get_absolute_url(): (410, "This survey has ended"),
        "/r/forged/1/": (404, "There are no answers at this address"),
        "/r/forged/receipt/": (404, "There are no answers at this address"),
    }

    for url, (status, title) in said.items():
        for page in (client.get(url), client.post(url)):
            if page.status_code != 405:
                assert (url, page.status_code) == (url, status)
                assert f"<h1>{title}</h1>" in words(page)
    assert Response.objects.count() == 0


def test_answers_begun_in_time_are_taken_for_a_day_and_then_kindly_refused(client, asked):
    in_time, too_late = draft(asked, once="1", answers=SATISFIED), draft(asked, once="2")
    end = asked.wave.closes_at

    with acting_at(end + timedelta(hours=23)):
        sent = send(client, in_time, LAST, {"CONTACT": "0"})
    with acting_at(end + timedelta(hours=25)):
        refused = send(client, too_late, 4, {"SATIS": "1"})
        shown = client.get(page_url(too_late, 4))
        receipt = client.get(too_late.receipt_url())

    too_late.refresh_from_db()
    assert sent.url == in_time.receipt_url()
    assert {refused.status_code, shown.status_code, receipt.status_code} == {410}
    assert "what you just typed is not stored" in words(refused)
    assert too_late.answers == {}


def test_no_page_of_a_customer_is_kept_by_caches_or_found_by_search(client, asked):
    response = answered(asked)

    for url in (asked.harbour.get_absolute_url(), response.receipt_url()):
        page = client.get(url)
        assert "no-store" in page["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in words(page)
