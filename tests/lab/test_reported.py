"""What partners reported, read from the live book and from files: the same sums, never a member."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import psycopg
import pytest
from typer.testing import CliRunner

from plaudit.actions.purge import purge
from plaudit.actions.restrict import restrict
from plaudit.actions.settle import settle
from plaudit.cli.main import application
from plaudit.core.partner_day import Of, PartnerDay
from plaudit.core.period import Calendar, day_number
from plaudit.lab.book import gather_book
from plaudit.lab.city import Size
from plaudit.lab.city_files import write_city
from plaudit.lab.reported import of_book, of_deeds
from plaudit.lab.unusual import DAYS, unusual
from plaudit.replay.columns import MISSING
from plaudit.replay.gathering import Gathering
from plaudit.store.catalogue import read_programmes
from plaudit.store.connect import connect
from tests.books import Shelf
from tests.lab.test_rehearse import CITY, DRAFT
from tests.market import DAY, REWARDS, Market, edition
from tests.riverside import ACTIVITIES, instant

FIRST = day_number(date(2026, 9, 1))
LAST = FIRST + DAYS
MEMBERS = 24
_HOUR = DAY // 24


@pytest.fixture(scope="module")
def market(shelf: Shelf) -> Iterator[Market]:
    """Eight weeks in which 24 members return cups once a day, and a day on which much is wrong.

    On the last day each returns 50 cups, all at three in the morning, and each sends an old report
    too, which is refused.
    """
    with shelf.fresh() as url, connect(url) as connection:
        market = Market(connection, members=MEMBERS, text=edition(REWARDS))
        for day in range(DAYS + 1):
            midnight = instant("2026-09-01T00:00:00+07:00") + day * DAY
            is_last = day == DAYS
            arrivals = []
            for member in range(MEMBERS):
                hour, cups = (3, 50) if is_last else (8 + member % 8, 1 + (member + day) % 5)
                at = midnight + hour * _HOUR + (member if is_last else 7 * member) * _HOUR // 60
                id = f"{day}-{member}"
                arrivals.append(market.cups(cups, member=member, event_id=id, at=at))
                if is_last:
                    old = market.cups(1, member=member, event_id=f"old-{id}", at=at - 50 * DAY)
                    arrivals.append(old)
            settle(connection, market.house, arrivals, now=midnight + 23 * _HOUR)
        yield market


def read(market: Market, days: range) -> list[PartnerDay]:
    [programme] = read_programmes(market.connection)
    return of_book(market.connection, programme, days)


def test_the_sums_of_the_book_are_those_of_what_was_reported(market: Market) -> None:
    rows = read(market, range(LAST, LAST + 1))

    assert [one.day for one in rows] == list(range(FIRST, LAST + 1))
    usual, last = rows[3], rows[-1]
    cups = [1 + (member + 3) % 5 for member in range(MEMBERS)]
    assert (usual.partner, usual.activity, usual.all) == ("cafe", "cup_return", Of(24, 24))
    assert (usual.amount, usual.with_amount) == (sum(cups) * 1_000_000, Of(MEMBERS, MEMBERS))
    assert usual.same.reports == max(Counter(cups).values())
    assert [one.reports for one in usual.hours[7:12]] != [0] * 5
    assert sum(one.reports for one in usual.hours) == MEMBERS
    assert usual.refused == Of()
    assert (last.hours[3], last.same, last.refused) == (Of(24, 24),) * 3
    assert last.burst == Of(5, 5)


def test_what_is_wrong_on_the_last_day_is_found_in_the_book(market: Market) -> None:
    found = unusual(read(market, range(LAST - 5, LAST + 1)), range(LAST - 5, LAST + 1))

    assert found.days == 6
    assert {one.kind for one in found.found} == {"amount", "same", "hour", "refused"}
    assert {one.day for one in found.found} == {LAST}
    stopped = unusual(read(market, range(LAST + 1, LAST + 2)), [LAST + 1]).found
    assert [one.kind for one in stopped] == ["stopped"]


def test_looking_needs_no_right_to_write_and_leaves_every_table_as_it_was(market: Market) -> None:
    def written() -> object:
        return market.connection.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
        ).fetchone()

    market.connection.execute("SET default_transaction_read_only = on")
    try:
        market.connection.execute("SELECT pg_stat_force_next_flush()")
        before = written()
        assert unusual(read(market, range(LAST, LAST + 1)), [LAST]).found
        assert written() == before
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            market.connection.execute("UPDATE partner SET name = name")
    finally:
        market.connection.execute("SET default_transaction_read_only = off")


def test_files_say_what_the_book_says_and_of_how_many_members_an_amount_is(
    market: Market, tmp_path: Path
) -> None:
    day = LAST + 2
    ten = instant("2026-09-01T10:00:00+07:00") + (day - FIRST) * DAY
    # As many reports of one member as of two, by amount and by five minutes of the clock.
    sent = [(0, 7, ten), (0, 7, ten), (1, 9, ten + _HOUR // 2), (2, 9, ten + _HOUR // 2)]
    arrivals = [
        market.cups(cups, member=member, event_id=f"tie-{at}", at=happened_at)
        for at, (member, cups, happened_at) in enumerate(sent)
    ]
    settle(market.connection, market.house, arrivals, now=ten + 2 * _HOUR)
    days = range(LAST + 1, day + 1)
    activities = {"cup_return": ACTIVITIES["cup_return"]}
    gathering = Gathering(tmp_path, activities, Calendar("Asia/Bangkok"))
    hashed = gather_book(gathering, market.connection, market.programme_id)
    snapshot = gathering.finish(first_day=0, made_from=hashed)

    of_the_book = [one._replace(refused=Of()) for one in read(market, days)]
    assert of_the_book == of_deeds(snapshot, activities, days)
    tie = of_the_book[-1]
    assert (tie.day, tie.same, tie.burst, tie.with_amount) == (day, Of(2, 1), Of(2, 1), Of(4, 3))

    told_by_one = f"SELECT * REPLACE (CASE member WHEN 0 THEN f0 ELSE {MISSING} END AS f0)"
    duckdb.execute(
        f"CREATE TABLE deeds AS {told_by_one} FROM '{snapshot.deeds_file}';"
        f"COPY deeds TO '{snapshot.deeds_file}' (FORMAT parquet); DROP TABLE deeds"
    )
    usual = of_deeds(snapshot, activities, days)[3]
    assert (usual.all, usual.with_amount) == (Of(24, 24), Of(1, 1))


def test_an_amount_that_is_gone_past_its_day_is_nobodys(market: Market) -> None:
    """Its deeds come late, so that their facts are gone before those of a day that is read."""
    at = instant("2026-09-01T12:00:00+07:00") + (LAST + 3 - FIRST) * DAY
    arrivals = [
        market.cups(
            3, member=member, event_id=f"late-{member}", at=at - (20 * DAY if member else 0)
        )
        for member in range(MEMBERS)
    ]
    settle(market.connection, market.house, arrivals, now=at)
    with connect(market.connection.info.dsn, role="purger") as purger:
        purge(purger, now=at + 80 * DAY)

    late = read(market, range(LAST + 3, LAST + 4))[-1]
    assert (late.all, late.with_amount, late.amount) == (Of(24, 24), Of(1, 1), 3_000_000)


def test_who_stands_still_is_left_out(market: Market) -> None:
    """The last one here: it changes the market."""
    at = instant("2026-11-20T12:00:00+07:00")
    restrict(market.connection, market.members[0], asked_by="member", ground="objection", now=at)

    assert {one.all for one in read(market, range(LAST, LAST + 1))} == {Of(23, 23)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A made-up city in which everybody goes to one café, so that each day is of enough members."""
    folder = tmp_path_factory.mktemp("reported")
    cups = [one for one in CITY.activities if one.id == "cup_return"]
    [lotus] = [one for one in CITY.partners if one.id == "cafe-lotus"]
    city = replace(CITY, size=Size(active=400, deeds_a_day=90), activities=cups, partners=[lotus])
    files, _ = write_city(city, folder, first_day=FIRST, last_day=LAST + 9)
    # The last two days are taken out: the café stopped.
    gone = folder / "deeds-2026-11-001.parquet"
    kept = folder / "kept.parquet"
    ends = Calendar("Asia/Bangkok").start_of_day(LAST + 8)
    duckdb.execute(
        f"COPY (SELECT * FROM '{gone}' WHERE epoch_us(time) < {ends}) TO '{kept}' (FORMAT parquet)"
    )
    return [*[file for file in files if file != gone], kept]


def test_the_command_lists_what_is_unusual_in_files_and_names_no_member(files: list[Path]) -> None:
    arguments = ["unusual", str(DRAFT), *map(str, files), "--days", "8", "--until", "2026-11-05"]
    done = CliRunner().invoke(application(), [*arguments, "--json"])

    assert done.exit_code == 0, (done.output, done.exception)
    data = json.loads(done.stdout)
    assert [(one["day"], one["kind"]) for one in data["found"]] == [
        ("2026-11-04", "stopped"),
        ("2026-11-05", "stopped"),
    ]
    assert "2 days in a row" in data["found"][1]["reason"]
    assert data["looked_at"] == 8
    assert set(data["found"][0]) == {"day", "partner", "activity", "kind", "reason"}
    assert any("one at most is listed by chance" in one for one in data["said"])
    told = CliRunner().invoke(application(), [*arguments[:-4], "--days", "1"])
    assert told.stdout.startswith("Nothing unusual from 2026-11-03 to 2026-11-03.")


def test_wrong_use_of_the_command_is_told() -> None:
    for arguments in ([], ["--book", "riverside", str(DRAFT)], [str(DRAFT)]):
        assert CliRunner().invoke(application(), ["unusual", *arguments]).exit_code == 2, arguments
