"""`plaudit replay --book`: every award of the live book is what the replay engine gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random

import psycopg
import pytest

from plaudit.actions.catalogue_files import read_editions
from plaudit.actions.erase import erase
from plaudit.actions.house import open_house
from plaudit.actions.leave import leave
from plaudit.actions.purge import purge
from plaudit.actions.restore import restore
from plaudit.actions.restrict import restrict
from plaudit.actions.reverse import reverse
from plaudit.actions.strike_out import strike_out
from plaudit.core.amount import MICRO
from plaudit.core.reversal import Decision
from plaudit.lab.book_replay import BookReplay, Compared, GroupSums, replay_book
from plaudit.store.awarded import awards_by_member
from plaudit.store.connect import connect
from plaudit.store.erasures import JournalFile
from plaudit.store.reading import reading
from tests.cli.running import plaudit
from tests.riverside import ACTIVITIES, EDITIONS, NOW, Riverside, instant

MEMBERS = 24
KINDS = ("cup_return", "litter_pick", "tree_care", "book_swap", "museum_visit", "tool_loan")
BY = "Pim Chaiyo, points office"


def facts_of(kind: str, chance: Random) -> dict[str, object]:
    return {
        fact.name: chance.choice(fact.choices)
        if fact.choices
        else fact.low // MICRO + chance.randrange(min(9, (fact.high - fact.low) // MICRO + 1))
        for fact in ACTIVITIES[kind].facts
    }


def settled(city: Riverside, days: Sequence[str], *, seed: int, now: str) -> None:
    """Let each member do a few things on each of some days, in some order, as one batch."""
    chance = Random(seed)
    reports = [
        city.report(kind, facts_of(kind, chance), member=member, at=f"{day}T{hour}:00:00+07:00",
                    event_id=f"{seed}-{day}-{member}-{kind}-{hour}")
        for day in days
        for member in range(MEMBERS)
        for kind in chance.sample(KINDS, 2)
        for hour in (chance.choice(("08", "09")), chance.choice(("18", "19")))
    ]  # fmt: skip
    chance.shuffle(reports)
    outcomes = city.settle(*reports, now=instant(f"{now}T12:00:00+07:00"))
    assert [one.status for one in outcomes] == ["accepted"] * len(reports)


@pytest.fixture
def city(connection: psycopg.Connection) -> Riverside:
    """Two editions, deeds that came late from the first one, and decisions in between."""
    city = Riverside(connection, members=MEMBERS)
    settled(city, ["2026-09-14", "2026-09-16", "2026-09-29"], seed=1, now="2026-09-30")
    settled(city, ["2026-10-01", "2026-10-03", "2026-09-30"], seed=2, now="2026-10-05")
    decided(city, "cup_return", range(8))
    decided(city, "book_swap", range(8, MEMBERS))
    settled(city, ["2026-10-02", "2026-10-04", "2026-10-20"], seed=3, now="2026-10-22")
    decided(city, "litter_pick", range(4, 10))
    settled(city, ["2026-11-18", "2026-10-21"], seed=4, now="2026-11-19")
    return city


def decided(city: Riverside, kind: str, whose: range) -> None:
    """Strike deeds out, count one of them again, reverse one: as persons decide."""
    for member in whose:
        row = city.connection.execute(
            "SELECT min(d.deed_id) FROM deed AS d INNER JOIN activity AS a USING (activity_no) "
            "WHERE d.member_id = %s AND a.id = %s AND d.points > 0 "
            "AND d.happened_on >= '2026-10-01' AND d.deed_id NOT IN (SELECT deed_id FROM reversal)",
            (city.members[member], kind),
        ).fetchone()
        city.connection.commit()
        if row is None or row[0] is None:
            continue
        decision = Decision(city.members[member], row[0], BY, "did_not_happen", "Malee Srisai")
        undo = reverse if member == 5 else strike_out
        undo(city.connection, city.house, decision, now=NOW)
        if member == 6:
            restore(city.connection, city.house, decision._replace(reason=None), now=NOW)


def compared(
    city: Riverside, paths: Sequence[Path] = EDITIONS, *, today: int | None = None
) -> Compared:
    house = open_house(city.connection)
    [programme] = house.programmes.values()
    city.connection.rollback()
    replay = BookReplay(
        programme,
        read_editions(list(paths), ACTIVITIES),
        ACTIVITIES,
        partner_ids=[one.id for one in house.partners.values()],
        today=programme.calendar.day_of(NOW) if today is None else today,
    )
    with reading(city.connection):
        return replay_book(replay, awards_by_member(city.connection, programme.programme_id))


def awards(city: Riverside, *, since: str = "2026-01-01") -> tuple[int, int]:
    row = city.connection.execute(
        "SELECT count(*), sum(d.points)::BIGINT FROM deed AS d INNER JOIN member AS m "
        "USING (member_id) WHERE m.restricted_at IS NULL AND d.happened_on >= %s", (since,),
    ).fetchone()  # fmt: skip
    city.connection.rollback()
    assert row is not None
    return int(row[0]), int(row[1])


def points_by(found: Compared, by: str) -> tuple[int, int]:
    """Return what all groups come to, before anything is rounded: booked, and replayed."""
    sums = found.groups[by].values()
    return sum(one.booked_points for one in sums), sum(one.replayed_points for one in sums)


def is_right(found: Compared) -> bool:
    nothing = (found.different, found.totals_different, len(found.shown))
    return found.is_in_force and found.totals > 0 and nothing == (0, 0, 0)


def test_every_award_of_the_book_and_every_running_total_is_what_the_replay_gives(
    city: Riverside, database_url: str, tmp_path: Path
) -> None:
    whole = compared(city)
    deeds, points = awards(city)

    assert is_right(whole)
    assert (whole.deeds, whole.members, whole.past_facts) == (deeds, MEMBERS, 0)
    assert [points_by(whole, by) for by in whole.groups] == [(points, points)] * 3
    [(struck, kept)] = city.connection.execute(
        "SELECT (SELECT count(*) FROM reversal WHERE cardinality(counted) > 0), (SELECT count(*) "
        "FROM deed WHERE counted[cardinality(counted) - 2] >= 1::BIGINT << 60)"
    ).fetchall()
    city.connection.rollback()
    assert min(struck, kept) > 0, "something was struck out, and what was kept is filled up"

    late = compared(city, EDITIONS[-1:])
    assert is_right(late)
    assert (late.deeds, late.too_early) == (awards(city, since="2026-10-01")[0], deeds - late.deeds)

    leave(city.connection, city.members[0], now=NOW, language="en", wording="I leave.")
    restrict(city.connection, city.members[1], asked_by="member", ground="objection", now=NOW)
    with connect(database_url, role="eraser") as eraser:
        journal = JournalFile(tmp_path / "erasures")
        erase(eraser, city.members[2], handles=city.house.handles, journal=journal, now=NOW)
    left = compared(city)
    assert is_right(left)
    assert (left.deeds, left.members) == (awards(city)[0], MEMBERS - 2)

    with connect(database_url, role="purger") as purger:
        purge(purger, now=instant("2027-01-02T12:00:00+07:00"))
    later = compared(city)
    assert is_right(later), "what is gone is in the totals with which the rest goes on"
    assert later.deeds > 0 < later.past_facts
    assert later.deeds + later.past_facts == left.deeds


def test_another_edition_gives_other_points_and_nobody_is_named(
    city: Riverside, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.toml"
    text = EDITIONS[-1].read_text("utf-8")
    assert "at_most = 15" in text
    draft.write_text(text.replace("at_most = 15", "at_most = 5"), encoding="utf-8")

    found = compared(city, [draft])

    assert not found.is_in_force
    assert found.different > 0
    assert found.shown == [], "a list of awards that a draft changes would be one of persons"
    booked, replayed = points_by(found, "rule")
    assert replayed < booked
    [told] = [{name for name, one in found.told()["rule"].items() if one.different}]
    assert told


def test_an_edition_that_has_not_begun_is_not_asked_for(city: Riverside) -> None:
    last = read_editions([EDITIONS[-1]], ACTIVITIES)[0].starts_on

    assert compared(city, EDITIONS[:-1], today=last - 1).is_in_force
    assert compared(city, EDITIONS, today=last - 1).is_in_force
    assert not compared(city, EDITIONS[:-1], today=last).is_in_force


def test_groups_of_few_members_are_told_with_the_next_larger_and_points_are_rounded() -> None:
    sums = {
        "cups": GroupSums(40, 20, 1_234, 1_204, 3),
        "litter": GroupSums(90, 19, 990, 990, 1),
        "walk": GroupSums(50, 40, 5_000, 5_000, 0),
    }

    told = Compared(is_in_force=True, groups={"rule": sums}).told()

    others = GroupSums(130, 20, 2_200, 2_200, 4)
    assert told == {"rule": {"others": others, "walk": GroupSums(50, 40, 5_000, 5_000, 0)}}


def test_where_all_groups_are_of_few_only_what_everybody_did_is_told() -> None:
    sums = {"cups": GroupSums(40, 12, 1_234, 1_204, 3), "litter": GroupSums(90, 15, 990, 990, 1)}
    found = Compared(is_in_force=True, members=27, groups={"rule": sums})

    assert list(found.told()["rule"]) == ["others"]
    found.members = 19
    assert found.told() == {"rule": {}}


@pytest.mark.damages_the_book
def test_the_command_names_each_deed_that_differs_and_no_member(
    city: Riverside, owner: psycopg.Connection, database_url: str
) -> None:
    right = plaudit("replay", *EDITIONS, "--book", url=database_url)
    owner.execute("SET session_replication_role = replica")
    [(deed, points)] = owner.execute(
        "UPDATE deed SET points = points + 1 WHERE deed_id = (SELECT max(deed_id) FROM deed "
        "WHERE points > 0) RETURNING deed_id, points"
    ).fetchall()
    owner.execute(
        "UPDATE deed SET facts[1] = facts[1] + 1000000 WHERE deed_id = (SELECT min(d.deed_id) "
        "FROM deed AS d INNER JOIN activity AS a USING (activity_no) WHERE a.id = 'cup_return')"
    )
    wrong = plaudit("replay", *EDITIONS, "--book", url=database_url)
    as_data = plaudit("replay", *EDITIONS, "--book", "--json", url=database_url)

    assert (right.code, right.err) == (0, "")
    assert right.out.splitlines()[-1].startswith("Every award is what the replay gives, and so")
    assert f"of {MEMBERS} members were counted once more." in right.out.splitlines()[0]
    assert wrong.code == as_data.code == 1
    said = f"  WRONG  deed {deed}: the replay gives other points; booked {points}, "
    assert said + f"counted {points - 1}." in wrong.out
    read = json.loads(as_data.out)
    assert read["totals_different"] > 0, "an amount that a ceiling hides is in a running total"
    assert {one["deed"] for one in read["shown"]} >= {deed}
    assert not {"member", "subject"} & set(as_data.out.replace('"', " ").split())
    assert read["groups"]["month"]["2026-10"]["members"] == MEMBERS


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--by", "month"), "--book gives sums of groups and never a list: what a member has"),
        (("--by", "member"), "--book gives sums of groups and never a list"),
        (("--output", "x.csv"), "--book gives sums of groups and never a list"),
        (("--engine", "spark"), "--book gives sums of groups and never a list"),
        (("deeds.parquet",), "--book takes editions (.toml) alone: name no file of deeds."),
    ],
)
def test_a_list_of_the_books_members_is_refused(more: tuple[str, ...], said: str) -> None:
    done = plaudit("replay", *EDITIONS, "--book", *more)

    assert done.code == 2
    assert said in done.err
