"""News: whether a member's wallet is still the one that was shown. Not what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints
from plaudit.store.exchange import Asks, Rows


class WalletVersion(NamedTuple):
    """A version of a wallet, and which passes open it: as of a membership (store.members)."""

    version: str
    passes_ended: int = 0
    kept_pass: str = ""


GONE = WalletVersion("")
"""Of whose row is gone."""


def wallet_versions(
    connection: psycopg.Connection, member_ids: Sequence[int]
) -> dict[int, WalletVersion]:
    """Return the version of each member's wallet, which every write and every refusal changes.

    Who is gone has none.
    """
    return versions_of(ask_versions(connection, member_ids))


def ask_versions(connection: Asks, member_ids: Sequence[int]) -> Rows:
    """Ask for the versions of members' wallets, and don't wait for the answer."""
    return connection.execute(query("wallet_versions"), {"member_ids": bigints(member_ids)})


def versions_of(asked: Rows) -> dict[int, WalletVersion]:
    """Return the versions that were asked for, by member."""
    return {member_id: WalletVersion(*found) for member_id, *found in asked.fetchall()}
