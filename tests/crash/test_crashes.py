"""No deed acknowledged is lost, none is counted twice, whoever dies and whenever.

CRASH_KILLS=500 makes more kills, CRASH_SEED=… others; a failure names its seed.
"""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from tests.crash import kills
from tests.crash.campaign import Campaign, Plan
from tests.crash.database import Database
from tests.crash.kills import Kill
from tests.crash.points import Whom

KILLS = int(os.environ.get("CRASH_KILLS", "60"))
SEED = os.environ.get("CRASH_SEED", "1")
OF_SERVICE = KILLS * 11 // 30
OF_DATABASE = KILLS * 12 // 30
AT_MOMENTS = KILLS - OF_SERVICE - OF_DATABASE

pytestmark = pytest.mark.timeout(120 + 5 * KILLS)


def _campaign(database: Database, folder: Path, made: list[Kill]) -> None:
    verdict = Campaign(database, folder, Plan(SEED)).run(made)
    assert not verdict.findings, str(verdict)


def test_a_service_killed_at_a_named_point_loses_and_doubles_nothing(
    crash_database: Database, tmp_path: Path
) -> None:
    made = kills.at_points(Random(SEED), kills.of_service(), many=OF_SERVICE)
    _campaign(crash_database, tmp_path, made)


def test_a_database_killed_at_a_named_point_loses_and_doubles_nothing(
    crash_database: Database, tmp_path: Path
) -> None:
    made = kills.at_points(Random(SEED), kills.of_database(), many=OF_DATABASE)
    _campaign(crash_database, tmp_path, made)


def test_kills_at_random_moments_lose_and_double_nothing(
    crash_database: Database, tmp_path: Path
) -> None:
    order: list[Whom] = ["service", "postmaster", "both", "backend", "service", "immediate stop"]
    made = kills.at_moments(Random(SEED), order, many=AT_MOMENTS)
    _campaign(crash_database, tmp_path, made)
