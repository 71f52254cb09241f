"""The parts of a forecast put together: a past from files or from the book, and a model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plaudit.cli.opening import EXIT_REFUSED, now_instant, opened, stop_with

if TYPE_CHECKING:
    from plaudit.cli.replaying import Asked
    from plaudit.lab.forecast_report import Made
    from plaudit.lab.pasts import Learned
    from plaudit.lab.spending import Shares


def made_of_book(programme: str, assumed: Shares, *, months: int) -> Made:
    """Return the forecast of a programme of the book. Refuses: ends the command, saying why."""
    from plaudit.actions.purge import retention_of_programme
    from plaudit.lab.pasts import past_of_book
    from plaudit.store.catalogue import read_programmes

    with opened() as connection:
        known = {one.id: one for one in read_programmes(connection)}
        if programme not in known:
            stop_with(f"The book has no programme {programme}.")
        published = known[programme]
        kept = retention_of_programme(published)
        learned = past_of_book(
            connection,
            published,
            now=now_instant(),
            months=min(kept.deed_months, kept.voucher_months) - 1,
            assumed=assumed,
        )
    return _made(programme, "the book", learned, time_zone=published.time_zone, months=months)


def made_of_deeds(
    asked: Asked, folder: Path, assumed: Shares, *, months: int, machine: tuple[str, int]
) -> Made:
    """Return the forecast from deeds of files; `machine`: how much memory, how many threads."""
    from plaudit.cli.progress import bar
    from plaudit.cli.rehearsing import ALWAYS
    from plaudit.cli.replaying import gathered, replay_of
    from plaudit.core.period import day_number
    from plaudit.lab.pasts import past_of_deeds
    from plaudit.replay.inputs import TooMany

    memory, threads = machine
    [*_, last] = sorted(asked.editions, key=lambda one: one.starts_on)
    always = replace(last, starts_on=day_number(ALWAYS))
    asked = asked._replace(editions=[always])
    snapshot = gathered(asked, folder, refused=None, memory=memory, threads=threads)
    replay = replay_of(snapshot, [always], asked.activities)
    try:
        with bar("Counting", total=snapshot.about.arrived) as moved:
            learned = past_of_deeds(snapshot, replay, assumed=assumed, threads=threads, moved=moved)
    except TooMany:
        said = "A member has so many deeds in one period that they can't be counted exactly."
        stop_with(said, code=EXIT_REFUSED)
    files = f"{len(asked.deeds)} file{'s' if len(asked.deeds) > 1 else ''} of deeds"
    if asked.without is not None:
        files += ", without those that were struck out"
    return _made(always.programme, files, learned, time_zone=always.time_zone, months=months)


def _made(
    programme: str, over: str, learned: Learned | None, *, time_zone: str, months: int
) -> Made:
    from plaudit.core.few import MEMBERS_LEAST
    from plaudit.core.period import Calendar, date_of
    from plaudit.lab.forecast_report import Made
    from plaudit.lab.forecasting import forecast
    from plaudit.lab.predicting import models

    if learned is None:
        stop_with("No points were given before today: there is nothing to forecast from.")
    if learned.crowds.all < MEMBERS_LEAST:
        stop_with(
            f"These points are of fewer than {MEMBERS_LEAST} members. A forecast is of "
            f"{MEMBERS_LEAST} at least: of fewer it would show what single persons have."
        )
    said = forecast(learned.known, models(), months=months)
    made_on = date_of(Calendar(time_zone).day_of(now_instant()))
    return Made(programme, over, made_on, learned, said, has_model=bool(models()))
