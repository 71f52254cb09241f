"""Numbers and days in cells: what can be read one way alone is read, the rest is refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refusal
from plaudit.core.table.cells import Exact, name_in
from plaudit.core.table.numbers import Decimals, number_in
from plaudit.core.table.times import Order, instant_in
from tests.riverside import instant

BANGKOK = Calendar("Asia/Bangkok")
NINE = instant("2026-04-03T09:12:00+07:00")
MIDNIGHT = instant("2026-04-03T00:00:00+07:00")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
numbers = st.decimals(-(10**9), 10**9, places=3) | st.integers(-(10**9), 10**9).map(Decimal)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def code_of(said: object) -> str:
    assert isinstance(said, Refusal), said
    return said.code.value


@given(number=numbers, decimals=st.sampled_from(Decimals), is_grouped=st.booleans())
def test_a_number_reads_back_where_its_mark_is_chosen_and_is_never_another_one(
    number: Decimal, decimals: Decimals, is_grouped: bool
) -> None:
    written = f"{number:,f}" if is_grouped else f"{number:f}"
    if decimals is Decimals.COMMA:
        written = written.translate(str.maketrans(",.", ".,"))

    assert number_in(written, decimals) == number
    assert number_in(written.translate(THAI), decimals) == number
    alone = number_in(written)
    assert alone == number or code_of(alone) == Code.NUMBER_UNCLEAR


@pytest.mark.parametrize(
    "written",
    ["", "many", "1,2,3", "1.2,3.4", "12 34", "0x1", "1e3", "٣x", "5 %", "1²", "①", "½", "3₂"],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    assert code_of(number_in(written)) == Code.NUMBER_WRONG


@given(on=days, form=st.sampled_from(("{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d}-{m}-{b}")))
def test_a_day_reads_back_where_the_order_is_chosen_and_is_never_another_one(
    on: date, form: str
) -> None:
    said = {"d": on.day, "m": on.month, "y": on.year, "b": on.year + 543}
    written = form.format(**said)
    expected = BANGKOK.start_of_day((on - date(1970, 1, 1)).days)

    assert instant_in(written, BANGKOK, Order.DAY_FIRST) == expected
    alone = instant_in(written, BANGKOK)
    is_unclear = on.day <= 12 and on.day != on.month
    assert code_of(alone) == Code.DAY_UNCLEAR if is_unclear else alone == expected


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-03 09:12",
        "2026-04-03T09:12:00+07:00",
        "2026-04-03 02:12:00Z",
        "2026/4/3 9:12:00",
        "2026年4月3日 9:12",
        "2569-04-03 09:12",
        "๒๕๖๙-๐๔-๐๓ ๐๙:๑๒",
        "３ เม.ย. 2569 09.12 น.",
        "3 เมษายน 2569 09:12",
        "3-Apr-2026 9:12 AM",
        "April 3, 2026 9:12 am",
        "'2026-04-03 09:12",
    ],
)
def test_one_time_in_twelve_forms(written: str) -> None:
    assert instant_in(written, BANGKOK) == NINE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3/4/2026", Code.DAY_UNCLEAR),
        ("3/4/26", Code.YEAR_SHORT),
        ("3-Apr-26", Code.YEAR_SHORT),
        ("31/2/2026", Code.DAY_WRONG),
        ("13/13/2026", Code.DAY_WRONG),
        ("46115", Code.DAY_WRONG),
        ("1950-04-03", Code.DAY_WRONG),
        ("2026-04-03 25:00", Code.DAY_WRONG),
        ("2026-04-03 13:00 PM", Code.DAY_WRONG),
        ("3 Brumaire 2026", Code.DAY_WRONG),
        ("2026-04-0³", Code.DAY_WRONG),
        ("2026-04-③ 09:12", Code.DAY_WRONG),
        ("=TODAY()", Code.CELL_FORMULA),
        ("#REF!", Code.CELL_ERROR),
        ("", Code.DAY_WRONG),
    ],
)
def test_a_day_that_cannot_be_told_is_refused_with_its_reason(written: str, code: Code) -> None:
    assert code_of(instant_in(written, BANGKOK)) == code


@pytest.mark.parametrize(
    "held", ["1234567890123450.0", "1.234567890123450E+15", "1234567890123456", "0.1", "2026-04-03"]
)
def test_an_id_is_no_number_that_a_program_may_have_changed(held: str) -> None:
    assert code_of(name_in(Exact(held))) == Code.CELL_SHORTENED
    assert name_in(Exact("123456789012345")) == "123456789012345"


def test_a_day_alone_is_its_first_moment_and_an_order_decides() -> None:
    assert instant_in("3.4.2026", BANGKOK, Order.DAY_FIRST) == MIDNIGHT
    assert instant_in("4/3/2026", BANGKOK, Order.MONTH_FIRST) == MIDNIGHT
    assert code_of(instant_in("13/4/2026", BANGKOK, Order.MONTH_FIRST)) == Code.DAY_WRONG


@pytest.mark.parametrize("written", ["2026-10-25 02:30", "2026-03-29 02:30"])
def test_an_hour_that_came_twice_or_never_needs_its_offset(written: str) -> None:
    paris = Calendar("Europe/Paris")

    assert code_of(instant_in(written, paris)) == Code.CLOCK_CHANGED
    assert isinstance(instant_in(f"{written}:00+01:00", paris), int)
    assert paris.instants_of(datetime.fromisoformat("2026-10-25T03:30")) == [
        instant("2026-10-25T03:30:00+01:00")
    ]
