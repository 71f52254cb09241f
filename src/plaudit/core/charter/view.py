"""What a clause looks at: one file's table with places, and the world around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.charter.finding import Finding, mark_of
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.walk import Written, texts_of
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded

FileKind = Literal["edition", "activity", "reward"]
Table = Mapping[str, object]


@dataclass(frozen=True)
class World:
    """What a file is checked against.

    `activities` are the files of deed types, by id; `before` the other editions of the same
    programme; `programme` is the name of the folder that holds them, empty where there is none;
    `today` is None where the check is not about a day.
    """

    registries: Registries
    activities: Mapping[str, Source] = field(default_factory=dict)
    before: Sequence[Source] = ()
    programme: str = ""
    today: date | None = None


@dataclass(frozen=True, eq=False)
class View:
    """One file, read, in its world. What has the wrong type is None here: it has a mistake."""

    source: Source
    kind: FileKind
    world: World

    @property
    def table(self) -> Table:
        """The file's table."""
        return self.source.table or {}

    @cached_property
    def texts_written(self) -> list[Written]:
        """Every text and key of the file."""
        return texts_of(self.table)

    @property
    def registries(self) -> Registries:
        """The registries of the catalogue."""
        return self.world.registries

    def value(self, *path: str | int) -> object:
        """Return what stands at a path, or None."""
        value: object = self.source.table
        for key in path:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str | None:
        """Return the text at a path, or None."""
        value = self.value(*path)
        return value if isinstance(value, str) else None

    def number(self, *path: str | int) -> int | None:
        """Return the whole number at a path, or None."""
        value = self.value(*path)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def day(self, *path: str | int) -> date | None:
        """Return the day at a path, or None."""
        value = self.value(*path)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def texts(self, *path: str | int) -> list[str]:
        """Return the texts of a list, or the one text that stands there."""
        value = self.value(*path)
        if isinstance(value, str):
            return [value]
        return [part for part in value if isinstance(part, str)] if isinstance(value, list) else []

    def entries(self, name: str) -> Iterator[tuple[int, Table]]:
        """Yield the tables of a list of tables, with their numbers."""
        value = self.value(name)
        if isinstance(value, list):
            for index, entry in enumerate(value):
                if isinstance(entry, Mapping):
                    yield index, entry

    def languages(self) -> list[str]:
        """Return the languages of the edition; English where it doesn't say."""
        said = self.value("edition", "languages")
        return ["en"] if said is None else self.texts("edition", "languages")

    def refuse(
        self, clause: str, path: Path, *, seen: Sentence, write: Sentence, on_key: bool = False
    ) -> Finding:
        """Return an error against a clause, at the value of a path or at its key."""
        mistake = self.source.mistake(path, seen=seen, write=write, on_key=on_key)
        return Finding(replace(mistake, clause=clause))

    def ask(self, clause: str, path: Path, *, seen: Sentence, question: Sentence) -> Finding:
        """Return a question for a person, about the text at a path."""
        place = f"{self.source.place_words(path)} {path[-1] if path else ''}".strip()
        mark = mark_of(clause, place, shown_whole(self.value(*path)))
        write = sentence(N_("A person must answer: {question}"), question=worded(question))
        mistake = self.source.mistake(path, seen=seen, write=write)
        return Finding(replace(mistake, clause=clause), question=question, mark=mark)


def shown_whole(value: object) -> str:
    """Return a value as text, the same for the same value, to tell whether it changed."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{key}={shown_whole(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(shown_whole, value)) + "]"
    return value if isinstance(value, str) else shown(value)
