"""The machinery of reading: what a table of a file may hold, said once.

A `Table` names its fields, and each field has a kind. From the same description come the reading
of a file, the JSON Schema for editors and the reference pages, so that they can't differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Protocol

from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.saying import described, listed
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source
from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, Words, sentence, worded

Schema = dict[str, Any]

NEAR = 3 / 4
"""How alike an unknown key must be to a known one to be taken for it."""
NOT_A_KEY = " is not a key of "
"""How a mistake about an unknown key is told, and known."""


class Wrong:
    """What reading gives for a value that was refused: its mistakes are noted already."""


WRONG: Final = Wrong()


@dataclass(frozen=True, slots=True)
class Reading:
    """A place in a file under reading, and the list that its mistakes go to."""

    source: Source
    mistakes: list[Mistake]
    path: Path = ()
    example: str = ""

    @property
    def name(self) -> str:
        """The nearest key, for sentences."""
        return str(
            next((part for part in reversed(self.path) if isinstance(part, str)), "the file")
        )

    def at(self, *keys: str | int, example: str = "") -> Reading:
        """Return the place further in."""
        return Reading(self.source, self.mistakes, (*self.path, *keys), example or self.example)

    def refuse(self, seen: Sentence, write: Sentence, *, on_key: bool = False) -> Wrong:
        """Note a mistake here: what was seen and what to write, a sentence each."""
        self.mistakes.append(self.source.mistake(self.path, seen=seen, write=write, on_key=on_key))
        return WRONG

    def wrong(self, value: object, kind: Worded, *, write: Sentence | None = None) -> Wrong:
        """Note that a value isn't of its kind."""
        example = self.example or kind.example
        return self.refuse(
            sentence(
                N_("{name} is {words}; {value}."),
                name=self.name,
                words=worded(kind.words),
                value=described(value),
            ),
            write or sentence(N_("Write {name} = {example}."), name=self.name, example=example),
        )


class Worded(Protocol):
    """What a value may be, as it is told."""

    @property
    def words(self) -> Words:
        """What it is, after "is": "a whole number from 0 to 9"."""

    @property
    def example(self) -> str:
        """A sound value as TOML."""


class Kind(Worded, Protocol):
    """What a value may be: how it is told and how it is read."""

    def read(self, value: object, here: Reading) -> Any:
        """Return the value as the core has it, or WRONG with its mistakes noted."""

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a table: its kind, and what it says, in words for people."""

    name: str
    kind: Kind
    words: str
    required: bool = False
    default: object = None
    example: str = ""

    def shown_example(self) -> str:
        """Return the key with a sound value, as TOML."""
        return f"{self.name} = {self.example or self.kind.example}"


@dataclass(slots=True)
class Values:
    """What was read of a table, by key. `unread`: keys that are wrong, or needed and missing."""

    found: dict[str, Any] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.found[name]

    def get(self, name: str, default: object = None) -> Any:
        """Return a value, or the default where it is missing or wrong."""
        found = self.found.get(name)
        return default if found is None else found

    def wrote(self, name: str) -> bool:
        """Return whether the file says something for this key, sound or not."""
        return name in self.unread or self.found.get(name) is not None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its fields and, if others read keys of it too, that it is open."""

    called: Words
    fields: tuple[Field, ...]
    is_open: bool = False
    extra: Mapping[str, Any] = field(default_factory=dict)
    """What else its JSON Schema says."""

    @property
    def words(self) -> Words:
        """What it is, in words."""
        return N_("a table")

    @property
    def example(self) -> str:
        """An inline table of the required keys."""
        needed = [one for one in self.fields if one.required] or list(self.fields[:1])
        return "{ " + ", ".join(one.shown_example() for one in needed) + " }"

    def read(self, value: object, here: Reading) -> Values | Wrong:
        """Return the values of the table's keys; what is wrong or missing is left out."""
        if not isinstance(value, Mapping):
            return here.wrong(value, self)
        values = Values()
        names = [one.name for one in self.fields]
        if not self.is_open:
            values.unread |= unknown_keys(value, names, here=here, called=self.called)
        for one in self.fields:
            if one.name in value:
                inner = here.at(one.name, example=one.example or one.kind.example)
                read = one.kind.read(value[one.name], inner)
                if isinstance(read, Wrong):
                    values.unread.add(one.name)
                else:
                    values.found[one.name] = read
            elif one.required and one.name not in values.unread:
                values.unread.add(one.name)
                here.at(one.name).refuse(
                    sentence(N_("{name} is missing."), name=one.name),
                    sentence(N_("Add {example}."), example=one.shown_example()),
                    on_key=True,
                )
            else:
                values.found[one.name] = one.default
        return values

    def schema(self) -> Schema:
        """Return the table as JSON Schema."""
        schema: Schema = {
            "type": "object",
            "properties": {
                one.name: {**one.kind.schema(), "description": one.words} for one in self.fields
            },
        }
        needed = [one.name for one in self.fields if one.required]
        if needed:
            schema["required"] = needed
        if not self.is_open:
            schema["additionalProperties"] = False
        return {**schema, **self.extra}


def unknown_keys(
    value: Mapping[str, object], known: Collection[str], *, here: Reading, called: Words
) -> set[str]:
    """Note each key that isn't known; return the known ones that were probably meant."""
    meant: set[str] = set()
    for key in value:
        if key in known:
            continue
        near = [
            name for name in get_close_matches(key, known, n=3, cutoff=NEAR) if name not in value
        ]
        if near:
            meant.add(near[0])
            write = sentence(N_("Write {near}."), near=near[0])
        else:
            write = sentence(N_("Known keys are: {known}."), known=listed(known))
        here.at(key).refuse(
            sentence(N_("{key} is not a key of {table}."), key=key, table=worded(called)),
            write,
            on_key=True,
        )
    return meant
