"""Whether an edition is sound as arithmetic, and what stands against it.

The conditions that keep a period's total free of the order of deeds are those of the design,
section 3. What a stage says about facts is `facts`, of ceilings `ceilings`, and how large numbers
can grow is `bounds`. Each fault names its table and key, so that reading can point at the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from plaudit.core.activity import Activity
from plaudit.core.edition import Bands, Edition, Ladder, Stage
from plaudit.core.period import Period, holds
from plaudit.core.soundness.bounds import growth_faults
from plaudit.core.soundness.ceilings import ceiling_faults
from plaudit.core.soundness.facts import fact_faults
from plaudit.core.soundness.faults import Fault, Known, Placed, TableName, placed, suggestion


def unsound(edition: Edition, known: Known) -> list[Fault]:
    """Return everything that makes an edition unsound; an empty list says that it counts."""
    faults = [*_id_faults(edition)]
    for one in placed(edition):
        faults += _on_faults(one, edition, known=known)
        faults += fact_faults(one, edition, known=known)
        faults += _schedule_faults(one)
    faults += _circle_faults(edition)
    faults += ceiling_faults(edition, known)
    if known.whole and not faults:
        faults += growth_faults(edition, known.activities)
    return faults


def is_sound(edition: Edition, activities: Mapping[str, Activity]) -> bool:
    """Return whether an edition can be counted with these activities."""
    return not unsound(edition, Known(activities))


def _id_faults(edition: Edition) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    every: list[tuple[TableName, int, str]] = [
        *((one.stage.kind, one.index, one.stage.id) for one in placed(edition)),
        *(("ceiling", index, ceiling.id) for index, ceiling in enumerate(edition.ceilings)),
    ]
    for table, index, name in every:
        if name in taken:
            yield Fault(
                table,
                index,
                ("id",),
                seen=f'The id "{name}" is taken: a {taken[name]} before this {table} has it.',
                write="Give each tally, rule and ceiling an id of its own.",
            )
        elif name:
            taken[name] = table


def _on_faults(one: Placed, edition: Edition, *, known: Known) -> Iterator[Fault]:
    stage = one.stage
    for index, name in enumerate(stage.on):
        if name not in known.activities and name not in known.unread:
            yield one.fault(
                "on", index,
                seen=f'There is no activity "{name}".',
                write=suggestion(name, known.activities),
            )  # fmt: skip
    if stage.on_tally is None:
        return
    tally = _tally(edition, stage.on_tally)
    if tally is not None:
        if not {stage.id, tally.id} & set(known.partly):
            yield from _tally_faults(one, tally)
    elif "" not in known.partly:
        others = [tally.id for tally in edition.tallies() if tally.id != stage.id]
        near = suggestion(stage.on_tally, others).replace('Write "', 'Write "tally:')
        yield one.fault("on", seen=f'There is no tally "{stage.on_tally}".', write=near)


def _tally(edition: Edition, name: str) -> Stage | None:
    return next((tally for tally in edition.tallies() if tally.id == name), None)


def _tally_faults(one: Placed, tally: Stage) -> Iterator[Fault]:
    """Yield what condition 1 says against a stage that counts a tally, and its other keys."""
    stage = one.stage
    if not holds(stage.period, tally.period):
        allowed = [period for period in Period if holds(period, tally.period)]
        yield one.fault(
            "per",
            seen=f'This {stage.kind} counts the tally "{tally.id}", which is per {tally.period}; '
            f"not every {tally.period} lies whole inside one {stage.period}.",
            write=f"Write one of: {', '.join(allowed)}.",
        )
    if stage.count is not None:
        yield one.fault(
            "count",
            seen=f'What is counted here is the rise of the tally "{tally.id}", '
            f"not a fact ({stage.count}).",
            write="Leave count out here; the tally can count the fact.",
            on_key=True,
        )
    for key, fact in (("weigh", stage.weigh_by), ("each", stage.each)):
        if fact is not None and tally.each != fact:
            yield one.fault(
                key,
                seen=f'The tally "{tally.id}" adds up all values of {fact} together, so what it '
                f"rises by belongs to none of them.",
                write=f'Write each = "{fact}" in the tally, or leave {key} out.',
                on_key=True,
            )
    yield from _tally_when_faults(one, tally)


def _tally_when_faults(one: Placed, tally: Stage) -> Iterator[Fault]:
    when = one.stage.when
    if when.facts or when.partners is not None:
        name = when.facts[0].fact if when.facts else "partner"
        yield one.fault(
            "when", name,
            seen=f'{name} is of single deeds, but this {one.stage.kind} counts the tally '
            f'"{tally.id}".',
            write="Write the condition in the tally.",
            on_key=True,
        )  # fmt: skip
    days = (("weekday", when.weekdays), ("from", when.from_day), ("until", when.until_day))
    if tally.period is not Period.DAY:
        for name, condition in days:
            if condition is not None:
                yield one.fault(
                    "when", name,
                    seen=f'The tally "{tally.id}" is per {tally.period}, so its rise belongs to no '
                    f"single day that {name} could ask about.",
                    write='Write the condition in the tally, or per = "day" there.',
                    on_key=True,
                )  # fmt: skip
                return


def _circle_faults(edition: Edition) -> Iterator[Fault]:
    told: set[str] = set()
    for one in placed(edition):
        if one.stage.kind != "tally":
            continue
        way = [one.stage.id]
        tally: Stage | None = one.stage
        while tally is not None and tally.on_tally is not None:
            if tally.on_tally in way:
                break
            way.append(tally.on_tally)
            tally = _tally(edition, tally.on_tally)
        if tally is None or tally.on_tally != one.stage.id or told & set(way):
            continue
        told |= set(way)
        through = " counts ".join(f'"{name}"' for name in [*way, one.stage.id])
        yield one.fault(
            "on",
            seen=f"The tallies go round in a circle: {through}.",
            write="Let one of them count an activity.",
        )


def _schedule_faults(one: Placed) -> Iterator[Fault]:
    """Yield what keeps a schedule from starting at 0 and never falling."""
    schedule = one.stage.schedule
    if isinstance(schedule, Ladder):
        yield from _ladder_faults(one, schedule)
    if isinstance(schedule, Bands):
        for index, (width, _) in enumerate(schedule.bands[:-1]):
            if width is None:
                yield one.fault(
                    "bands", index, 0,
                    seen='"rest" takes all that is left, so no stretch can come after it.',
                    write='Write the pair with "rest" last.',
                )  # fmt: skip


def _ladder_faults(one: Placed, ladder: Ladder) -> Iterator[Fault]:
    start, points = ladder.steps[0]
    if start == 0 and points != 0:
        yield one.fault(
            "ladder", 0, 1,
            seen="A step from 0 gives points for nothing.",
            write="Start the ladder above 0, or write 0 points.",
        )  # fmt: skip
    for index, ((before, fewer), (start, points)) in enumerate(pairwise(ladder.steps), 1):
        if start <= before:
            yield one.fault(
                "ladder", index, 0,
                seen="The steps of a ladder ascend; this one doesn't start above the one before.",
                write="Write the steps from the lowest to the highest, each once.",
            )  # fmt: skip
        if points < fewer:
            yield one.fault(
                "ladder", index, 1,
                seen="The points of a ladder never fall: they are totals, not sums. This step "
                "gives fewer than the one before.",
                write="Write at least as many points as in the step before.",
            )  # fmt: skip
