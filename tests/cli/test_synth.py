"""`plaudit synth`: the same seed gives the same city, with what real reports have wrong in them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from plaudit.lab.city import PRESETS
from plaudit.lab.city_files import STRUCK_OUT
from tests.cli.running import ROOT, plaudit

RIVERSIDE = ROOT / "catalogue" / "programmes" / "riverside" / "2026-10.toml"
DAYS = 14
LATE_AFTER = 36 * 3600 * 1_000_000
"""Older than the newest so far by more than any report that is in time."""


def made(folder: Path, *more: str) -> Path:
    done = plaudit("synth", str(RIVERSIDE), str(folder), "--days", str(DAYS), *more)
    assert done.code == 0, done.err
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.parquet")}


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("city") / "one")


def test_the_same_seed_gives_the_same_city_and_another_another(city: Path, tmp_path: Path) -> None:
    assert contents(made(tmp_path / "same")) == contents(city)
    assert contents(made(tmp_path / "other", "--seed", "2")) != contents(city)


def test_deeds_come_by_hours_and_tails_and_some_late_twice_or_wrong(city: Path) -> None:
    rows = duckdb.execute(
        f"SELECT id, source, subject, epoch_us(time), time FROM '{city}/deeds-*.parquet'"
    ).fetchall()
    each = {(source, id) for id, source, *_ in rows}
    struck = duckdb.execute(f"SELECT source, id FROM '{city / STRUCK_OUT}'").fetchall()
    newest = late = 0
    for *_, at, _ in rows:
        late += newest - at > LATE_AFTER
        newest = max(newest, at)
    hours = Counter(time.astimezone(ZoneInfo("Asia/Bangkok")).hour for *_, time in rows)
    of_member = sorted(Counter(subject for _, _, subject, _, _ in rows).values())

    assert 0.7 < len(rows) / (PRESETS["riverside"].deeds_a_day * DAYS) < 1.3
    assert 0.015 < late / len(rows) < 0.05
    assert 0.001 < (len(rows) - len(each)) / len(rows) < 0.006
    assert 0.001 < len(struck) / len(rows) < 0.004
    assert set(struck) <= each
    assert max(hours.values()) > 5 * min(hours[hour] for hour in range(24))
    assert sum(of_member[-len(of_member) // 10 :]) > 0.25 * len(rows)


def test_a_folder_that_is_not_empty_is_left_as_it_is(city: Path) -> None:
    before = contents(city)

    done = plaudit("synth", str(RIVERSIDE), str(city))

    assert done.code == 2
    assert f"{city} isn't empty" in done.err
    assert contents(city) == before


def test_the_presets_are_the_published_sizes() -> None:
    assert PRESETS["riverside"].deeds_a_day == 10_000
    assert PRESETS["large"].deeds_a_day == 1_500_000
    assert PRESETS["pilot"].deeds_a_day == 10_000_000
