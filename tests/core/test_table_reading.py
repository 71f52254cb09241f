"""Tables of deeds: columns by several names, rows as the door would take them, and hostile ones."""

from __future__ import annotations

import pytest

from plaudit.core.deed import Report, facts_of
from plaudit.core.ledger import Partner
from plaudit.core.period import Calendar
from plaudit.core.refusals import Code, Refused
from plaudit.core.table.cells import Exact, Row
from plaudit.core.table.csv_text import csv_table, decoded
from plaudit.core.table.heading import heading_of
from plaudit.core.table.reading import Choices, Fault, TableReader
from plaudit.core.table.times import Order
from tests.riverside import ACTIVITIES, instant

NINE = instant("2026-04-03T09:12:00+07:00")
MINE = {id: ACTIVITIES[id] for id in ("cup_return", "museum_visit", "recycling_drop_off")}
CAFE = Partner(1, 1, "cafe", 30, None, frozenset(MINE))
HEAD = "id,member,activity,time,cups\n"


def read(raw: bytes | str, choices: Choices | None = None) -> list[Report | Fault]:
    rows = csv_table(raw.encode() if isinstance(raw, str) else raw)
    chosen = choices or Choices()
    heading = heading_of(rows[0].cells, MINE, needs_type=chosen.activity is None)
    reader = TableReader(
        heading, MINE, partner=CAFE, calendar=Calendar("Asia/Bangkok"), choices=chosen
    )
    return [reader.read(row) for row in rows[1:]]


def fault(raw: bytes | str, choices: Choices | None = None) -> tuple[int, str, str]:
    (found,) = read(raw, choices)
    assert isinstance(found, Fault), found
    assert "{" not in found.refusal.sentence()
    return found.number, found.column, found.refusal.code.value


def refused(raw: bytes | str) -> str:
    with pytest.raises(Refused) as no:
        read(raw)
    return no.value.refusal.code.value


TWO_CUPS = Report("a-1", "cafe", "m1", MINE["cup_return"], NINE, (2_000_000,))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "a-1,m1,cup_return,2026-04-03 09:12,2\n",
        HEAD.replace(",", ";") + 'a-1;"m1";deed.cup_return;2026-04-03T09:12:00+07:00;"2,0"\r\n',
        "sep=;\r\nid;member;activity;time;cups\r\na-1;m1;cup_return;2026-04-03 09:12;2",
        HEAD.replace(",", "\t") + "a-1\tm1\tReusable cups returned\t2026年4月3日 9:12\t２\n",
        "เลขที่,สมาชิก,กิจกรรม,วันที่,เวลา,แก้ว\na-1,m1,คืนแก้วใช้ซ้ำ,๓ เม.ย. ๒๕๖๙,๐๙:๑๒ น.,๒\n",
        "编号,会员,活动,日期,时间,杯子,,\na-1,m1,归还循环杯,2026/4/3,9:12,2,,\n,,,,,\n",
        "เลขที่,พันธมิตร,สมาชิก,กิจกรรม,เวลา,แก้ว\na-1,cafe,m1,คืนแก้วใช้ซ้ำ,2026-04-03 09:12,2\n",
        (
            "Source,ID,Subject,Type,Time,CUPS,row,refused\n"
            "cafe,'a-1,m1,cup_return,2026-04-03 09:12,2,7,why\n"
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_one_deed_as_many_programs_write_it(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)) == [TWO_CUPS]


def test_a_workbooks_time_that_is_a_part_of_a_day_is_no_hour_and_minute() -> None:
    heading = heading_of(("id", "member", "day", "time", "cups"), MINE, needs_type=False)
    reader = TableReader(
        heading,
        MINE,
        partner=CAFE,
        calendar=Calendar("Asia/Bangkok"),
        choices=Choices(activity="cup_return"),
    )
    day, cups = Exact("2026-04-03"), Exact("2")

    found = reader.read(Row(2, ("a-1", "m1", day, Exact("0.25"), cups)))
    assert isinstance(found, Fault), found
    assert (found.column, found.refusal.code) == ("time", Code.DAY_WRONG)
    assert reader.read(Row(2, ("a-1", "m1", day, "09.12", cups))) == TWO_CUPS


