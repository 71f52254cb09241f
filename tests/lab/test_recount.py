"""Recounting: right for every way in which a deed gets points, and no forged award passes."""

from __future__ import annotations

import json

import psycopg
import pytest

from plaudit.actions.house import open_house
from plaudit.actions.purge import purge
from plaudit.actions.restrict import restrict
from plaudit.actions.strike_out import strike_out
from plaudit.core.period import date_of, day_number
from plaudit.core.reversal import Decision
from plaudit.jobs.job import Alarm
from plaudit.jobs.recount import recount
from plaudit.lab.recounting import Recounted, recounted
from plaudit.store.awarded import awarded_deeds
from plaudit.store.connect import connect
from tests.cli.running import plaudit
from tests.riverside import NOW, Riverside, instant

DAY = 86_400_000_000
FIRST = day_number(date_of(0).replace(year=2026, month=11, day=1))


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    """Two members with deeds of three kinds, one of them late, one struck out and filled up."""
    city = Riverside(connection, members=2)
    for number in range(6):
        at = f"2026-11-{4 + number:02d}T09:00:00+07:00"
        member, event_id = number % 2, f"{number}"
        city.settle(
            city.report("cup_return", {"cups": 9}, member=member, at=at, event_id=event_id),
            city.report("cup_return", {"cups": 9}, member=member, at=at, event_id=f"m{number}"),
            city.report("litter_pick", {"bags": 4}, member=member, at=at, event_id=event_id),
        )
    late = "2026-11-04T20:00:00+07:00"
    city.settle(city.report("cup_return", {"cups": 3}, at=late, event_id="late"))
    return city


def again(riverside: Riverside) -> Recounted:
    """Return what the recount of November says."""
    house = open_house(riverside.connection)
    [programme] = house.programmes.values()
    deeds = (
        deed
        for day in range(FIRST, FIRST + 30)
        for deed in awarded_deeds(riverside.connection, programme.programme_id, day=day)
    )
    return recounted(programme, deeds)


def test_every_award_is_what_its_deed_gives(riverside: Riverside) -> None:
    found = again(riverside)

    assert riverside.points(0) > 0 < riverside.points(1)
    assert (found.from_facts, found.from_totals, found.different) == (19, 0, 0)


def test_what_was_struck_out_and_filled_up_again_adds_up(riverside: Riverside) -> None:
    [(deed,)] = riverside.connection.execute(
        "SELECT min(deed_id) FROM deed WHERE member_id = %s", (riverside.members[0],)
    ).fetchall()
    decision = Decision(riverside.members[0], deed, "Pim Chaiyo, points office", "did_not_happen")
    strike_out(riverside.connection, riverside.house, decision, now=NOW)
    at = "2026-11-04T10:00:00+07:00"
    riverside.settle(riverside.report("cup_return", {"cups": 12}, at=at, event_id="after"))

    found = again(riverside)
    assert (found.from_facts, found.different) == (20, 0)


def test_past_its_facts_last_day_an_award_is_checked_from_its_totals(
    riverside: Riverside, database_url: str
) -> None:
    with connect(database_url, role="purger") as purger:
        purge(purger, now=instant("2027-03-20T12:00:00+07:00"))

    found = again(riverside)
    assert (found.from_facts, found.from_totals, found.different) == (0, 19, 0)


def forge(owner: psycopg.Connection, member_id: int, *, points: int) -> None:
    """Change the award of a member's first deed, which nobody but the owner can."""
    with owner.transaction():
        owner.execute("ALTER TABLE deed DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE deed SET points = points + %s WHERE deed_id = ("
            "SELECT min(d.deed_id) FROM deed AS d WHERE d.member_id = %s)",
            (points, member_id),
        )
        owner.execute("ALTER TABLE deed ENABLE TRIGGER USER")


def test_the_job_finds_a_forged_award_of_a_record_that_stands_still_and_moves_nothing(
    riverside: Riverside, owner: psycopg.Connection
) -> None:
    """Its day isn't recounted once more when the record moves again, and a recount only reads."""
    held = riverside.members[0]
    forge(owner, held, points=5)
    restrict(riverside.connection, held, asked_by="Somsak Dee", ground="objection", now=NOW)
    assert again(riverside).from_facts == 19

    def record() -> list[tuple[object, ...]]:
        return riverside.connection.execute(
            "SELECT m.xmin::TEXT, d.xmin::TEXT, m.*, d.*"
            " FROM member AS m INNER JOIN deed AS d USING (member_id) ORDER BY d.deed_id"
        ).fetchall()

    before, told = record(), []
    for day in range(60):
        try:
            while recount(riverside.connection, NOW + day * DAY).more:
                pass
        except Alarm as alarm:
            told.append(str(alarm))
    assert [alarm[:10] for alarm in told] == ["1 awards o"]
    assert record() == before
    forge(owner, held, points=-5)


@pytest.mark.damages_the_book
@pytest.mark.parametrize(
    ("forged", "because"),
    [
        ("points = points + 1", "its facts give other points"),
        ("facts[1] = 1000000", "its facts give other points"),
        ("counted[2] = 5000000, points = 9", "its facts give other amounts"),
        ("counted[3] = counted[3] - 1000000", "its facts give other amounts"),
        ("facts = NULL, points = points + 1", "its totals don't give it"),
        ("happened_at = happened_at + interval '2 days'", "its day isn't that of its instant"),
        ("edition_id = (SELECT min(edition_id) FROM edition)", "counted a day of"),
    ],
)
def test_a_forged_award_is_named(
    riverside: Riverside, owner: psycopg.Connection, forged: str, because: str
) -> None:
    owner.execute("SET session_replication_role = replica")
    [(number,)] = owner.execute(
        f"UPDATE deed SET {forged} WHERE deed_id = (SELECT min(deed_id) FROM deed) "
        "RETURNING deed_id"
    ).fetchall()

    found = again(riverside)
    assert found.different == 1
    [difference] = found.shown
    assert difference.deed == number
    assert because in difference.because


@pytest.mark.damages_the_book
def test_the_command_says_what_was_counted_and_what_differs(
    riverside: Riverside, owner: psycopg.Connection, database_url: str
) -> None:
    right = plaudit("recount", "riverside", "--month", "2026-11", url=database_url)
    as_data = plaudit("recount", "riverside", "--month", "2026-11", "--json", url=database_url)
    owner.execute("SET session_replication_role = replica")
    owner.execute(
        "UPDATE deed SET points = points + 1 WHERE deed_id = (SELECT max(deed_id) FROM deed)"
    )
    wrong = plaudit("recount", "riverside", "--month", "2026-11", "--json", url=database_url)

    assert (right.code, right.err) == (0, "")
    assert right.out.splitlines() == [
        "19 deeds counted from their facts, 0 from the totals beside their awards.",
        "Every award is what its deed gives.",
    ]
    said = {"from_facts": 19, "from_totals": 0, "different": 0, "shown": []}
    assert json.loads(as_data.out) == said, "a sum of points may be one member's"
    assert wrong.code == 1
    assert json.loads(wrong.out)["different"] == 1
    assert str(riverside.members[0]) not in json.loads(wrong.out)["shown"][0].values()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("elsewhere", "--month", "2026-11"), "No programme elsewhere is published here."),
        (("riverside", "--month", "November"), "November isn't a month. Write it as 2026-10."),
    ],
)
def test_what_it_can_not_recount_is_said(
    riverside: Riverside, database_url: str, asked: tuple[str, ...], said: str
) -> None:
    done = plaudit("recount", *asked, url=database_url)

    assert done.code != 0
    assert said in done.err
