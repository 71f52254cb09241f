"""The timetable: each job when it is due, by one worker at a time; what becomes of a failure."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import psycopg
import pytest

from plaudit.jobs.job import Alarm, Done, Job
from plaudit.jobs.running import Timetable
from plaudit.jobs.self_check import self_check
from plaudit.jobs.timetable import JOBS
from plaudit.sql.loader import checks
from plaudit.store.connect import Role
from plaudit.store.timetable import last_audit_run, read_timetable
from tests.riverside import NOW, Riverside

SECOND = 1_000_000
Run = Callable[[psycopg.Connection, int], Done]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


Open = Callable[..., Timetable]


@pytest.fixture
def opened(database_url: str, clock: Clock) -> Iterator[Open]:
    """Make timetables of jobs, as workers do."""
    made: list[Timetable] = []

    def make(*jobs: Job) -> Timetable:
        made.append(Timetable(database_url, jobs, clock=clock))
        return made[-1]

    yield make
    for one in made:
        one.close()


def job(run: Run, name: str = "sweep", *, every: int = 60, role: Role = "service") -> Job:
    return Job(name, every, role, run)


def counting(ran: list[int], *, more: int = 0) -> Run:
    """A job that keeps when it ran, and has more to do the first few times."""

    def run(connection: psycopg.Connection, now: int) -> Done:
        ran.append(now)
        return Done(1, more=len(ran) <= more)

    return run


def test_a_job_runs_at_once_and_then_every_so_often(opened: Open, clock: Clock) -> None:
    ran: list[int] = []
    timetable = opened(job(counting(ran)))

    for seconds in (0, 0, 59, 1, 0, 60):
        clock.now += seconds * SECOND
        timetable.run_due()

    assert [(at - NOW) // SECOND for at in ran] == [0, 60, 120]


def test_it_goes_on_at_once_while_there_is_more(opened: Open) -> None:
    ran: list[int] = []
    timetable = opened(job(counting(ran, more=2)))

    assert [timetable.run_due() for _ in range(5)] == [1, 1, 1, 0, 0]


def test_what_was_missed_while_nobody_worked_runs_once(opened: Open, clock: Clock) -> None:
    ran: list[int] = []
    opened(job(counting(ran))).run_due()
    clock.now += 86_400 * SECOND

    later = opened(job(counting(ran)))
    assert [later.run_due() for _ in range(3)] == [1, 0, 0]


def test_two_workers_at_once_do_nothing_twice(opened: Open) -> None:
    inside, go_on = threading.Event(), threading.Event()
    ran: list[int] = []

    def long(connection: psycopg.Connection, now: int) -> Done:
        ran.append(now)
        inside.set()
        assert go_on.wait(20)
        return Done(1)

    one, two = opened(job(long)), opened(job(long))
    first = threading.Thread(target=one.run_due)
    first.start()
    assert inside.wait(20)
    assert two.run_due() == 0
    go_on.set()
    first.join(20)

    assert two.run_due() == 0
    assert len(ran) == 1


def test_a_worker_that_is_gone_leaves_its_job_to_the_next(opened: Open) -> None:
    ran: list[int] = []

    def cut(connection: psycopg.Connection, now: int) -> Done:
        ran.append(now)
        if len(ran) == 1:
            raise SystemExit  # as good as dead: it never says what became of it
        return Done(1)

    one, two = opened(job(cut)), opened(job(cut))
    one._note = lambda *_: None  # type: ignore[method-assign]
    with pytest.raises(SystemExit):
        one.run_due()

    assert two.run_due() == 1


def test_the_worlds_failure_waits_twice_as_long_each_time(
    opened: Open, clock: Clock, connection: psycopg.Connection
) -> None:
    def away(connection: psycopg.Connection, now: int) -> Done:
        raise psycopg.errors.QueryCanceled

    ran: list[int] = []
    timetable = opened(job(away), job(counting(ran), "other"))
    waits, failures = [], []
    for _ in range(8):
        timetable.run_due()
        row = next(one for one in read_timetable(connection) if one.job == "sweep")
        failures.append(row.failures)
        due = int(row.due_at.timestamp() * SECOND)
        waits.append((due - clock.now) // SECOND)
        clock.now = due

    assert waits == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    assert failures == list(range(1, 9))
    assert len(ran) == 8


def test_our_failure_ends_the_worker_and_lets_others_go_first(opened: Open) -> None:
    def wrong(connection: psycopg.Connection, now: int) -> Done:
        raise AssertionError("a wallet below zero")

    ran: list[int] = []
    jobs = job(wrong, "a"), job(counting(ran), "b")
    with pytest.raises(AssertionError, match="wallet"):
        opened(*jobs).run_due()
    assert ran == []

    opened(*jobs).run_due()
    assert len(ran) == 1


@pytest.mark.parametrize("role", ["service", "doorkeeper", "eraser", "purger"])
def test_a_job_works_in_its_role_and_no_other(opened: Open, role: Role) -> None:
    seen: list[object] = []

    def look(connection: psycopg.Connection, now: int) -> Done:
        seen.extend(connection.execute("SELECT current_user").fetchone() or ())
        return Done(0)

    opened(job(look, role=role)).run_due()

    assert seen == [f"plaudit_{role}"]


def test_a_sound_book_is_said_to_be_sound(connection: psycopg.Connection) -> None:
    Riverside(connection)

    assert self_check(connection, NOW) == Done(len(checks()))

    kept = last_audit_run(connection)
    assert kept is not None
    assert (kept.checks, kept.findings) == (len(checks()), {})


@pytest.mark.damages_the_book
def test_an_unsound_book_ends_the_worker_after_the_other_jobs_of_each_start(
    opened: Open, connection: psycopg.Connection, owner: psycopg.Connection, clock: Clock
) -> None:
    city = Riverside(connection)
    city.settle(city.report("cup_return", {"cups": 3}))
    ran: list[int] = []
    jobs = job(self_check, "self_check", every=3600), job(counting(ran), every=3600)
    opened(*jobs).run_due()
    owner.execute("UPDATE member SET points = points + 1")
    clock.now += 3600 * SECOND

    for _ in range(2):  # a new start checks first, and ends again
        with pytest.raises(Alarm, match="wallet_is_the_sum_of_its_entries: 3"):
            opened(*jobs).run_due()
        clock.now += 3600 * SECOND

    assert len(ran) == 3
    kept = last_audit_run(connection)
    assert kept is not None
    assert kept.findings["wallet_is_the_sum_of_its_entries"] == 3
    assert set(map(type, kept.findings.values())) == {int}


def test_an_alarm_is_told_also_where_the_next_job_fails(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    def alarms(_: psycopg.Connection, __: int) -> Done:
        raise Alarm("three awards differ")

    def fails(_: psycopg.Connection, __: int) -> Done:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        opened(job(alarms, "first"), job(fails, "second")).run_due()
    assert "three awards differ" in caplog.text


def test_every_job_of_the_timetable_runs_on_a_book_that_is_empty(opened: Open) -> None:
    assert opened(*JOBS).run_due() == len(JOBS)
    assert len({job.name for job in JOBS}) == len(JOBS)
