"""A case: rules given, deeds reported, points expected, as programme staff write it.

The form is told in docs/guides/writing-a-case.md. Reading is strict: a key that is not known is
a mistake, so that a slip of the pen can't make a case say less than it seems to.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from plaudit.core.instant import instant_of

HOME = Path(__file__).parent
SPECIAL = ("editions", "activities", "charter")
"""Folders beside the cases that hold rules of their own, not cases."""

TIMES_MAX = 1_000

Table = Mapping[str, object]


class CaseMistake(Exception):
    """What is wrong with a case file: where, what was seen, what to write."""


@dataclass(frozen=True)
class Entry:
    """One [[before]] or [[when]]: a deed, or the same deed some times over.

    Units: `on` a day of the programme's calendar, or `at` an instant in microseconds; one of both.
    `points` is what all of its deeds gave together, `refused` the code with which each of them
    was refused, where the case says it.
    """

    place: str
    deed: str
    on: date | None
    at: int | None
    facts: Table | None
    partner: str
    member: str
    id: str | None
    times: int
    points: int | None
    refused: str | None


@dataclass(frozen=True)
class Then:
    """What is expected of the deeds in [[when]]; None where the case doesn't say."""

    points: int | None
    rules: Mapping[str, int] | None
    because: tuple[str, ...] | None
    members: Mapping[str, int] | None
    refused: str | None
    left_out: int


@dataclass(frozen=True)
class Case:
    """A case file, read."""

    path: Path
    about: str
    source: str
    editions: tuple[str, ...]
    activities: str | None
    before: tuple[Entry, ...]
    when: tuple[Entry, ...]
    then: Then


def case_files() -> list[Path]:
    """Return every case file, in a steady order."""
    return sorted(
        path for path in HOME.glob("*/**/*.toml") if path.relative_to(HOME).parts[0] not in SPECIAL
    )


def read_case(path: Path, text: str | None = None) -> Case:
    """Return a case from its file (or from `text`, as if it stood there).

    Refuses: with CaseMistake, naming the file and the place, whatever is not in the form.
    """
    try:
        data = tomllib.loads(
            path.read_text(encoding="utf-8") if text is None else text, parse_float=Decimal
        )
    except tomllib.TOMLDecodeError as wrong:
        raise CaseMistake(f"{path.name}: not TOML: {wrong}") from wrong
    top = _Reading(f"{path.name}: ", data)
    edition, editions = top.text("edition"), top.texts("editions")
    if (edition is None) == (editions is None):
        raise CaseMistake(f'{path.name}: write edition = "…" or editions = ["…", "…"], one of both')
    case = Case(
        path=path,
        about=top.needed("about"),
        source=top.needed("source"),
        editions=(edition,) if edition is not None else editions or (),
        activities=top.text("activities"),
        before=tuple(_entry(table) for table in top.tables("before")),
        when=tuple(_entry(table) for table in top.tables("when")),
        then=_then(top.table("then")),
    )
    top.end()
    if not case.when:
        raise CaseMistake(f"{path.name}: a case needs at least one [[when]]")
    return case


def _entry(reading: _Reading) -> Entry:
    on, at = reading.take("on"), reading.take("at")
    if (on is None) == (at is None):
        raise reading.mistake("write on = 2026-04-07, or at = 2026-04-07T09:30:00+07:00")
    if on is not None and (isinstance(on, datetime) or not isinstance(on, date)):
        raise reading.mistake(f"on is {on!r}; write a day without quotes, like 2026-04-07")
    id_, times = reading.text("id"), reading.whole("times")
    if times is not None and (id_ is not None or not 1 <= times <= TIMES_MAX):
        raise reading.mistake(f"times is {times}; write 1 to {TIMES_MAX}, and no id beside it")
    facts = reading.take("facts")
    if facts is not None and not isinstance(facts, dict):
        raise reading.mistake(f"facts is {facts!r}; write facts = {{ bags = 3 }}")
    entry = Entry(
        place=reading.place,
        deed=reading.needed("deed"),
        on=on if isinstance(on, date) else None,
        at=None if at is None else _instant(at, reading),
        facts=facts,
        partner=reading.text("partner") or "a-partner",
        member=reading.text("member") or "a-member",
        id=id_,
        times=1 if times is None else times,
        points=reading.whole("points"),
        refused=reading.text("refused"),
    )
    reading.end()
    return entry


def _instant(at: object, reading: _Reading) -> int:
    text = at.isoformat() if isinstance(at, datetime) else at
    instant = instant_of(text) if isinstance(text, str) else None
    if instant is None:
        raise reading.mistake(f"at is {at}; write a time and its offset: 2026-04-07T09:30:00+07:00")
    return instant


def _then(reading: _Reading) -> Then:
    then = Then(
        points=reading.whole("points"),
        rules=reading.points_table("rules"),
        because=reading.texts("because"),
        members=reading.points_table("members"),
        refused=reading.text("refused"),
        left_out=reading.whole("left_out") or 0,
    )
    reading.end()
    if (then.points is None) == (then.refused is None):
        raise reading.mistake('write points = 20 or refused = "no_edition", one of both')
    return then


class _Reading:
    """One table of a case file, read key by key; what is left at the end is not known."""

    def __init__(self, place: str, data: Table) -> None:
        self.place = place
        self._left = dict(data)

    def mistake(self, what: str) -> CaseMistake:
        return CaseMistake(f"{self.place}{what}")

    def take(self, key: str) -> object:
        return self._left.pop(key, None)

    def text(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and (not isinstance(value, str) or not value):
            raise self.mistake(f'{key} is {value!r}; write a text: {key} = "…"')
        return value

    def needed(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise self.mistake(f'{key} is missing; write {key} = "…"')
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.mistake(f'{key} is {value!r}; write a list of texts: {key} = ["…"]')
        return tuple(value)

    def whole(self, key: str) -> int | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.mistake(f"{key} is {value!r}; write a whole number, 0 or more")
        return value

    def points_table(self, key: str) -> dict[str, int] | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.mistake(f"{key} is {value!r}; write {key} = {{ name = 20 }}")
        reading = _Reading(f"{self.place}{key}: ", value)
        return {name: reading.whole(name) or 0 for name in value}

    def table(self, key: str) -> _Reading:
        value = self.take(key)
        if not isinstance(value, dict):
            raise self.mistake(f"[{key}] is missing")
        return _Reading(f"{self.place}[{key}]: ", value)

    def tables(self, key: str) -> list[_Reading]:
        value = self.take(key)
        tables = [] if value is None else value
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise self.mistake(f"write [[{key}]], with two brackets on each side")
        return [
            _Reading(f"{self.place}[[{key}]] {number}: ", table)
            for number, table in enumerate(tables, 1)
        ]

    def end(self) -> None:
        if self._left:
            raise self.mistake(f"not known: {', '.join(sorted(self._left))}")
