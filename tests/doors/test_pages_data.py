"""A member's rights on the own pages: each one press, nothing of anybody else."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from plaudit.actions.restrict import restrict
from plaudit.core.refusals import Code
from plaudit.pages.export_files import read_file
from plaudit.store.erasures import journal_here
from tests.doors.visitor import Seen, Visitor
from tests.market import Market
from tests.riverside import NOW, Riverside, statuses

DATA = "/member/data/"
SECOND = 1_000_000
ONE_PRESS = ("kinds/cup_return/withhold", "restrict", "leave", "erase")


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Riverside, whose first two members returned cups."""
    town = Riverside(connection)
    town.settle(
        town.report("cup_return", {"cups": 9}, event_id="a"),
        town.report("cup_return", {"cups": 7}, member=1, event_id="b"),
    )
    return town


@pytest.fixture
def visitor(
    riverside: Riverside, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """The first member with a browser."""
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "erasures"))
    made = Visitor(database_url, monkeypatch, now=NOW + SECOND)
    made.enters(riverside.members[0])
    return made


def reported(riverside: Riverside, activity: str = "cup_return") -> str:
    """Return what becomes of a deed that is reported a little later."""
    facts: dict[str, object] = {"cups": 1} if activity == "cup_return" else {}
    number = riverside.connection.execute("SELECT count(*) FROM deed").fetchone()
    arrival = riverside.report(
        activity, facts, at="2026-11-20T12:30:00+07:00", event_id=f"later {activity} {number}"
    )
    return statuses(riverside.settle(arrival, now=NOW + 3600 * SECOND))[0]


def test_each_right_is_one_form_on_one_page_with_nothing_ticked(visitor: Visitor) -> None:
    seen = Seen(visitor.get(DATA))

    actions = [str(one.get("action")).removeprefix(DATA) for one in seen.having("form")]
    assert [one for one in ONE_PRESS if actions.count(one) != 1] == []
    assert not [one for one in seen.having("input") if "checked" in one]
    assert {f"{DATA}plaudit.json", f"{DATA}plaudit.zip"} <= set(seen.addresses())
    assert "You give up 9 points." in seen.text
    assert "Your points can be used for 180 days after you leave, or until" in seen.text
    assert "their own last day if that comes first." in seen.text


