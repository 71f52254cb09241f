"""The outbox: in the same transaction as what happened, taken once."""

from __future__ import annotations

import psycopg
import pytest

from plaudit.store.connect import Role, connect
from plaudit.store.outbox import Waiting, add_to_outbox, take_outbox
from tests.riverside import NOW, Riverside

KIND = "member.erased_at_partner"


@pytest.fixture
def riverside(connection: psycopg.Connection) -> Riverside:
    return Riverside(connection)


def add(riverside: Riverside, member: str) -> None:
    add_to_outbox(
        riverside.connection, KIND, partner_id=riverside.cafe, payload={"member": member}, now=NOW
    )


def test_a_row_is_there_with_the_commit_and_gone_with_the_rollback(riverside: Riverside) -> None:
    with riverside.connection.transaction(force_rollback=True):
        add(riverside, "taken back")
    with riverside.connection.transaction():
        add(riverside, "first")
        add(riverside, "second")

    with riverside.connection.transaction(force_rollback=True):
        assert len(take_outbox(riverside.connection, most=10)) == 2
    with riverside.connection.transaction():
        taken = take_outbox(riverside.connection, most=10)

    assert [row.payload for row in taken] == [{"member": "first"}, {"member": "second"}]
    assert taken[0] == Waiting(taken[0].outbox_id, riverside.cafe, KIND, {"member": "first"}, NOW)
    assert take_outbox(riverside.connection, most=10) == []


def test_two_takers_never_take_the_same_row(riverside: Riverside, database_url: str) -> None:
    with riverside.connection.transaction():
        for number in range(5):
            add(riverside, str(number))

    with connect(database_url) as other, riverside.connection.transaction(), other.transaction():
        mine = take_outbox(riverside.connection, most=3)
        theirs = take_outbox(other, most=3)

    members = [row.payload["member"] for row in mine + theirs]
    assert members == ["0", "1", "2", "3", "4"]


def test_it_refuses_a_row_that_could_outlive_what_it_tells_of(riverside: Riverside) -> None:
    with pytest.raises(AssertionError):
        add(riverside, "outside a transaction")


def test_it_refuses_what_no_kind_lists(riverside: Riverside) -> None:
    wrong: list[tuple[str, dict[str, str | int]]] = [
        ("member.joined", {"member": "0"}),
        (KIND, {}),
        (KIND, {"member": "0", "name": "Somchai"}),
        (KIND, {"member": 7}),
        (KIND, {"member": "0" * 201}),
    ]
    for kind, payload in wrong:
        with pytest.raises(AssertionError), riverside.connection.transaction():
            add_to_outbox(
                riverside.connection, kind, partner_id=riverside.cafe, payload=payload, now=NOW
            )

    assert take_outbox(riverside.connection, most=1) == []


@pytest.mark.parametrize("role", ["eraser", "purger"])
def test_the_other_roles_add_and_do_not_take(
    riverside: Riverside, database_url: str, role: Role
) -> None:
    with connect(database_url, role=role) as other:
        with other.transaction():
            add_to_outbox(other, KIND, partner_id=riverside.cafe, payload={"member": "0"}, now=NOW)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            take_outbox(other, most=1)
