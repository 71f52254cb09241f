"""Whether an edition is sound as arithmetic, and what stands against it.

The conditions that keep a period's total free of the order of deeds are those of the design,
section 3. What a stage says about facts is `facts`, of ceilings `ceilings`, and how large numbers
can grow is `bounds`. Each fault names its table and key, so that reading can point at the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from plaudit.core.activity import Activity
from plaudit.core.catalogue.saying import table_words
from plaudit.core.edition import Bands, Edition, Ladder, Stage
from plaudit.core.marking import N_
from plaudit.core.period import Period, holds
from plaudit.core.sentence import sentence
from plaudit.core.soundness.bounds import growth_faults
from plaudit.core.soundness.ceilings import ceiling_faults
from plaudit.core.soundness.facts import fact_faults
from plaudit.core.soundness.faults import (
    Fault,
    Known,
    Placed,
    TableName,
    placed,
    suggestion,
)


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
    taken: dict[str, TableName] = {}
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
                seen=sentence(
                    N_('The id "{name}" is taken: a {other} before this {table} has it.'),
                    name=name,
                    other=table_words(taken[name]),
                    table=table_words(table),
                ),
                write=sentence(N_("Give each tally, rule and ceiling an id of its own.")),
            )
        elif name:
            taken[name] = table


def _on_faults(one: Placed, edition: Edition, *, known: Known) -> Iterator[Fault]:
    stage = one.stage
    for index, name in enumerate(stage.on):
        if name not in known.activities and name not in known.unread:
            yield one.fault(
                "on",
                index,
                seen=sentence(N_('There is no activity "{name}".'), name=name),
                write=suggestion(name, known.activities),
            )
    if stage.on_tally is None:
        return
    tally = _tally(edition, stage.on_tally)
    if tally is not None:
        if not {stage.id, tally.id} & set(known.partly):
            yield from _tally_faults(one, tally)
    elif "" not in known.partly:
        others = [tally.id for tally in edition.tallies() if tally.id != stage.id]
        yield one.fault(
            "on",
            seen=sentence(N_('There is no tally "{tally}".'), tally=stage.on_tally),
            write=suggestion(stage.on_tally, others, sign="tally:"),
        )


def _tally(edition: Edition, name: str) -> Stage | None:
    return next((tally for tally in edition.tallies() if tally.id == name), None)


def _tally_faults(one: Placed, tally: Stage) -> Iterator[Fault]:
    """Yield what condition 1 says against a stage that counts a tally, and its other keys."""
    stage = one.stage
    if not holds(stage.period, tally.period):
        allowed = [period for period in Period if holds(period, tally.period)]
        yield one.fault(
            "per",
            seen=sentence(
                N_(
                    'This {kind} counts the tally "{tally}", which is per {period}; not '
                    "every {period} lies whole inside one {own}."
                ),
                kind=table_words(stage.kind),
                tally=tally.id,
                period=tally.period,
                own=stage.period,
            ),
            write=sentence(N_("Write one of: {known}."), known=", ".join(allowed)),
        )
    if stage.count is not None:
        yield one.fault(
            "count",
            seen=sentence(
                N_(
                    'What is counted here is the rise of the tally "{tally}", not a fact ({count}).'
                ),
                tally=tally.id,
                count=stage.count,
            ),
            write=sentence(N_("Leave count out here; the tally can count the fact.")),
            on_key=True,
        )
    yield from _fact_of_tally_faults(one, tally)
    yield from _tally_when_faults(one, tally)


def _fact_of_tally_faults(one: Placed, tally: Stage) -> Iterator[Fault]:
    """Yield facts by which a stage tells apart what its tally adds up together."""
    for key, fact in (("weigh", one.stage.weigh_by), ("each", one.stage.each)):
        if fact is not None and tally.each != fact:
            yield one.fault(
                key,
                seen=sentence(
                    N_(
                        'The tally "{tally}" adds up all values of {fact} together, so what it '
                        "rises by belongs to none of them."
                    ),
                    tally=tally.id,
                    fact=fact,
                ),
                write=sentence(
                    N_('Write each = "{fact}" in the tally, or leave {key} out.'),
                    fact=fact,
                    key=key,
                ),
                on_key=True,
            )


def _tally_when_faults(one: Placed, tally: Stage) -> Iterator[Fault]:
    when = one.stage.when
    if when.facts or when.partners is not None:
        name = when.facts[0].fact if when.facts else "partner"
        yield one.fault(
            "when",
            name,
            seen=sentence(
                N_('{name} is of single deeds, but this {kind} counts the tally "{tally}".'),
                name=name,
                kind=table_words(one.stage.kind),
                tally=tally.id,
            ),
            write=sentence(N_("Write the condition in the tally.")),
            on_key=True,
        )
    days = (("weekday", when.weekdays), ("from", when.from_day), ("until", when.until_day))
    if tally.period is not Period.DAY:
        for name, condition in days:
            if condition is not None:
                yield one.fault(
                    "when",
                    name,
                    seen=sentence(
                        N_(
                            'The tally "{tally}" is per {period}, so its rise belongs to no single '
                            "day that {name} could ask about."
                        ),
                        tally=tally.id,
                        period=tally.period,
                        name=name,
                    ),
                    write=sentence(N_('Write the condition in the tally, or per = "day" there.')),
                    on_key=True,
                )
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
            seen=sentence(N_("The tallies go round in a circle: {through}."), through=through),
            write=sentence(N_("Let one of them count an activity.")),
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
                    "bands",
                    index,
                    0,
                    seen=sentence(
                        N_('"rest" takes all that is left, so no stretch can come after it.')
                    ),
                    write=sentence(N_('Write the pair with "rest" last.')),
                )


def _ladder_faults(one: Placed, ladder: Ladder) -> Iterator[Fault]:
    start, points = ladder.steps[0]
    if start == 0 and points != 0:
        yield one.fault(
            "ladder",
            0,
            1,
            seen=sentence(N_("A step from 0 gives points for nothing.")),
            write=sentence(N_("Start the ladder above 0, or write 0 points.")),
        )
    for index, ((before, fewer), (start, points)) in enumerate(pairwise(ladder.steps), 1):
        if start <= before:
            yield one.fault(
                "ladder",
                index,
                0,
                seen=sentence(
                    N_("The steps of a ladder ascend; this one doesn't start above the one before.")
                ),
                write=sentence(N_("Write the steps from the lowest to the highest, each once.")),
            )
        if points < fewer:
            yield one.fault(
                "ladder",
                index,
                1,
                seen=sentence(
                    N_(
                        "The points of a ladder never fall: they are totals, not sums. This step "
                        "gives fewer than the one before."
                    )
                ),
                write=sentence(N_("Write at least as many points as in the step before.")),
            )
