"""What a desk does for a member: the commands say what they did, or why not."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner, Result

from plaudit.cli.main import application
from plaudit.store.erasures import JournalFile
from tests.market import Market
from tests.riverside import NOW, Riverside, statuses


@pytest.fixture
def city(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Riverside:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "erasures.log"))
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    return city


def plaudit(*words: object) -> Result:
    return CliRunner().invoke(application(), [str(word) for word in words])


def test_each_right_is_one_command_and_a_second_time_is_said_so(city: Riverside) -> None:
    member = city.members[0]
    for done, *says in (("restrict",), ("lift",), ("leave",), ("rejoin", "--agreed")):
        assert plaudit(done, member, *says).exit_code == 0, done
        answer = plaudit(done, member, *says)
        assert (answer.exit_code, answer.stdout) == (1, ""), done
        assert str(member) in answer.stderr
    assert plaudit("withhold", member, "cup_return", "--language", "th").exit_code == 0
    assert statuses(city.settle(city.report("cup_return", {"cups": 3}, event_id="2"))) == [
        "member_unknown"
    ]
    assert plaudit("allow", member, "cup_return", "--agreed").exit_code == 0
    assert plaudit("allow", member, "juggling", "--agreed").exit_code == 1
    words = city.connection.execute(
        "SELECT wording FROM activity_consent ORDER BY said_at"
    ).fetchall()
    assert words[0] == ("ตั้งแต่นี้ไปจะไม่มีการบันทึกการทำดีประเภท “cup_return” ของฉัน",)


def test_what_a_person_let_stand_still_a_person_lifts_by_name(city: Riverside) -> None:
    """Otherwise the book would say that the member did (charter, C18)."""
    member = city.members[0]
    held = ("--by", "Nok Boonma", "--ground", "needed_for_claim")
    assert plaudit("restrict", member, *held).exit_code == 0

    no = plaudit("lift", member)

    assert (no.exit_code, no.stdout) == (2, "")
    assert "Nok Boonma let this record stand still. Say who lifts it: --by NAME." in no.stderr
    assert plaudit("lift", member, "--by", "Dee Srisai").exit_code == 0


def test_who_looks_is_written_down_and_said_to_the_member(city: Riverside) -> None:
    member = city.members[0]
    assert plaudit("statement", member, "--by", "Nok", "--reason", "fault").exit_code == 0

    said = plaudit("statement", member, "--by", "Dee").stdout

    assert "Who looked at your record" in said
    assert "Nok, to mend a fault" in said
    assert "Dee, who gave no reason" in said, "and not that the member asked"


def test_erasing_asks_for_the_number_again_and_says_what_is_given_up(
    city: Riverside, tmp_path: Path
) -> None:
    member = city.members[0]

    asked = plaudit("erase", member)
    assert (asked.exit_code, asked.stdout) == (2, "")
    assert "has 3 points, which erasing gives up" in asked.stderr
    assert city.points() == 3

    done = plaudit("erase", member, "--confirm", member)
    assert done.exit_code == 0, done.stderr
    assert "Points given up: 3. Partners told to forget a handle: 1." in done.stdout
    journal = JournalFile(tmp_path / "erasures.log").erasures_since(NOW)
    assert [one.member_id for one in journal] == [member]
    assert plaudit("erase", member, "--confirm", member).exit_code == 1


def test_erasing_counts_the_points_in_vouchers_that_were_not_used(
    connection: psycopg.Connection,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    monkeypatch.setenv("PLAUDIT_ERASURES", str(tmp_path / "erasures.log"))
    market = Market(connection)
    market.give(100)
    market.take("coffee")

    asked = plaudit("erase", market.members[0])
    done = plaudit("erase", market.members[0], "--confirm", market.members[0])

    said = "has 100 points (60 in vouchers that weren't used), which erasing gives up"
    assert said in asked.stderr
    assert "Points given up: 100." in done.stdout


@pytest.mark.parametrize("form", [[], ["--csv"]])
def test_an_export_is_written_once_carried_and_refused_where_it_is_broken(
    city: Riverside, tmp_path: Path, form: list[str]
) -> None:
    member = city.members[0]
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    assert plaudit("export", member, one, *form, "--by", "Nok").exit_code == 0
    assert plaudit("export", member, one, *form).exit_code == 2, "it is there already"
    assert plaudit("export", 999, two, *form).exit_code == 1
    assert not two.exists()

    assert plaudit("carry", one, two).exit_code == 0
    assert plaudit("carry", two, three, *form).exit_code == 0
    assert three.read_bytes() == one.read_bytes()
    assert '"who": "Nok"' in two.read_text("utf-8")

    one.write_bytes(one.read_bytes()[:-30])
    answer = plaudit("carry", one, tmp_path / "four")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "was not read" in answer.stderr
