"""`plaudit work`: all that isn't a request: messages to partners, and jobs on a timetable."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.counted import counted
from plaudit.cli.opening import EXIT_REFUSED, opened, started_database, stop_with

if TYPE_CHECKING:
    from plaudit.jobs.working import Worker

TO_LOOPBACK = "PLAUDIT_WEBHOOKS_TO_LOOPBACK"
"""Set to `yes` in tests alone: messages may then go to this machine, over http."""


def add_to(app: typer.Typer) -> None:
    """Add `plaudit work` to the command line."""
    app.command("work")(work)


def work(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then stop.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Only show the timetable.")] = False,
    beside: Annotated[
        bool, typer.Option("--beside", hidden=True, help="Stop when standard input ends.")
    ] = False,
) -> None:
    """Send messages to partners and run the timetable until Ctrl-C. Several may run at once.

    `plaudit serve` starts one beside itself. Exit code 1: a self-check found the book unsound;
    what else was due is done, and a person has to look.
    """
    import logging
    import signal
    import threading

    from plaudit.jobs.job import Alarm
    from plaudit.jobs.posting import Post
    from plaudit.jobs.timetable import JOBS
    from plaudit.jobs.working import Worker

    if show:
        show_timetable()
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    worker = Worker(started_database(), JOBS, Post(to_loopback=may_go_to_loopback()))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: worker.stop())
    if beside:
        threading.Thread(target=_stop_with_input, args=(worker,), daemon=True).start()
    try:
        if once:
            worker.once()
        else:
            worker.run()
    except Alarm as alarm:
        stop_with(str(alarm), code=EXIT_REFUSED)


def may_go_to_loopback() -> bool:
    """Return whether messages may go to this machine (tests)."""
    return os.environ.get(TO_LOOPBACK) == "yes"


def show_timetable() -> None:
    """Print when each job is due, and what the last self-check found."""
    from plaudit.store.timetable import last_audit_run, read_timetable

    with opened() as connection:
        jobs, checked = read_timetable(connection), last_audit_run(connection)
    for job in jobs:
        failed = f", failed {counted(job.failures, 'time')} in a row" if job.failures else ""
        ran = f"last run {job.began_at:%Y-%m-%d %H:%M}" if job.began_at else "never run"
        typer.echo(f"{job.job:<20} due {job.due_at:%Y-%m-%d %H:%M} UTC, {ran}{failed}")
    if checked is not None:
        said = "sound" if not checked.findings else f"NOT SOUND: {checked.findings}"
        typer.echo(f"The book on {checked.began_at:%Y-%m-%d %H:%M} UTC: {said}.")


def _stop_with_input(worker: Worker) -> None:
    """Stop when the program that started this one ends: its end of the pipe is then closed."""
    while os.read(0, 1):
        pass
    worker.stop()
