"""Deeds for files: sound, late, sent twice, and damaged in every way that a table can hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import duckdb

Value = int | float | str
FACTS = {
    "rides": "VARCHAR", "books": "INTEGER", "kg": "DECIMAL(9,3)", "cups": "SMALLINT",
    "minutes": "INTEGER", "bags": "BIGINT", "venue": "VARCHAR", "material": "VARCHAR",
    "hours": "DECIMAL(9,3)", "trees": "INTEGER",
}  # fmt: skip
ATTRIBUTES = ("id", "source", "type", "subject", "time")


@dataclass(frozen=True)
class Event:
    """One deed as it is sent. `time` with the offset of Bangkok."""

    id: str
    source: str
    type: str
    subject: str
    time: str
    data: dict[str, Value]
    is_sound: bool = True

    def cloud_event(self) -> dict[str, object]:
        named = {name: getattr(self, name) for name in ATTRIBUTES}
        return {"specversion": "1.0", **named, "data": self.data}


def _data(rng: Random, kind: str) -> dict[str, Value]:
    match kind:
        case "cup_return":
            return {"cups": rng.randint(1, 9)}
        case "recycling_drop_off":
            material = rng.choice(("paper", "cardboard", "glass"))
            return {"material": material, "kg": rng.randint(0, 900) / 100}
        case "museum_visit":
            return {"venue": rng.choice(("city_museum", "river_museum", "art_centre"))}
        case "repair_cafe_hours":
            return {"hours": rng.randint(0, 48) / 4}
        case "litter_pick":
            return {"bags": rng.randint(0, 9)}
        case "bike_ride_band":
            return {"rides": rng.choice(("1-9", "10-19", "20 or more"))}
    return {}


KINDS = (
    "cup_return", "recycling_drop_off", "museum_visit", "repair_cafe_hours", "litter_pick",
    "bike_ride_band", "library_course", "tool_loan",
)  # fmt: skip


def _sound(rng: Random, number: int) -> Event:
    kind = rng.choice(KINDS)
    at = datetime(2026, 8, 20, tzinfo=UTC) + timedelta(minutes=rng.randint(0, 90 * 24 * 60))
    return Event(
        id=f"e-{number}",
        source=rng.choice(("cafe-lotus", "depot-2", "city-museum")),
        type=f"deed.{kind}",
        subject=f"handle-{rng.randrange(40)}",
        time=(at + timedelta(hours=7)).strftime("%Y-%m-%dT%H:%M:%S+07:00"),
        data=_data(rng, kind),
    )


def _damaged(rng: Random, one: Event) -> Event:
    cups = {"type": "deed.cup_return"}
    changes: tuple[dict[str, object], ...] = (
        {"time": "2025-11-03T09:00:00+07:00"},
        {"type": "deed.frowning"},
        {"id": "has a space\u202e"},
        {"subject": "x" * 129},
        {**cups, "data": {"cups": 0}},
        {**cups, "data": {"cups": 51}},
        {**cups, "data": {}},
        {**cups, "data": {"cups": 2, "bags": 1}},
        {"type": "deed.museum_visit", "data": {"venue": "aquarium"}},
        {"type": "deed.compost_drop_off", "data": {"kg": 1.25}},
    )
    return replace(one, **rng.choice(changes), is_sound=False)  # type: ignore[arg-type]


def events(rng: Random, count: int) -> list[Event]:
    """Return deeds in the order of arrival: days mixed, so late across the editions too."""
    found: list[Event] = []
    for number in range(count):
        one = _sound(rng, number)
        if rng.random() < 0.08:
            one = _damaged(rng, one)
        elif found and rng.random() < 0.08:
            before = rng.choice(found)  # sent again, or its id used for another deed
            one = before if rng.random() < 0.5 else replace(one, id=before.id, source=before.source)
        elif rng.random() < 0.05:
            # Names that a plain table test isn't sure of and the door takes.
            one = replace(one, subject=f"élan-{rng.randrange(3)}")
        found.append(one)
    return found


def _rows(some: Sequence[Event]) -> list[list[Value | None]]:
    return [
        [*(getattr(one, name) for name in ATTRIBUTES), *(one.data.get(name) for name in FACTS)]
        for one in some
    ]


def csv_text(some: Sequence[Event]) -> str:
    """Return deeds as a table with a column for each fact."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*ATTRIBUTES, *FACTS])
    writer.writerows(_rows(some))
    return text.getvalue()


def parquet(some: Sequence[Event], path: Path) -> None:
    """Write deeds as Parquet with a typed column for each fact, times as instants."""
    typed = ", ".join(f"'{name}': '{kind}'" for name, kind in FACTS.items())
    names = ", ".join(f"'{name}': 'VARCHAR'" for name in ATTRIBUTES)
    table = path.with_suffix(".table.csv")
    table.write_text(csv_text(some))
    duckdb.execute(
        "COPY (SELECT * REPLACE (time::TIMESTAMPTZ AS time) FROM "
        f"read_csv('{table}', header = true, columns = {{{names}, {typed}}})) "
        f"TO '{path}' (FORMAT parquet)"
    )
    table.unlink()
