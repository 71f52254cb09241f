"""Locks: where they are taken, and in which order (by member id)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg

from plaudit.sql.loader import query

MemberRow = tuple[int, datetime, datetime | None, int, Any, list[int], list[int]]


def lock_members(cursor: psycopg.Cursor[Any], member_ids: Iterable[int]) -> None:
    """Send the statement that locks members in the order of their ids and reads their rows."""
    ids = "{" + ",".join(map(str, sorted(member_ids))) + "}"
    cursor.execute(query("lock_members"), {"member_ids": ids}, binary=True)
