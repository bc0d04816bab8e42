"""The pages where writers put down numbers that other programs keep."""

import pytest
from django.urls import reverse

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Evidence, Result, Seat
from herefor.assess.verbs import declare, invite, open_assessment, submit
from herefor.people.models import Account

TABLE = "Year;Ours;Panel\n2023;14,0;15,5\n2024;12,5;\n2025;11,0;13,5"


@pytest.fixture
def assessment(world):
    return open_assessment(
        unit=world.company, framework=shipped()[DEFAULT], title="Our year", by=world.ann
    )


@pytest.fixture
def writer(assessment, world, client):
    client.force_login(world.alice)
    return invite(assessment, account=world.alice, role=Seat.Role.WRITER, by=world.ann)


@pytest.fixture
def said(world):
    return {
        "name": "Staff turnover",
        "measured_in": "percent",
        "better": "lower",
        "unit": world.harbour.pk,
        "source": "Payroll",
        "table": TABLE,
        "other": "Ports panel",
        "other_source": "41 ports",
    }


def address(assessment, which=None):
    known = [assessment.pk, "7.3"] if which is None else [assessment.pk, "7.3", which]
    return reverse("assess:result-new" if which is None else "assess:result", args=known)


def page(client, assessment):
    return client.get(f"/assess/{assessment.pk}/answers/7.3/").content.decode()


def name_it(client, assessment, result):
    said = {
        "what": f"result-{result.pk}-",
        "factors": ["levels", "trends", "comparisons"],
        "words": "Fewer leave.",
    }
    return client.post(f"/assess/{assessment.pk}/answers/7.3/evidence/", said)


def test_a_result_is_written_chosen_named_and_drawn(client, assessment, writer, said):
    answer = client.post(address(assessment), said, follow=True)

    result = Result.objects.get()
    text = answer.content.decode()
    assert answer.redirect_chain == [
        (f"/assess/{assessment.pk}/answers/7.3/?what=result-{result.pk}-#naming", 302)
    ]
    assert "Kept: 3 periods, from 2023 to 2025. Now say what they show." in text
    assert f'<option value="result-{result.pk}-" selected>Harbour: Staff turnover' in text
    assert result.rows == [["2023", 14, 15.5], ["2024", 12.5, None], ["2025", 11, 13.5]]

    assert name_it(client, assessment, result).status_code == 302
    text = page(client, assessment)
    for words in (
        "Staff turnover, Harbour",
        "Lower is better: a line that falls is good.",
        "Hollow points: Ports panel, 13.5 in 2025, which is worse (41 ports).",
        "As told by Payroll; no interval is known.",
        '<th scope="col" class="n">Ports panel</th>',
        "7.3 has levels, trends and comparisons, no integration.",
    ):
        assert words in text
    assert text.count("no interval is known") == 1
    assert "clear" not in text[text.index("<h2>Evidence</h2>") : text.index("Take it back")]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"table": ""}, "This field is required"),
        ({"source": ""}, "This field is required"),
        ({"table": "2024;12\n2025;x\n2026;y"}, "Line 3: “y” is no number."),
        ({"table": "2024;12\n2025;11"}, "Nothing is compared: no line has a third column."),
        ({"other": "", "other_source": ""}, "Say whose the third column is."),
        ({"other_source": ""}, "A comparison without a source cannot be trusted."),
        ({"better": "faster"}, "Select a valid choice"),
        ({"unit": "0"}, "Select a valid choice"),
        ({"table": "1\n" * 6000}, "at most 10000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    client, assessment, writer, said, change, words
):
    answer = client.post(address(assessment), said | change)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert (said | change)["table"] in text
    assert "Staff turnover" in text
    assert not Result.objects.exists()


def test_every_wrong_line_is_told_at_once(client, assessment, writer, said):
    text = client.post(
        address(assessment), said | {"table": "2024;12\n2025;x\n2026;y\n2024;3"}
    ).content.decode()

    for words in ("Line 2: “x”", "Line 3: “y”", "Line 4: “2024” stands in line 1 already."):
        assert words in text


def test_a_correction_begins_with_what_stands_and_shows_where_it_was_named(
    client, assessment, writer, said
):
    client.post(address(assessment), said)
    result = Result.objects.get()
    name_it(client, assessment, result)
    assert address(assessment, result.pk) in page(client, assessment)
    form = client.get(address(assessment, result.pk)).context["form"]
    assert form.initial["table"] == "2023\t14.0\t15.5\n2024\t12.5\n2025\t11.0\t13.5\n"

    again = said | {"table": form.initial["table"].replace("11.0", "10.5")}
    answer = client.post(address(assessment, result.pk), again, follow=True)

    text = answer.content.decode()
    newest = Result.objects.get(follows=result)
    assert "14.0 in 2023, 10.5 in 2025." in text
    assert "11.0" not in text
    assert address(assessment, newest.pk) in text
    assert Evidence.objects.get().about == result


def test_who_comes_second_is_told_and_keeps_what_was_typed(client, assessment, writer, said):
    client.post(address(assessment), said)
    result = Result.objects.get()
    client.post(address(assessment, result.pk), said | {"name": "Who left"})

    answer = client.post(address(assessment, result.pk), said | {"name": "People who left"})

    text, newest = answer.content.decode(), Result.objects.get(name="Who left")
    assert answer.status_code == 422
    assert "Somebody corrected this meanwhile." in text
    assert "People who left" in text
    assert f'action="{address(assessment, newest.pk)}"' in text
    assert client.post(address(assessment, newest.pk), said).status_code == 302


def test_a_writer_who_may_not_see_a_result_finds_no_way_to_it(client, world, writer, said):
    part = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Harbour", by=world.ann
    )
    for account in (world.alice, world.bob):
        invite(part, account=account, role=Seat.Role.WRITER, by=world.ann)
    whole = said | {"unit": world.company.pk}
    client.post(address(writer.assessment), whole)
    result = Result.objects.get()

    assert client.get(address(part, result.pk)).status_code == 404
    client.force_login(world.bob)
    assert client.get(address(part, result.pk)).status_code == 404
    assert client.post(address(part, result.pk), said).status_code == 404
    assert name_it(client, part, result).status_code == 422
    assert "Staff turnover" not in page(client, part)
    assert client.post(address(part), whole).status_code == 422


def test_an_examiner_reads_the_frozen_chart(client, assessment, writer, said, world):
    client.post(address(assessment), said)
    result = Result.objects.get()
    name_it(client, assessment, result)
    submit(assessment, by=writer)
    account = Account.objects.create_user("ex@example.org", "x", name="Ex")
    declare(invite(assessment, account=account, role="examiner", by=world.ann), tie="none")
    client.force_login(account)

    text = client.get(f"/assess/{assessment.pk}/marks/7.3/").content.decode()

    assert "14.0 in 2023, 11.0 in 2025." in text
    assert "Kept as it stood on the day of the submission." in text
    assert "Correct the numbers" not in text
    assert client.get(address(assessment, result.pk)).status_code == 403
