"""Five examiners, two of them with ties, from the answers to the PDF; points reckoned by hand."""

from herefor.assess.frameworks import DEFAULT, shipped
from herefor.assess.models import Mark, Seat
from herefor.assess.queries.marks import scores_agreed
from herefor.assess.verbs import declare, invite, open_assessment
from herefor.people.models import Account

# points x percent / 100, by hand; process items at 50, results items at 40
BY_HAND = {"1": 60, "2": 42.5, "3": 42.5, "4": 45, "5": 42.5, "6": 42.5, "7": 180}


def test_five_examiners_two_with_ties_to_a_pdf(client, world):
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )
    root, lead = f"/assess/{assessment.pk}/", assessment.seats.get()
    writer = invite(assessment, account=world.bob, role="writer", by=world.alice)
    names = ["Ann B", "Bo", "Cy", "Di", "Ed"]
    team = [
        invite(
            assessment,
            account=Account.objects.create_user(f"e{place}@example.org", "x", name=name),
            role=Seat.Role.EXAMINER,
            by=world.alice,
        )
        for place, name in enumerate(names)
    ]
    client.force_login(writer.account)
    client.post(f"{root}onward/")
    for seat, tie in zip(team, ["none", "none", "none", "customer", "financial"], strict=True):
        client.force_login(seat.account)
        client.post(f"{root}ties/", {"tie": tie})
        for item in assessment.framework.items:
            percent = 40 if item.is_results else 50
            band = 3 if item.is_results else 4
            client.post(f"{root}marks/{item.id}/", {"band": band, "percent": percent})
        client.post(f"{root}onward/")
    assert Mark.objects.count() == 3 * 17
    assert not Mark.objects.filter(seat__in=team[3:]).exists()

    client.force_login(world.alice)
    declare(lead, tie="none")
    client.post(f"{root}onward/")
    declare(lead, tie="none")
    for item in assessment.framework.items:
        percent = 40 if item.is_results else 50
        client.post(f"{root}consensus/{item.id}/", {"percent": percent})
    trusted = client.get(f"{root}agreement/").content.decode()
    assert "Items: 17. Examiners: 3." in trusted
    points = scores_agreed(assessment)
    assert points.categories == BY_HAND
    assert points.total == 455
    client.post(f"{root}onward/")
    declare(lead, tie="none")
    client.post(f"{root}onward/")
    declare(lead, tie="none")
    themes = {"kind_1": "strength", "words_1": "They #listen.", "items_1": "1.1, 3.1"}
    assert client.post(f"{root}report/new/", {"kind_2": "strength"}).status_code == 422
    client.post(f"{root}report/new/", themes)

    client.force_login(writer.account)
    page = client.get(f"{root}report/").content.decode()
    assert "They #listen." in page
    assert '1.1 Senior Leadership: <span class="whole">50–65 %</span>' in page
    pdf = client.get(f"{root}report.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_the_page_of_an_assessment_asks_once_what_a_seat_may(
    client, world, django_assert_max_num_queries
):
    assessment = open_assessment(
        unit=world.harbour, framework=shipped()[DEFAULT], title="Our year", by=world.alice
    )
    root, lead = f"/assess/{assessment.pk}/", assessment.seats.get()
    writer = invite(assessment, account=world.bob, role="writer", by=world.alice)
    client.force_login(writer.account)
    client.post(f"{root}onward/")
    declare(lead, tie="none")
    client.force_login(world.alice)

    with django_assert_max_num_queries(40):
        assert client.get(root).status_code == 200
    with django_assert_max_num_queries(40):
        assert client.get(f"{root}team/").status_code == 200
