"""Kinds of deeds: of which a member was told on joining, and about which they have to be asked.

Who joins answers each kind that the notice of that day names. A kind that a later edition adds is
recorded for nobody who wasn't told of it, until they say yes. Kinds go by their activity's number.
Source: charter, C13 and C20; docs/decisions/0035-new-kinds.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

ALWAYS, EVER = -(2**63), 2**63 - 1

Told = Mapping[int, tuple[tuple[int, int], ...]]
"""By kind, from when until when (not included) who agreed was told of it. One that is left out was
told to everybody. Units: microseconds since the epoch."""


class Naming(NamedTuple):
    """An edition's notice: from when on it is shown, when it was published, what it names."""

    starts_at: int
    published_at: int
    kinds: frozenset[int]


def told_by(notices: Sequence[Naming], *, asks_since: int | None) -> Told:
    """Return who was told of which kind, by the notices of a programme in their order.

    `asks_since`: who agreed before it agreed also to kinds that were to come, and keeps to that for
    the editions published before it. None for what the notices named alone.

    >>> notices = [Naming(10, 0, frozenset({1})), Naming(20, 6, frozenset({1, 2}))]
    >>> told_by(notices, asks_since=None) == {2: ((20, EVER),)}
    True
    >>> told_by(notices, asks_since=8) == {2: ((20, EVER), (ALWAYS, 8))}
    True
    >>> told_by(notices, asks_since=6) == told_by(notices, asks_since=None)
    True

    Left out for a while, and there again:

    >>> notices += [Naming(30, 16, frozenset({1})), Naming(40, 26, frozenset({2}))]
    >>> told_by(notices, asks_since=None) == {1: ((ALWAYS, 40),), 2: ((20, 30), (40, EVER))}
    True

    Words of old say nothing of a kind that was left out by then. Who agreed at 22 never saw it,
    whether or not an edition of later has it again:

    >>> old = [Naming(10, 0, frozenset({1, 2})), Naming(20, 6, frozenset({1}))]
    >>> told = told_by([*old, Naming(40, 26, frozenset({1, 2}))], asks_since=25)
    >>> [was_told(told, 2, agreed_at=at) for at in (19, 22, 40)]
    [True, False, True]
    """
    told: dict[int, tuple[tuple[int, int], ...]] = {}
    of_old = ALWAYS if asks_since is None else asks_since
    for kind in sorted(frozenset[int]().union(*(one.kinds for one in notices))):
        runs = _runs_of(kind, notices)
        stretches = [(from_at, until_at) for from_at, until_at, _ in runs]
        ends = [until_at for _, until_at, came_at in runs if came_at < of_old]
        if ends:
            stretches.append((ALWAYS, min(of_old, ends[-1])))
        if (ALWAYS, EVER) not in stretches:
            told[kind] = tuple(stretches)
    return told


def _runs_of(kind: int, notices: Sequence[Naming]) -> list[tuple[int, int, int]]:
    """Return when editions in a row name a kind: from, until, and when the first was published."""
    runs: list[tuple[int, int, int]] = []
    for place, one in enumerate(notices):
        from_at, published_at = one.starts_at if place else ALWAYS, one.published_at
        until_at = notices[place + 1].starts_at if place + 1 < len(notices) else EVER
        if kind not in one.kinds:
            continue
        if runs and runs[-1][1] == from_at:
            from_at, _, published_at = runs.pop()
        runs.append((from_at, until_at, published_at))
    return runs


def was_told(told: Told, kind: int, *, agreed_at: int) -> bool:
    """Return whether who agreed at an instant was told of a kind."""
    if kind not in told:
        return True
    for start, end in told[kind]:  # noqa: SIM110 (settling asks for each deed)
        if start <= agreed_at < end:
            return True
    return False


def asked_of(told: Told, *, agreed_at: int) -> frozenset[int]:
    """Return the kinds about which who agreed at an instant has to be asked."""
    return frozenset(kind for kind in told if not was_told(told, kind, agreed_at=agreed_at))
