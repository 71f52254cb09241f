"""Every verb in random order, on the real database and in the plain model, side by side.

After each step the wallets are those of the model, and no check of the book finds a row. 40 runs
of 50 steps; `PLAUDIT_MACHINE_RUNS=20000` for more. Source: the design, section 4.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.books import Shelf
from tests.machine.calendar import Calendar
from tests.machine.deeds import Deeds
from tests.machine.keeping import Keeping
from tests.machine.reversals import Reversals
from tests.machine.rights import Rights
from tests.machine.vouchers import Vouchers

RUNS = int(os.environ.get("PLAUDIT_MACHINE_RUNS", "40"))
STEPS = 50
SHARDS = 4
"""Parts that run side by side, each with random choices of its own."""


@pytest.mark.timeout(0 if RUNS > 40 else 900)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_book_does_what_the_model_does(shard: int, shelf: Shelf) -> None:
    class Part(Deeds, Vouchers, Reversals, Rights, Calendar, Keeping):
        """All verbs."""

    Part.shelf = shelf
    run_state_machine_as_test(
        seed(shard)(Part),
        settings=settings(
            max_examples=-(-RUNS // SHARDS),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        ),
    )
