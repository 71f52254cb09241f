"""Locks: where they are taken, and in which order (by member id)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg

from plaudit.sql.loader import query
from plaudit.store.arrays import bigints


def lock_members(cursor: psycopg.Cursor[Any], member_ids: Iterable[int]) -> None:
    """Send the statement that locks members in the order of their ids and reads their rows.

    It answers in binary: instants and days as the server counts them (store.arrays).
    """
    cursor.execute(query("lock_members"), {"member_ids": bigints(sorted(member_ids))}, binary=True)
