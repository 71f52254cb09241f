"""Batches are judged member by member, in pieces: with the same outcome."""

from __future__ import annotations

import random
from copy import deepcopy

import psycopg
import pytest
from psycopg.copy import Copy

from plaudit.actions import judged as judging
from plaudit.actions.batch import Arrival, Batch
from plaudit.actions.judged import Judged
from plaudit.core.ledger import Outcome
from plaudit.store import settling
from plaudit.store.deed_rows import DeedRow
from tests.riverside import NOW, Riverside


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection, members=4)


def _reports(riverside: Riverside, *, seed: int, repeats: int = 0) -> list[Arrival]:
    chance = random.Random(seed)
    reports = []
    for _ in range(60):
        activity, fact = chance.choice([("cup_return", "cups"), ("litter_pick", "bags")])
        member, at = chance.randrange(4), f"2026-11-{chance.randint(13, 22):02d}T09:00:00+07:00"
        facts: dict[str, object] = {fact: chance.randint(1, 5)}
        id = f"{chance.getrandbits(40):x}"
        reports.append(riverside.report(activity, facts, member=member, at=at, event_id=id))
    nobody = reports[7].report._replace(subject="0" * 32, event_id="nobody")
    return [*reports, Arrival(reports[7].partner_id, nobody), *reports[:repeats]]


def _come_to(riverside: Riverside, judged: Judged) -> tuple[object, ...]:
    rows = [row for piece in judged.pieces() for row in piece]
    wallets = [(one.member_id, one.points, one.lots, one.totals) for one in judged.wallets()]
    refused = sorted(judged.refused, key=lambda one: one.event_id)
    return judged.outcomes, sorted(rows), wallets, judged.totals(), refused


@pytest.mark.parametrize("repeats", [0, 9])
def test_judging_by_member_comes_to_what_the_order_of_arrival_does(
    riverside: Riverside, monkeypatch: pytest.MonkeyPatch, repeats: int
) -> None:
    monkeypatch.setattr(judging, "PIECE_DEEDS", 8)
    for seed in range(4):
        batch = Batch(riverside.house, _reports(riverside, seed=seed, repeats=repeats), now=NOW)
        settling.make_deed_weeks(riverside.connection, batch.weeks())
        read = settling.read_batch(
            riverside.connection, member_ids=batch.member_ids(), event_keys=batch.event_keys
        )
        riverside.connection.rollback()
        again = Batch(riverside.house, _reports(riverside, seed=seed, repeats=repeats), now=NOW)
        one = Judged(batch, deepcopy(read), used_points={})
        other = Judged(again, read, used_points={})
        monkeypatch.setattr(other, "_depend_on_each_other", lambda: True)

        assert one._depend_on_each_other() == bool(repeats)
        assert _come_to(riverside, one) == _come_to(riverside, other)


def test_rows_come_in_the_order_of_the_index_and_in_pieces(
    riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "PIECE_DEEDS", 8)
    pieces: list[list[DeedRow]] = []
    write = settling.write_batch

    def seen(connection: psycopg.Connection, judged: Judged) -> None:
        pieces.extend(judged.pieces())
        monkeypatch.setattr(judged, "pieces", lambda: iter(pieces))
        write(connection, judged)

    monkeypatch.setattr(settling, "write_batch", seen)
    outcomes = riverside.settle(*_reports(riverside, seed=1))

    rows = [row for piece in pieces for row in piece]
    assert len(pieces) == 8
    assert rows == sorted(rows)
    assert [one.status for one in outcomes].count("accepted") == len(rows) > 20
    assert len(outcomes) == 61


def test_a_fault_in_a_piece_stores_nothing_and_tells_the_server_nothing(
    riverside: Riverside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "PIECE_DEEDS", 8)
    told: list[str] = []
    finish, judge = Copy.finish, Judged._judge

    def finished(copy: Copy, exc: BaseException | None) -> None:
        told.append(str(exc))
        finish(copy, exc)

    def judged_until(self: Judged, place: int) -> Outcome:
        if len(self.rows) > 20:
            raise ValueError("what was sent")
        return judge(self, place)

    monkeypatch.setattr(Copy, "finish", finished)
    monkeypatch.setattr(Judged, "_judge", judged_until)
    reports = _reports(riverside, seed=2)
    with pytest.raises(ValueError, match="what was sent"):
        riverside.settle(*reports)

    assert told == [""]
    assert riverside.all_points() == [0] * 4
    monkeypatch.undo()
    assert "accepted" in {one.status for one in riverside.settle(*reports)}
