"""Columns of whole numbers as a Parquet file of deeds, as a partner's table would have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from plaudit.core.amount import MICRO
from plaudit.replay.columns import MISSING, Ints
from plaudit.replay.engine import connected, quoted


class FactColumn(NamedTuple):
    """A fact's column: a choice's place in `choices`, or a number in millionths."""

    name: str
    choices: Sequence[str]
    places: int
    values: Ints


class Names(NamedTuple):
    """What the numbers in the columns `activity` and `partner` stand for."""

    activities: Sequence[str]
    partners: Sequence[str]


def write_deeds(
    file: Path, columns: Mapping[str, Ints], facts: Sequence[FactColumn], *, names: Names
) -> None:
    """Write deeds in the order given. Columns: number, activity, partner, member, happened_at."""
    made = {**columns, **{f"f{at}": fact.values for at, fact in enumerate(facts)}}
    listed = "".join(
        f', {_value(fact, f"f{at}")} AS "{fact.name}"' for at, fact in enumerate(facts)
    )
    kinds = [f"deed.{id}" for id in names.activities]
    with connected() as connection:
        connection.register("made", made)
        connection.execute(
            f"COPY (SELECT {_ids(names.partners)}, "
            f"{_one_of(kinds, 'activity')} AS type, 'm' || member AS subject, "
            f"make_timestamp(happened_at) AT TIME ZONE 'UTC' AS time{listed} FROM made) "
            f"TO {quoted(file)} (FORMAT parquet)"
        )


def write_ids(file: Path, columns: Mapping[str, Ints], partners: Sequence[str]) -> None:
    """Write which deeds are meant, in the order given. Columns: number, partner."""
    with connected() as connection:
        connection.register("meant", dict(columns))
        connection.execute(
            f"COPY (SELECT {_ids(partners)} FROM meant) TO {quoted(file)} (FORMAT parquet)"
        )


def _ids(partners: Sequence[str]) -> str:
    """Return the SQL of what tells a deed apart: its id, and the partner that it is from."""
    return f"'e' || number AS id, {_one_of(partners, 'partner')} AS source"


def _value(fact: FactColumn, column: str) -> str:
    """Return the SQL of a fact: a whole number, a decimal, a text, or NULL."""
    if fact.choices:
        return f"CASE WHEN {column} >= 0 THEN {_one_of(fact.choices, column)} END"
    whole = f"{column} // {MICRO // 10**fact.places}"
    if fact.places:
        step = f"0.{'1'.rjust(fact.places, '0')}::DECIMAL({fact.places + 1},{fact.places})"
        whole = f"({whole} * {step})::DECIMAL(18,{fact.places})"
    return f"CASE WHEN {column} <> {MISSING} THEN {whole} END"


def _one_of(texts: Sequence[str], column: str) -> str:
    listed = ", ".join("'" + text.replace("'", "''") + "'" for text in texts)
    return f"([{listed}])[{column} + 1]"
