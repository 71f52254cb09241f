"""A campaign: tills report, processes are killed and started again; then all is compared."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from plaudit.store.connect import connect
from plaudit.store.durability import refuse_forgetful
from plaudit.store.upgrade import upgrade
from tests.crash.database import Database
from tests.crash.kills import Kill
from tests.crash.points import Order
from tests.crash.receipts import Receipts
from tests.crash.running import Service, Stuck
from tests.crash.tills import Till
from tests.crash.verdict import Court, Verdict
from tests.riverside import Riverside

REACH_SECONDS = 30
FINISH_SECONDS = 60
NEW_RECEIPTS = 5
"""A kill at a random moment strikes a service that has worked again since the one before."""


class Plan(NamedTuple):
    """How a campaign is set up. `injected`: names in variants.INJECTED."""

    seed: str
    injected: tuple[str, ...] = ()
    members: int = 24
    tills: int = 3
    writers: tuple[int, ...] = (1, 2)
    pause_seconds: float = 0.002
    in_the_book: tuple[str, ...] = ()
    """Statements that the book's owner runs first: what a variant breaks in the tables."""


class Campaign:
    """One book, one service, some tills, and a list of kills."""

    def __init__(self, database: Database, folder: Path, plan: Plan) -> None:
        self._database = database
        self._plan = plan
        self._chance = Random(f"{plan.seed} campaign")
        self.url = database.new_book()
        self._owner = connect(self.url, role="owner")
        refuse_forgetful(self._owner)
        upgrade(self._owner)
        self.riverside = Riverside(self._owner, members=plan.members)
        for statement in plan.in_the_book:
            self._owner.execute(statement.encode())
        self._owner.close()
        self.service = Service(self.url, folder / "service.log", injected=plan.injected)
        self.receipts = Receipts()
        self._made: list[Kill] = []
        self._tills = [
            Till(number, self.service.port, self.riverside, self.receipts, seed=plan.seed)
            for number in range(plan.tills)
        ]

    def run(self, kills: Sequence[Kill]) -> Verdict:
        """Make all kills, let the tills finish, and return what was found."""
        try:
            self.begin()
            for kill in kills:
                self._make(kill)
            self.finish()
            return self.verdict()
        finally:
            self.close()

    def begin(self) -> None:
        """Start the service and the tills."""
        self.start_what_is_down()
        for till in self._tills:
            till.pause_seconds = self._plan.pause_seconds
            till.start()

    def finish(self) -> None:
        """Let every deed that was sent find its receipt, as long as that takes."""
        self.start_what_is_down()
        for till in self._tills:
            till.finishing.set()
        end = time.monotonic() + FINISH_SECONDS
        for till in self._tills:
            till.join(max(0.0, end - time.monotonic()))
        self.service.stop()

    def verdict(self) -> Verdict:
        """Return what is wrong in the book and with the answers."""
        with connect(self.url, role="owner") as owner:
            return Court(owner, self.riverside, self.receipts).verdict(self._done())

    def close(self) -> None:
        """Stop everything that still runs, and remove the book."""
        for till in self._tills:
            till.leaving.set()
        self.service.close()
        for till in self._tills:
            if till.ident is not None:
                till.join()
        if not self._database.is_up():
            self._database.start()
        self._database.wait_until_ready()
        self._database.drop_book(self.url)

    def _make(self, kill: Kill) -> None:
        self.start_what_is_down()
        if kill.point is None:
            self.wait_for_work()
            time.sleep(kill.wait_seconds)
            self._strike(kill)
        else:
            self._strike_at(kill, kill.point)
        self.receipts.kills += 1
        self._made.append(kill)
        if kill.whom in {"service", "both"}:
            self.service.wait_until_gone()
        if kill.whom == "backend":
            self._database.wait_until_ready()
        elif kill.whom != "service":
            self._database.wait_until_gone()

    def _strike(self, kill: Kill) -> None:
        if kill.whom == "service":
            self.service.kill()
        elif kill.whom == "postmaster":
            self._database.kill_postmaster()
        elif kill.whom == "immediate stop":
            self._database.stop_immediately()
        elif kill.whom == "both":
            self._database.kill_postmaster()
            self.service.kill()
        else:
            assert self._database.kill_a_backend(self.url), "nobody is connected"

    def _strike_at(self, kill: Kill, point: str) -> None:
        order = Order(kill.whom, point, kill.nth, kill.wait_seconds, self._database.pid)
        self.service.arm(order)
        try:
            self.service.wait_for("reached", seconds=REACH_SECONDS)
        except Stuck as stuck:
            raise Stuck(f"{kill} was not reached.\n{self._done()}\n{stuck}") from None

    def start_what_is_down(self) -> None:
        """Start the database and the service where they were killed."""
        if not self._database.is_up():
            self._database.start()
        self.service.start(writers=self._chance.choice(self._plan.writers))

    def wait_for_work(self) -> None:
        """Wait until more deeds are acknowledged: the service works."""
        enough = self.receipts.kept() + NEW_RECEIPTS
        end = time.monotonic() + REACH_SECONDS
        while self.receipts.kept() < enough:
            if time.monotonic() > end:
                raise Stuck(f"nothing is acknowledged any more.\n{self.service.log()}")
            time.sleep(0.005)

    def _done(self) -> str:
        receipts = self.receipts
        made = "".join(f"\n    {times} × {kill}" for kill, times in Counter(self._made).items())
        return (
            f"CRASH_SEED={self._plan.seed}: {len(self._made)} kills, {receipts.requests} requests "
            f"({receipts.unanswered} without an answer), {len(receipts.sent)} deeds sent, "
            f"{receipts.kept()} acknowledged{made}"
        )
