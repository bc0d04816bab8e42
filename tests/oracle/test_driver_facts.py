"""Drivers of two public surveys, as the notes beside the data state them.

Shares are stated to whole percents or tenths, so half a unit of the last digit is allowed.
"""

import polars as pl
import pytest

from herefor.measure import key_drivers, key_drivers_by
from shared_data import SHARED

LOUNGE = {
    "catering_rating": 0.158,
    "staff_service_rating": 0.156,
    "comfort_rating": 0.153,
    "cleanliness_rating": 0.144,
    "bar_beverages_rating": 0.143,
    "washrooms_rating": 0.134,
    "wifi_connectivity_rating": 0.113,
}


def read(name):
    return pl.read_csv(SHARED / "data" / f"{name}.csv.gz", infer_schema_length=None)


@pytest.fixture(scope="module")
def flights():
    table = read("airline_passenger_survey")
    return table.with_columns(satisfied=pl.col("satisfaction") == "satisfied")


@pytest.fixture(scope="module")
def aspects(flights):
    return flights.columns[
        flights.columns.index("inflight_wifi_service") : flights.columns.index("cleanliness") + 1
    ]


def test_lounges_have_five_drivers_that_cannot_be_told_apart():
    found = key_drivers(
        read("skytrax_lounge_reviews"), target="overall_rating", aspects=list(LOUNGE)
    )

    assert found.n == 2223
    assert found.r2.value == pytest.approx(0.75, abs=0.005)
    assert {name: share.value for name, share in found.shares.items()} == pytest.approx(
        LOUNGE, abs=0.0005
    )
    assert list(found.shares) == list(LOUNGE)
    assert found.leaders == tuple(LOUNGE)[:5]
    assert any(told.startswith("The first five cannot") for told in found.warnings)


def test_flights_are_driven_by_boarding_when_zeros_are_no_scores(flights, aspects):
    found = key_drivers(
        flights, target="satisfied", aspects=aspects, not_applicable=0, replicates=200
    )

    assert found.n == 23_863
    assert found.r2.value == pytest.approx(0.49, abs=0.005)
    assert {name: round(share.value, 2) for name, share in list(found.shares.items())[:3]} == {
        "online_boarding": 0.31,
        "inflight_wifi_service": 0.11,
        "inflight_entertainment": 0.09,
    }
    assert found.shares["gate_location"].value < 0.01
    assert found.aspect("departure_arrival_time_convenient").correlation.value == pytest.approx(
        -0.07, abs=0.005
    )
    assert any(
        told.startswith("departure_arrival_time_convenient is a suppressor")
        for told in found.warnings
    )


def test_zeros_kept_as_scores_move_wifi_from_second_to_sixth(flights, aspects):
    found = key_drivers(flights, target="satisfied", aspects=aspects, replicates=0)

    assert list(found.shares).index("inflight_wifi_service") == 5


def test_private_journeys_are_driven_by_three_things_alone(flights, aspects):
    parts = key_drivers_by(
        flights,
        "type_of_travel",
        target="satisfied",
        aspects=aspects,
        not_applicable=0,
        replicates=50,
    )

    shares = {
        name: round(share.value, 2)
        for name, share in list(parts.found["Personal Travel"].shares.items())[:3]
    }
    assert shares == {
        "inflight_wifi_service": 0.52,
        "ease_of_online_booking": 0.34,
        "online_boarding": 0.13,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_replicates_name_the_same_five(seed):
    found = key_drivers(
        read("skytrax_lounge_reviews"),
        target="overall_rating",
        aspects=list(LOUNGE),
        replicates=300,
        seed=seed,
    )

    assert len(found.leaders) == 5