def test_a_file_about_one_activity_needs_no_column_for_it_and_days_no_order_once_chosen() -> None:
    chosen = Choices(order=Order.DAY_FIRST, activity="cup_return")
    text = "id;member;date;time;cups\na-1;m1;3/4/2026;9:12;2\n"

    assert read(text, chosen) == [TWO_CUPS]
    assert fault(text, Choices(activity="cup_return")) == (2, "date", "day_unclear")


def test_choices_are_known_by_their_label_and_facts_by_their_titles() -> None:
    drop_off = MINE["recycling_drop_off"]
    (choice,) = [fact for fact in drop_off.facts if fact.choices]
    (label,) = [choice.labels[choice.choices[1]]["th"]]
    number = next(fact for fact in drop_off.facts if fact.is_number)
    head = f"id,member,activity,time,{choice.title['th']},{number.title['zh-Hans']}"

    (found,) = read(f"{head}\na,m,recycling_drop_off,2026-04-03 09:12,{label},3\n")

    data = {choice.name: choice.choices[1], number.name: 3}
    assert isinstance(found, Report)
    assert found.facts == facts_of(drop_off, data)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (",m1,cup_return,2026-04-03,2", ("id", "attribute_missing")),
        ("desk/7,m1,cup_return,2026-04-03,2", ("id", "attribute_wrong")),
        ("a,m 1\u200b,cup_return,2026-04-03,2", ("member", "attribute_wrong")),
        ("1.2E+15,m1,cup_return,2026-04-03,2", ("id", "cell_shortened")),
        ("a,m1,cups,2026-04-03,2", ("activity", "activity_unknown")),
        ("a,m1,cup_return,,2", ("time", "attribute_missing")),
        ("a,m1,cup_return,2026-04-03,=1+1", ("cups", "cell_formula")),
        ('a,m1,cup_return,2026-04-03,"=HYPERLINK(""http://evil"")"', ("cups", "cell_formula")),
        ("a,m1,cup_return,2026-04-03,#N/A", ("cups", "cell_error")),
        ('a,m1,cup_return,2026-04-03,"1,000"', ("cups", "number_unclear")),
        ("a,m1,cup_return,2026-04-03,2.5", ("cups", "fact_too_precise")),
        ("a,m1,cup_return,2026-04-03,99", ("cups", "fact_out_of_range")),
        ("a,m1,cup_return,2026-04-03,", ("cups", "fact_missing")),
        ("a,m1,museum_visit,2026-04-03,2", ("cups", "fact_unknown")),
        (f"a,m1,cup_return,2026-04-03,{'9' * 2_000}", ("cups", "body_too_large")),
        ("a,m1,cup_return,2026-04-03,2,more", ("", "row_broken")),
        ('a,"m1,cup_return,2026-04-03,2', ("", "row_broken")),
    ],
)
def test_a_row_that_is_wrong_says_in_which_cell_and_harms_no_other(
    row: str, said: tuple[str, str]
) -> None:
    wrong, sound = read(f"{HEAD}{row}\na-1,m1,cup_return,2026-04-03 09:12,2\n")

    assert isinstance(wrong, Fault)
    assert (wrong.number, wrong.column, wrong.refusal.code.value) == (2, *said)
    assert sound == TWO_CUPS


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", Code.TABLE_EMPTY),
        (HEAD.encode(), Code.TABLE_EMPTY),
        (HEAD.encode() + "a,ม".encode("cp874"), Code.TABLE_UNREADABLE),
        (b"id,\x00\x00\x01\x02\nx,y\n", Code.NOT_A_TABLE),
        (b"id,member,time,cups\na,b,c,d\n", Code.COLUMNS_MISSING),
        (b"id,member,activity,time,home address\na,b,c,d,e\n", Code.COLUMN_UNKNOWN),
        (b"id,member,subject,activity,time\na,b,c,d,e\n", Code.COLUMN_TWICE),
        (b"id" + b"," * 10 + b"x" + b",x" * 80 + b"\na\n", Code.TABLE_TOO_LARGE),
        (b"a\n" * 100_002, Code.TABLE_TOO_LARGE),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(raw: bytes, code: Code) -> None:
    assert refused(raw) == code


def test_a_mark_says_the_order_of_bytes() -> None:
    assert decoded("\ufeffid,ก".encode("utf-16-be")) == "id,ก"
    assert decoded("id,ก".encode("utf-16-be")) == "id,ก"
