"""Every verb in random order, on the real database and in the plain model, side by side.

After each step the wallets are those of the model, and no check of the book finds a row. 500 runs
of 50 steps; `PLAUDIT_MACHINE_RUNS=20000` for more. Source: the design, section 4.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.stateful import run_state_machine_as_test

from tests.books import Shelf
from tests.machine.backups import Backups
from tests.machine.beginning import Beginning
from tests.machine.calendar import Calendar
from tests.machine.deeds import Deeds
from tests.machine.keeping import Keeping
from tests.machine.links import Links
from tests.machine.parking import Parking
from tests.machine.questions import Questions

SUITE = 500
RUNS = int(os.environ.get("PLAUDIT_MACHINE_RUNS", SUITE))
STEPS = 50
SHARDS = 3
"""Parts that run side by side, each with random choices of its own."""
ANEW = "anew"
"""Under another name than Hypothesis' own, each run is chosen anew. Under that, five of six are the
one before with a part of it repeated."""
EACH_IN_RUNS = 16
"""In so many runs each verb is done once at least, not tried and refused."""


class Anew(HypothesisProvider):
    """Hypothesis' own way to choose, whatever modules the worker has read before.

    That one also tries constants that stand in them: then a part's runs would hang on the tests
    that came before.
    """

    def _maybe_draw_constant(self, *_: object, **__: object) -> None:
        return None


AVAILABLE_PROVIDERS[ANEW] = Anew
VERBS = (
    "join", "link", "deed", "duplicate", "reverse", "take", "honour", "cancel", "lapse", "expire",
    "new edition", "question", "withdraw", "leave", "erase", "restore",
)  # fmt: skip


@pytest.mark.timeout(0 if RUNS > SUITE else 900)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_the_book_does_what_the_model_does(shard: int, shelf: Shelf) -> None:
    runs = -(-RUNS // SHARDS)
    done = one_shard(shard, shelf, runs=runs)

    if RUNS >= SUITE:  # of fewer it would be chance
        assert {verb: done[verb] for verb in VERBS if done[verb] * EACH_IN_RUNS < runs} == {}
        assert done["take again"]


def one_shard(shard: int, shelf: Shelf, *, runs: int, steps: int = STEPS) -> Counter[str]:
    """Let the machine run, and return how often each verb was done."""

    class Part(Deeds, Parking, Links, Questions, Calendar, Keeping, Backups):
        """All verbs."""

    Part.done = Counter()
    with shelf.book() as book:
        Part.beginning = Beginning(book)
        run_state_machine_as_test(
            seed(shard)(Part),
            settings=settings(
                max_examples=runs,
                stateful_step_count=steps,
                deadline=None,
                backend=ANEW,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate, Phase.shrink],
            ),
        )
    return Part.done
