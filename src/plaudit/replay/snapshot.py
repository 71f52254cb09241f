"""A snapshot of deeds: a folder that is read in pieces, each with whole members."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import duckdb
import msgspec
import numpy as np

from plaudit.core.activity import Activity, Fact
from plaudit.replay.columns import Columns, Ints
from plaudit.replay.engine import connected, exact, parquet
from plaudit.replay.struck_out import LeftOut

DEEDS, MEMBERS, ABOUT = "deeds.parquet", "members.parquet", "snapshot.json"
PIECE_ROWS = 1_000_000
"""How many deeds are counted at once, about: enough for arrays to pay, small in memory."""


class About(msgspec.Struct, frozen=True):
    """What a snapshot was made with. `first_day`: deeds before it aren't in it.

    `left_out`: what became of a list of struck-out deeds; None where none was named.
    """

    made_from: str
    time_zone: str
    first_day: int
    arrived: int
    activities: str
    activity_ids: tuple[str, ...]
    partner_ids: tuple[str, ...]
    width: int
    left_out: LeftOut | None = None


class Piece(NamedTuple):
    """Members from `first` on, up to `end` (not included), and about how many deeds they have."""

    first: int
    end: int
    rows: int


class Deeds(NamedTuple):
    """One piece, read: columns with members from 0, the first member, and instants."""

    columns: Columns
    first_member: int
    happened_at: Ints


def signature(activities: Mapping[str, Activity]) -> str:
    """Return a hash of what the columns of facts mean: and which reports are sound."""
    said = [(id, [_meaning(one) for one in activity.facts]) for id, activity in activities.items()]
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _meaning(fact: Fact) -> tuple[object, ...]:
    bounds = (fact.low, fact.high, fact.required)
    return (fact.name, fact.type.value, fact.places, fact.choices, *bounds)


@dataclass(frozen=True)
class Snapshot:
    """A snapshot's folder."""

    folder: Path
    about: About

    @property
    def deeds_file(self) -> Path:
        """Return the file of deeds."""
        return self.folder / DEEDS

    @property
    def members_file(self) -> Path:
        """Return the file of members' names."""
        return self.folder / MEMBERS

    def pieces(self, *, rows: int = PIECE_ROWS) -> list[Piece]:
        """Return pieces of whole members, with about so many deeds each.

        Cut where a group of rows ends, at its last member: that one goes to the next piece.
        """
        with connected() as connection:
            groups = connection.execute(
                "SELECT row_group_num_rows, stats_max_value::BIGINT "
                "FROM parquet_metadata($file) WHERE path_in_schema = 'member' "
                "ORDER BY row_group_id",
                {"file": exact(self.deeds_file)},
            ).fetchall()
        pieces: list[Piece] = []
        first, held = 0, 0
        for count, last in groups:
            held += count
            if held >= rows and last > first:
                pieces.append(Piece(first, last, held))
                first, held = last, 0
        if groups:
            pieces.append(Piece(first, int(groups[-1][1]) + 1, held))
        return pieces

    def read(
        self,
        piece: Piece,
        connection: duckdb.DuckDBPyConnection,
        *,
        instants: bool = True,
        partners: bool = True,
    ) -> Deeds:
        """Return the deeds of a piece, member by member, in the order of arrival.

        Without `instants` these are left out, and without `partners` it is always the first one:
        a column less to read.
        """
        also = (", partner" if partners else "") + (", happened_at" if instants else "")
        facts = "".join(f", f{number}" for number in range(self.about.width))
        found = connection.execute(
            f"SELECT member, day, activity{also}{facts} FROM {parquet(self.deeds_file)} "
            "WHERE member >= $first AND member < $end",
            {"first": piece.first, "end": piece.end},
        ).fetchnumpy()
        named = {name: np.asarray(column, np.int64) for name, column in found.items()}
        member = named["member"]
        member -= piece.first
        columns = Columns(
            member,
            named["day"],
            named["activity"],
            named["partner"] if partners else np.broadcast_to(np.int64(0), len(member)),
            tuple(named[f"f{number}"] for number in range(self.about.width)),
        )
        return Deeds(columns, piece.first, named.get("happened_at", named["day"][:0]))


def write_about(folder: Path, about: About) -> Snapshot:
    """Write what a snapshot was made with; from then on the folder is one."""
    waiting = folder / f"{ABOUT}.new"
    waiting.write_bytes(msgspec.json.format(msgspec.json.encode(about), indent=2))
    waiting.rename(folder / ABOUT)
    return Snapshot(folder, about)


def read_snapshot(folder: Path) -> Snapshot | None:
    """Return the snapshot in a folder, or None where there is none that is whole."""
    try:
        about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    return Snapshot(folder, about)
