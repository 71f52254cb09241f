"""The member's page: what its owner sees of the book, explained."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

import psycopg
import pytest

from plaudit.actions.leave import leave
from plaudit.store.connect import connect
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside, instant

YEARS_LATER = instant("2028-07-05T12:00:00+07:00")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside, whose first member returned cups twice on one day, 3 above the limit."""
    town = Riverside(connection)
    town.settle(
        town.report("cup_return", {"cups": 9}, event_id="a", at="2026-11-19T09:12:00+07:00"),
        town.report("cup_return", {"cups": 9}, event_id="b", at="2026-11-19T15:02:00+07:00"),
    )
    return town


@pytest.fixture
def visitor(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody with a browser, on 20 November 2026."""
    return Visitor(database_url, monkeypatch, now=NOW)


def test_the_owner_sees_the_points_and_until_when_they_last(
    riverside: Riverside, visitor: Visitor
) -> None:
    seen = Seen(visitor.enters(riverside.members[0])).text

    assert "You can spend 15 points" in seen
    assert "31 May 2028 15 points" in seen


def test_each_award_is_explained_down_to_the_limit_that_trimmed_it(
    riverside: Riverside, visitor: Visitor
) -> None:
    seen = Seen(visitor.enters(riverside.members[0])).text

    second = seen.split("Reusable cups returned")[1]
    assert "Cups: 9 cups Cafe 15:02 reported on 20 Nov 2026 +6 points" in second
    for sentence in (
        "Counted: 9 cups. Total for 19 Nov 2026: 9 cups before, 18 cups after.",
        "1 point for 1 cup. At most 15 points a day.",
        "9 before, 15 after, at most 15 points. Of 9 points, 6 still fit.",
        "For November 2026: 9 before, 15 after, at most 250 points. All of 6 points fit.",
        "Counted by the rules “2026-10”, in force from 1 Oct 2026.",
        "Source: council decision 2026/58, annex 1.",
    ):
        assert sentence in seen


def test_the_statement_is_told_in_the_readers_language(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.enters(riverside.members[0])
    told = {
        "th": ["15 คะแนน", "31 พ.ค. 2571", "นับ: 9 ใบ", "จาก 9 คะแนน ยังรับได้ 6", "คืนแก้วใช้ซ้ำ"],
        "zh-CN": ["15分", "2028年5月31日", "计入：9个。", "9分中还能计入6。", "归还循环杯"],
    }

    for language, sentences in told.items():
        seen = Seen(visitor.get("/member/", language=language)).text
        assert [sentence for sentence in sentences if sentence not in seen] == []


def test_a_refused_deed_stands_there_with_its_reason_and_not_the_partners_budget(
    connection: psycopg.Connection, visitor: Visitor
) -> None:
    town = Riverside(connection, budget=12)
    town.settle(
        town.report("cup_return", {"cups": 10}, event_id="a", at="2026-11-19T09:12:00+07:00"),
        town.report("cup_return", {"cups": 4}, event_id="b", at="2026-11-19T15:02:00+07:00"),
    )

    seen = Seen(visitor.enters(town.members[0])).text

    assert "Not counted" in seen
    assert "budget for this partner was used up that week" in seen
    assert "again from 23 Nov 2026" in seen
    assert "12 points" not in seen
    assert "The rules of that day are “2026-10”, in force from 1 Oct 2026." in seen


def test_each_award_has_a_picture_of_its_rule_with_the_places_before_and_after(
    riverside: Riverside, visitor: Visitor
) -> None:
    page = Seen(visitor.enters(riverside.members[0]))

    drawn = [has for has in page.having("svg") if has.get("role") == "img"]
    assert {has["aria-label"] for has in drawn} == {
        "Picture of this rule. The words beside it say the same."
    }
    places = [
        (has["class"], int(has["cx"] or 0), int(has["cy"] or 0)) for has in page.having("circle")
    ]
    before, after = places[:2]
    assert (before[0], after[0]) == ("before", "after")
    assert before[1] < after[1]
    assert before[2] > after[2]


def test_a_member_sees_nothing_of_another_member(riverside: Riverside, visitor: Visitor) -> None:
    riverside.settle(riverside.report("library_course", {}, member=1, event_id="c"))

    first = Seen(visitor.enters(riverside.members[0])).text
    second = Seen(visitor.enters(riverside.members[1])).text

    assert "Evening course" not in first
    assert "Reusable cups" not in second
    assert "You can spend 80 points" in second


def test_a_member_without_deeds_reads_that_nothing_was_reported(
    riverside: Riverside, visitor: Visitor
) -> None:
    seen = Seen(visitor.enters(riverside.members[2])).text

    assert "You can spend 0 points" in seen
    assert "Nothing has been reported yet." in seen


def test_points_past_their_last_day_can_not_be_spent_whether_or_not_a_job_ran(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.it_is(YEARS_LATER)

    seen = Seen(visitor.enters(riverside.members[0])).text

    assert "You can spend 0 points" in seen
    assert "Another 15 points expired." in seen


def test_who_has_left_still_sees_the_page_and_reads_when(
    riverside: Riverside, connection: psycopg.Connection, visitor: Visitor
) -> None:
    leave(connection, riverside.members[0], now=NOW, language="en", wording="I leave.")

    seen = Seen(visitor.enters(riverside.members[0])).text

    assert "You left the programme on 20 Nov 2026." in seen
    assert "You can spend 15 points" in seen


def test_a_deed_that_was_reported_later_says_so_and_when_it_was_counted(
    riverside: Riverside, visitor: Visitor
) -> None:
    riverside.settle(
        riverside.report("library_course", {}, member=1, event_id="d"),
        riverside.report("tool_loan", {}, member=1, event_id="e", at="2026-11-02T09:00:00+07:00"),
    )

    seen = Seen(visitor.enters(riverside.members[1])).text

    assert "Depot 09:00 reported on 20 Nov 2026 +5 points" in seen
    assert "Depot 09:00 +80 points" in seen
    assert seen.count("It was counted when it was reported") == 1


def test_a_deed_whose_facts_were_deleted_keeps_its_explanation(
    riverside: Riverside, database_url: str, visitor: Visitor
) -> None:
    with connect(database_url, role="purger") as purger:
        purger.execute("UPDATE deed SET facts = NULL WHERE member_id = %s", (riverside.members[0],))

    seen = Seen(visitor.enters(riverside.members[0])).text

    assert "Cups: 9 cups" not in seen
    assert "The details of this deed were deleted." in seen
    assert "Total for 19 Nov 2026: 9 cups before, 18 cups after." in seen


def test_two_rules_for_one_deed_are_added_up(riverside: Riverside, visitor: Visitor) -> None:
    riverside.settle(riverside.report("litter_pick", {"bags": 3}, member=1, event_id="l"))

    seen = Seen(visitor.enters(riverside.members[1])).text

    assert "Together: 30 + 20 = 50 points." in seen


def test_a_number_with_decimals_and_a_weight_are_shown_as_they_were_counted(
    riverside: Riverside, visitor: Visitor
) -> None:
    facts: dict[str, object] = {"material": "metal", "kg": Decimal("2.35")}
    riverside.settle(riverside.report("recycling_drop_off", facts, member=1, event_id="r"))

    seen = Seen(visitor.enters(riverside.members[1])).text

    assert "Counted: 2.35 kg × 5 (metal) = 11.75." in seen
    assert "0 before, 11 after, at most 80 points." in seen


def test_older_deeds_are_a_page_further_and_none_is_left_out_or_shown_twice(
    riverside: Riverside, visitor: Visitor
) -> None:
    riverside.settle(
        *(
            riverside.report(
                "tree_care",
                {"trees": number},
                member=1,
                event_id=f"t{number}",
                at=f"2026-11-{number // 3 + 1:02d}T{8 + number % 3:02d}:00:00+07:00",
            )
            for number in range(1, 13)
        ),
        *(
            riverside.report(
                "cup_return",
                {"cups": number},
                member=1,
                event_id=f"c{number}",
                at=f"2026-11-{number:02d}T12:00:00+07:00",
            )
            for number in range(1, 13)
        ),
    )

    pages = [Seen(visitor.enters(riverside.members[1]))]
    while older := [one for one in pages[-1].addresses() if "older=" in one]:
        pages.append(Seen(visitor.get(older[0])))

    found = [page.text.count(" Cafe ") + page.text.count(" Depot ") for page in pages]
    assert found == [10, 10, 4]
    shown = " ".join(page.text for page in pages)
    for number in range(1, 13):
        cups = "cup" if number == 1 else "cups"
        assert shown.count(f"Cups: {number} {cups} Cafe") == 1
    assert any(urlsplit(one).path == "/member/" for one in pages[-1].addresses())


def test_a_place_in_the_statement_that_is_none_is_not_found(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.enters(riverside.members[0])

    for older in ("", "x", "2026-13-01.0.0", "2026-11-01.0.'--", "9999-12-31.9.ff'", "%00"):
        assert visitor.get(f"/member/?older={older}").status_code == 404, older


def test_what_a_partner_is_called_can_not_become_markup(
    riverside: Riverside, connection: psycopg.Connection, visitor: Visitor
) -> None:
    connection.execute("UPDATE partner SET name = %s", ("<script>x</script>&",))

    seen = Seen(visitor.enters(riverside.members[0]))

    assert [list(has) for has in seen.having("script")] == [["src", "data-mark", "defer"]]
    assert "<script>x</script>&" in seen.text
