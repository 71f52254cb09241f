"""`plaudit staff`: hired, listed, given other roles, invited anew, let go; and each no."""

from __future__ import annotations

import json
from functools import partial

import psycopg

from plaudit.store import staff
from plaudit.store.staff_acts import acts_of
from tests.cli.running import plaudit
from tests.riverside import Riverside


def test_somebody_is_hired_changed_invited_and_let_go_by_name(
    connection: psycopg.Connection, database_url: str
) -> None:
    run = partial(plaudit, url=database_url)
    programme_id = Riverside(connection, members=1).programme_id
    hired = run(
        "staff", "hire", "riverside", "Malee Srisai", "--partner", "cafe", "--role", "till",
        "--by", "Pim Chaiyo",
    )  # fmt: skip
    assert hired.code == 0, hired.err
    assert "/staff/invited/" in hired.out

    (one,) = json.loads(run("staff", "list", "riverside", "--json").out)
    number = str(one["number"])
    assert (one["name"], one["partner"], one["roles"]) == ("Malee Srisai", "cafe", ["till"])
    assert run("staff", "roles", number, "--role", "desk").code == 1
    assert run("staff", "roles", number, "--role", "steward").code == 0
    assert run("staff", "invite", number, "--instead").out != hired.out
    assert run("staff", "end", number, "--by", "Pim Chaiyo").code == 0

    again = run("staff", "end", number)
    assert (again.code, "may have left" in again.err) == (1, True)
    assert "Malee" not in run("staff", "list", "riverside").out
    (person,) = staff.staff_of(connection, programme_id)
    assert (person.has_left, person.roles) == (True, frozenset())
    done = [act.what for act in acts_of(connection, programme_id, how_many=9)]
    assert done == ["staff.let_go", "staff.invite_instead", "staff.roles", "staff.hire"]


def test_a_programme_is_opened_before_it_has_an_edition_so_that_somebody_can_write_it(
    connection: psycopg.Connection, database_url: str
) -> None:
    run = partial(plaudit, url=database_url)
    hire = ("staff", "hire", "lakeside", "Malee Srisai", "--role", "author")
    assert "There is no programme lakeside." in run(*hire).err
    for id, zone in (("lake side", "Asia/Bangkok"), ("lakeside", "Asia/Lakeside")):
        assert run("staff", "open", id, "--time-zone", zone).code == 1
    for _ in range(2):  # twice is harmless
        assert run("staff", "open", "lakeside", "--time-zone", "Asia/Bangkok").code == 0
    other = run("staff", "open", "lakeside", "--time-zone", "Asia/Tokyo")
    assert (other.code, "keeps its time zone" in other.err) == (1, True)
    assert run(*hire).code == 0
    assert "Malee Srisai: author" in run("staff", "list", "lakeside").out
