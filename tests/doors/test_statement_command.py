"""`plaudit statement`: what a member has and why, as text, as JSON, and as a link."""

from __future__ import annotations

import json

import psycopg
import pytest
from typer.testing import CliRunner, Result

from plaudit.cli import statement as command
from plaudit.cli.main import application
from plaudit.pages.passes import link_of
from tests.riverside import NOW, Riverside


@pytest.fixture
def member(
    connection: psycopg.Connection, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> int:
    """A member who returned cups twice on one day and once too early to be reported."""
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    monkeypatch.setattr(command, "now_instant", lambda: NOW)
    town = Riverside(connection)
    town.settle(
        town.report("cup_return", {"cups": 9}, event_id="a", at="2026-11-19T09:12:00+07:00"),
        town.report("cup_return", {"cups": 9}, event_id="b", at="2026-11-19T15:02:00+07:00"),
        town.report("cup_return", {"cups": 9}, event_id="c", at="2026-10-02T15:02:00+07:00"),
    )
    return town.members[0]


def plaudit(*words: str | int) -> Result:
    return CliRunner().invoke(application(), ["statement", *map(str, words)])


def test_the_statement_says_every_step_in_words(member: int) -> None:
    said = plaudit(member).stdout

    assert "You can spend 15 points\n  15 points until 31 May 2028\n" in said
    assert "Reusable cups returned  +6 points\n" in said
    assert "  Cups: 9 cups · Cafe · 15:02 · reported on 20 Nov 2026\n" in said
    assert "9 before, 15 after, at most 15 points. Of 9 points, 6 still fit." in said
    assert "Reusable cups returned  Not counted\n" in said
    assert "Days that this partner can report back, at most: 30." in said


def test_the_statement_is_said_in_another_language(member: int) -> None:
    assert "您可以使用 15分" in plaudit(member, "--language", "zh-hans").stdout


def test_as_many_deeds_are_printed_as_were_asked_for(member: int) -> None:
    two = plaudit(member, "--deeds", 2).stdout

    assert two.count("Cups: 9 cups") == 2
    assert "Older deeds: --deeds 4" in two
    assert "Older deeds" not in plaudit(member, "--deeds", 3).stdout


def test_the_json_has_exact_numbers_and_the_same_sentences(member: int) -> None:
    told = json.loads(plaudit(member, "--json").stdout)

    assert (told["balance_points"], told["spendable_points"]) == (15, 15)
    assert told["expiring"] == [{"last_on": "2028-05-31", "points": 15}]
    second, first, refused = told["deeds"]
    assert [first["points"], second["points"]] == [9, 6]
    assert second["facts"] == {"cups": "9"}
    rule = next(step for step in second["steps"] if step.get("rule") == "cups")
    assert (rule["before"], rule["amount"], rule["after"]) == ("9", "9", "18")
    assert (rule["points_before"], rule["points_after"], rule["at_most"]) == (9, 15, 15)
    ceiling = next(step for step in second["steps"] if step.get("ceiling") == "month")
    assert (ceiling["used_before"], ceiling["asked"], ceiling["points"]) == (9, 6, 6)
    assert any("Of 9 points, 6 still fit." in said for said in second["says"])
    assert refused["refused"] == "too_late"


def test_a_desk_asks_about_a_deed_by_the_key_that_the_statement_says(member: int) -> None:
    second, first, refused = json.loads(plaudit(member, "--json").stdout)["deeds"]
    keys = [one["key"] for one in (second, first, refused)]

    assert [line.split()[-1] for line in plaudit(member).stdout.splitlines() if "key" in line] == [
        *keys
    ]
    for key in (keys[0], keys[2]):
        words = ["ask", str(member), key, "--words", "There were more."]
        asked = CliRunner().invoke(application(), words)
        assert asked.exit_code == 0, asked.output
    by = ["--by", "Pim Chaiyo", "--reason", "did_not_happen"]
    struck = CliRunner().invoke(application(), ["strike-out", str(member), keys[1], *by])
    assert struck.exit_code == 0, struck.output


def test_a_link_is_for_that_member_alone(member: int) -> None:
    link = plaudit(member, "--link").stdout.strip()

    assert link.startswith("http://localhost:8000/member/enter/")
    assert link_of(link.rpartition("/")[2]) == (member, 0)


@pytest.mark.parametrize("option", ["--json", "--link"])
def test_a_member_who_is_not_there_is_said_so(member: int, option: str) -> None:
    answer = plaudit(member + 1_000, option)

    assert answer.exit_code == 1
    assert answer.stderr == f"There is no member {member + 1_000}.\n"
    assert answer.stdout == ""


def test_a_language_that_is_not_spoken_is_said_so(member: int) -> None:
    answer = plaudit(member, "--language", "xx")

    assert answer.exit_code == 2
    assert answer.stderr == "There is no language xx; known are en, th, zh-Hans.\n"


def test_nothing_is_cut_off_where_the_output_is_not_a_terminal(member: int) -> None:
    lines = plaudit(member).stdout.splitlines()

    assert not [line for line in lines if line.endswith((" ", "…"))]