def test_points_in_vouchers_are_given_up_too_and_the_page_says_what_becomes_of_vouchers(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = Market(connection)
    market.give(60)
    market.take("coffee")
    buyer = Visitor(database_url, monkeypatch, now=NOW + SECOND)
    buyer.enters(market.members[0])

    seen = Seen(buyer.get(DATA)).text

    assert "You give up 60 points." in seen
    assert "Vouchers that you haven't used end too. They hold 60 points of these." in seen
    assert "Vouchers that you haven't used hold 60 points. Each can be used until its last" in seen
    market.give(10, member=1)
    buyer.enters(market.members[1])
    seen = Seen(buyer.get(DATA)).text
    assert "You give up 10 points." in seen
    assert "in vouchers" not in seen


def test_one_kind_of_deeds_is_stopped_and_recorded_again(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.get("/language/th")
    stopped = visitor.sends(f"{DATA}kinds/cup_return/withhold")
    refused, accepted = reported(riverside), reported(riverside, "library_course")
    shown = Seen(visitor.get(DATA)).text
    visitor.it_is(NOW + 2 * SECOND)
    visitor.sends(f"{DATA}kinds/cup_return/allow")

    assert stopped.headers["Location"] == DATA
    assert (refused, accepted) == (Code.MEMBER_UNKNOWN, "accepted")
    assert shown.count("ไม่บันทึก") == 1
    assert reported(riverside) == "accepted"
    said = riverside.connection.execute(
        "SELECT agrees, language, wording FROM activity_consent ORDER BY said_at, agrees"
    ).fetchall()
    assert [one[:2] for one in said] == [(False, "th"), (True, "th")]
    assert "คืนแก้วใช้ซ้ำ" in said[0][2]
    assert visitor.sends(f"{DATA}kinds/nothing/withhold").status_code == 404


def test_the_record_stands_still_and_moves_again(riverside: Riverside, visitor: Visitor) -> None:
    ends = "Points keep their last day: what can't be spent by then"
    assert ends in Seen(visitor.get(DATA)).text
    visitor.sends(f"{DATA}restrict")
    still, seen = reported(riverside), Seen(visitor.get(DATA)).text
    taken = visitor.sends("/member/rewards/coffee-and-cake/take")
    visitor.sends(f"{DATA}lift")

    assert still == Code.MEMBER_UNKNOWN
    assert f"Your record stands still since 20 Nov 2026. {ends}" in seen
    assert taken.status_code == 409
    assert "so no points move" in Seen(taken).text
    assert reported(riverside) == "accepted"


def test_what_the_office_let_stand_still_is_not_lifted_by_a_press(
    riverside: Riverside, visitor: Visitor
) -> None:
    member_id = riverside.members[0]
    restrict(riverside.connection, member_id, asked_by="Pim Chaiyo", ground="data_wrong", now=NOW)

    visitor.sends(f"{DATA}lift")

    seen = Seen(visitor.get(DATA)).text
    assert "You lose no points by it" in seen
    assert "is lost" not in seen
    assert "The programme's office let it stand still." in seen
    assert reported(riverside) == Code.MEMBER_UNKNOWN


def test_leaving_is_one_press_and_so_is_coming_back(riverside: Riverside, visitor: Visitor) -> None:
    visitor.sends(f"{DATA}leave")
    left, seen = reported(riverside), Seen(visitor.get(DATA)).text
    visitor.sends(f"{DATA}rejoin")

    assert left == Code.MEMBER_UNKNOWN
    assert "You left the programme on 20 Nov 2026." in seen
    assert riverside.points() == 9
    said = riverside.connection.execute(
        "SELECT agrees, wording FROM consent WHERE member_id = %s ORDER BY said_at, agrees",
        (riverside.members[0],),
    ).fetchall()
    assert [one[0] for one in said] == [True, False, True]
    assert said[1][1].startswith("I leave the programme.")
    assert reported(riverside) == "accepted"


def test_who_left_long_ago_can_spend_nothing_and_not_come_back_while_standing_still(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.sends(f"{DATA}leave")
    visitor.sends(f"{DATA}restrict")
    visitor.it_is(NOW + 200 * 86_400 * SECOND)

    assert "You can spend 0 points" in Seen(visitor.get("/member/rewards/")).text
    assert visitor.sends(f"{DATA}rejoin").status_code == 409
    visitor.sends(f"{DATA}lift")
    assert visitor.sends(f"{DATA}rejoin").status_code == 302
    assert riverside.points() == 0


def test_everything_is_taken_along_in_either_form(
    riverside: Riverside, visitor: Visitor, tmp_path: Path
) -> None:
    as_json, as_csv = (visitor.get(f"{DATA}plaudit.{form}") for form in ("json", "zip"))

    assert as_json.headers["Content-Disposition"] == 'attachment; filename="plaudit.json"'
    assert as_json.headers["Cache-Control"] == "no-store"
    whole = json.loads(as_json.content)
    assert whole["member"] == riverside.members[0]
    (tmp_path / "whole.json").write_bytes(as_json.content)
    (tmp_path / "whole.zip").write_bytes(as_csv.content)
    one, other = read_file(tmp_path / "whole.json"), read_file(tmp_path / "whole.zip")
    assert one.rows == other.rows
    assert [deed["points"] for deed in one.rows["deed"]] == [9]
    assert one.rows["look"] == []
    assert visitor.get(f"{DATA}plaudit.xml").status_code == 404


def test_everything_is_read_on_a_page_in_plain_words_and_row_by_row(
    riverside: Riverside, visitor: Visitor
) -> None:
    assert f"{DATA}everything/" in Seen(visitor.get(DATA)).addresses()
    page = Seen(visitor.get(f"{DATA}everything/"))
    (wording,) = riverside.connection.execute(
        "SELECT DISTINCT wording FROM consent WHERE member_id = %s", (riverside.members[0],)
    ).fetchall()[0]

    for said in ("You can spend 9", "Counted: 9 cups.", wording, "Kinds of deeds"):
        assert " ".join(said.split()) in page.text
    whole = json.loads(visitor.get(f"{DATA}plaudit.json").content)
    tables = {name for name, rows in whole["tables"].items() if rows}
    assert {"member", "consent", "deed"} <= tables <= set(page.words)
    assert visitor.get("/staff/desk/record/paper/").status_code == 200  # how to begin a shift
    assert "look" not in tables, "a look of their own at themselves isn't one"


def test_erasing_needs_the_tick_and_then_nothing_is_left(
    riverside: Riverside, visitor: Visitor
) -> None:
    visitor.sends(f"{DATA}erase")
    untouched = riverside.points()
    erased = visitor.sends(f"{DATA}erase", {"sure": "yes"})

    assert untouched == 9
    assert "Everything about you is erased" in Seen(erased).text
    rows = riverside.connection.execute("SELECT member_id FROM member ORDER BY member_id")
    assert [row[0] for row in rows.fetchall()] == riverside.members[1:]
    assert [one.member_id for one in journal_here().erasures_since(NOW)] == riverside.members[:1]
    assert riverside.points(1) == 7
    assert "Your points are shown only to you" in Seen(visitor.get("/member/")).text


def test_a_pass_of_somebody_who_was_erased_opens_nothing(
    riverside: Riverside, visitor: Visitor
) -> None:
    kept = visitor.client.cookies["member"].value
    visitor.sends(f"{DATA}erase", {"sure": "yes"})

    for address in ("/member/", DATA, f"{DATA}plaudit.json", "/member/rewards/"):
        visitor.client.cookies["member"] = kept
        seen = Seen(visitor.get(address)).text
        assert "Everything about you is erased" in seen
        assert "points" not in seen.partition("Points are a wallet")[0]


def test_without_a_pass_or_a_token_nothing_is_done(riverside: Riverside, visitor: Visitor) -> None:
    visitor.get(DATA)
    for one in (*ONE_PRESS, "lift", "rejoin", "kinds/cup_return/allow"):
        assert visitor.client.post(DATA + one, {"sure": "yes"}).status_code == 403
        assert visitor.get(DATA + one).status_code == 405
    visitor.sends("/member/leave")
    for one in ONE_PRESS:
        assert visitor.sends(DATA + one, {"sure": "yes"}).status_code == 403

    assert riverside.all_points() == [9, 7, 0]
    assert reported(riverside) == "accepted"
    for address in (DATA, f"{DATA}plaudit.json", f"{DATA}plaudit.zip"):
        assert "Your points are shown only to you" in Seen(visitor.get(address)).text
