"""Order, batches, repeats and a second writer change nothing in what members get."""

from __future__ import annotations

import random
import threading

import pytest

from plaudit.actions.batch import Arrival
from plaudit.actions.house import open_house
from plaudit.actions.repeats import LOOKED_UP_DEEDS
from plaudit.actions.settle import settle
from plaudit.core.deed import Deed
from plaudit.store.audit import audit
from plaudit.store.connect import connect
from tests.riverside import NOW, Riverside, statuses


def _week(riverside: Riverside, *, seed: int, deeds: int) -> list[Arrival]:
    chance = random.Random(seed)
    reports = []
    for number in range(deeds):
        kinds: list[tuple[str, dict[str, object]]] = [
            ("cup_return", {"cups": chance.randint(1, 9)}),
            ("litter_pick", {"bags": chance.randint(0, 5)}),
            ("tree_care", {"trees": chance.randint(1, 12)}),
            ("garden_minutes", {"minutes": chance.randint(5, 200)}),
            ("museum_visit", {"venue": chance.choice(["city_museum", "art_centre"])}),
            ("book_swap", {"books": chance.randint(1, 5)}),
        ]
        activity, facts = chance.choice(kinds)
        at = f"2026-11-{chance.randint(1, 20):02d}T{chance.randint(0, 11):02d}:00:00+07:00"
        member = chance.randrange(len(riverside.members))
        reports.append(
            riverside.report(activity, facts, member=member, at=at, event_id=str(number))
        )
    return reports


def test_order_batches_and_repeats_do_not_change_what_members_get(database_url: str) -> None:
    totals = []
    for order in range(3):
        with connect(database_url, role="owner") as owner:
            owner.execute(
                "TRUNCATE programme, edition, activity, edition_activity, slot, partner, "
                "partner_key, partner_activity, member, consent, deed, deed_key, batch_total, "
                "refused_deed, account, transfer CASCADE"
            )
        with connect(database_url) as connection:
            riverside = Riverside(connection, members=5)
            reports = _week(riverside, seed=7, deeds=240)
            chance = random.Random(order)
            if order:
                reports += chance.sample(reports, 60)
                chance.shuffle(reports)
            while reports:
                size = chance.choice([1, 7, 50])
                riverside.house.repeats.looks_left = chance.choice([0, 1])
                riverside.settle(*reports[:size])
                del reports[:size]
            totals.append(riverside.all_points())
            assert audit(connection) == []

    assert totals[0] == totals[1] == totals[2]
    assert min(totals[0]) > 0


@pytest.mark.parametrize("looks", [True, False], ids=["looking first", "by the key alone"])
def test_two_writers_over_the_same_members_agree_with_one(database_url: str, looks: bool) -> None:
    with connect(database_url) as connection:
        riverside = Riverside(connection, members=6)
        reports = _week(riverside, seed=3, deeds=400)
        failed: list[BaseException] = []

        def work(seed: int) -> None:
            chance = random.Random(seed)
            mine = list(reports)
            chance.shuffle(mine)
            with connect(database_url, hot=True) as own:
                house = open_house(own)
                try:
                    while mine:
                        size = chance.choice([1, 20, 60])
                        house.repeats.looks_left = LOOKED_UP_DEEDS if looks else 0
                        settle(own, house, mine[:size], now=NOW)
                        del mine[:size]
                except BaseException as fault:  # noqa: BLE001 (told to the test's own thread)
                    failed.append(fault)

        writers = [threading.Thread(target=work, args=(seed,)) for seed in (1, 2)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        both = riverside.all_points()
        deeds = connection.execute("SELECT count(*) FROM deed").fetchone()

    assert failed == []
    assert deeds == (400,)
    expected = _counted_alone(riverside, reports)
    assert both == expected


def test_one_id_for_two_members_is_taken_once_whoever_is_first(database_url: str) -> None:
    """Two writers, in opposite orders, and nobody looks: the key says who came first."""
    with connect(database_url) as connection:
        riverside = Riverside(connection, members=2)
        said: list[list[str]] = [[], []]
        failed: list[BaseException] = []

        def work(member: int) -> None:
            mine = [
                riverside.report("cup_return", {"cups": 1}, member=member, event_id=f"{number:03}")
                for number in range(60)
            ][:: -1 if member else 1]
            with connect(database_url, hot=True) as own:
                house = open_house(own)
                try:
                    for first in range(0, len(mine), 5):
                        house.repeats.looks_left = 0
                        said[member] += statuses(
                            settle(own, house, mine[first : first + 5], now=NOW)
                        )
                except BaseException as fault:  # noqa: BLE001 (told to the test's own thread)
                    failed.append(fault)

        writers = [threading.Thread(target=work, args=(member,)) for member in (0, 1)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        taken = connection.execute("SELECT count(*), count(DISTINCT event_id) FROM deed").fetchone()

    assert failed == []
    assert taken == (60, 60)
    assert sorted(said[0] + said[1]) == ["accepted"] * 60 + ["content_conflict"] * 60


def _counted_alone(riverside: Riverside, reports: list[Arrival]) -> list[int]:
    """Return the members' points as `core` counts them, without a database."""
    programme = riverside.house.programmes[riverside.programme_id]
    totals: dict[str, dict[int, int]] = {}
    points = dict.fromkeys(riverside.members, 0)
    for partner_id, report in reports:
        member_id = riverside.house.handles.members_of([report.subject], [partner_id])[0]
        assert member_id is not None
        day = programme.calendar.day_of(report.happened_at)
        deed = Deed(report.activity, report.source, day, report.facts)
        points[member_id] += programme.counting.count(
            totals.setdefault(str(member_id), {}), deed
        ).points
    return list(points.values())
