"""Small tables as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from herefor.assess.tables import WrongTable, as_table, rows_in

TWO = [("2024", 12.5, None), ("2025", 11.0, None)]
THREE = [("2024", 12.5, 14.0), ("2025", 11.0, None)]


@pytest.mark.parametrize(
    "text",
    [
        "2024\t12.5\n2025\t11",
        "2024;12,5\n2025;11,0",
        "2024; 12,5\r\n\r\n2025; 11\r\n",
        "2024,12.5\n2025,11",
        '2024,"12,5"\n2025,"11"',
        '"2024";"12,5"\n"2025";"11"',
        "\ufeff2024;12.5 %\n2025;11 %",
        "Year\tPercent\n2024\t12.5\n2025\t11",
        "Year,Percent\n2024,12.5\n2025,11",
        "\n\nYear; Percent (2,000 people)\n2024; 12.5\n2025; 11",
        "2024\t12,5\t\n2025\t11,0\t\t",
        "\u00a02024\u00a0;\u202f12.5\n2025;+11",
        "2024;12.50000000001\n2025;11",
        "2024\r12.5".replace("\r", "\t") + "\r2025\t11",
    ],
)
def test_two_columns_are_read_however_they_are_parted(text):
    assert rows_in(text) == TWO


@pytest.mark.parametrize(
    "text",
    [
        "2024\t12.5\t14\n2025\t11\t",
        "2024\t12,5\t14,0\n2025\t11",
        "Year;Ours;Panel\n2024;12,5;14\n2025;11;",
        "Year,Ours,Panel\n2024,12.5,14\n2025,11,",
    ],
)
def test_a_third_column_may_have_gaps(text):
    assert rows_in(text) == THREE


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("1.234,5", "900"), (1234.5, 900)),
        (("1,234.5", "900"), (1234.5, 900)),
        (("1.234", "0,5"), (1234, 0.5)),
        (("1,234", "0.5"), (1234, 0.5)),
        (("1.234", "2,5"), (1234, 2.5)),
        (("1.2340", "2"), (1.234, 2)),
        (("0.234", "2"), (0.234, 2)),
        (("12.345", "1,0"), (12345, 1)),
        (("12 345", "900"), (12345, 900)),
        (("12\u00a0345,5", "900"), (12345.5, 900)),
        (("12'345", "900"), (12345, 900)),
        (("12,345.7", "900"), (12345.7, 900)),
        (("€ 12.5", "900 €"), (12.5, 900)),
        (("−3", "-4.5"), (-3, -4.5)),
        (("12,5", "11.5"), (12.5, 11.5)),
    ],
)
def test_both_decimal_signs_are_understood(cells, values):
    text = "\n".join(f"{2024 + index}\t{cell}" for index, cell in enumerate(cells))

    assert [value for _period, value, _other in rows_in(text)] == list(values)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", ["A chart needs at least two periods, each on a line of its own."]),
        (" \n\t\n", ["A chart needs at least two periods, each on a line of its own."]),
        ("2025;11", ["A chart needs at least two periods, each on a line of its own."]),
        ("Year;Percent", ["A chart needs at least two periods, each on a line of its own."]),
        (
            "2024;12\n2025;eleven\n2026;",
            ["Line 2: “eleven” is no number.", "Line 3: it needs a period and a value."],
        ),
        ("2024;n/a\n2025;11", ["Line 1: “n/a” is no number."]),
        ("2024 12\n2025 11", ["Line 1: it needs a period and a value.", "Line 2: it needs"]),
        (";12\n2025;11", ["Line 1: it needs a period and a value."]),
        ("2024;12\n\n2024 ;11", ["Line 3: “2024” stands in line 1 already."]),
        ("spring;12\nSpring;11", ["Line 2: “Spring” stands in line 1 already."]),
        ("2024;1;2;3\n2025;11", ["Line 1: it has more than three columns."]),
        ("2024;1e5\n2025;nan\n2026;inf", ["“1e5”", "“nan”", "“inf”"]),
        ("2024;1.2.3\n2025;1,23,456\n2026;1 2", ["“1.2.3”", "“1,23,456”", "“1 2”"]),
        ("2024;1.234\n2025;900", ["“1.234” may mean thousands or three decimals."]),
        ("2024;1.234\n2025;0,5\n2026;0.5", ["“1.234” may mean thousands or three decimals."]),
        ("2024;-100000\n2025;1", ["“-100000” is too large for a chart."]),
        ("2024;" + "9" * 400 + "\n2025;1", ["is no number."]),
        ("2024;0.0001\n2025;1", ["“0.0001” is too small for a chart."]),
        ("2024;=1+1\n2025;1", ["“=1+1” is no number."]),
        ("2024;٣\n2025;1", ["“٣” is no number."]),
        ("x" * 25 + "1;1\n2025;1", ["its period has more than 24 letters"]),
        ("2024,3,5\n2025,4", ["Line 2: it has not as many columns as the first line."]),
        ("Year,Percent\n2024,3,5\n2025,4", ["Line 2: it has not as many columns"]),
        ('2024;"12\n2025;11', ["Line 1: “12"]),
        ("\n".join(f"P{n};{n}" for n in range(41)), ["These are 41 periods"]),
        ("Year;Percent\nQuarter;Value\n2024;12\n2025;1", ["Line 2: “Value” is no number."]),
        ("﷽" * 300, ["Line 1: it needs a period and a value."]),
    ],
)
def test_every_wrong_line_is_told_by_its_number(text, wrong):
    with pytest.raises(WrongTable) as told:
        rows_in(text)

    assert len(told.value.args) == len(wrong)
    for sentence, part in zip(told.value.args, wrong, strict=True):
        assert part in sentence


@given(st.text(alphabet="0123456789.,;\t\n\r'\" -%abc\u00a0|", max_size=120))
def test_whatever_is_pasted_is_read_or_told(text):
    try:
        rows = rows_in(text)
    except WrongTable as wrong:
        rows, told = [], wrong.args
    else:
        told = ()

    assert bool(told) != (2 <= len(rows) <= 40)
    assert len({period for period, _value, _other in rows}) == len(rows)


values = st.decimals(-99_999, 99_999, places=3).map(float)
periods = st.text(alphabet="Q1234 ;,'\"–a", min_size=1, max_size=24).map(
    lambda text: " ".join(text.split())
)


@given(
    st.lists(
        st.tuples(periods.filter(bool), values, st.none() | values),
        min_size=2,
        max_size=40,
        unique_by=lambda row: row[0].casefold(),
    )
)
def test_what_was_read_is_written_so_that_it_is_read_again(rows):
    assert rows_in(as_table(rows, decimals=3)) == rows
