"""The kinds of values that hold others: lists, and tables whose keys the file chooses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plaudit.core.catalogue.fields import WRONG, Kind, Reading, Schema, Wrong
from plaudit.core.catalogue.kinds import LANGUAGE, Text
from plaudit.core.catalogue.saying import shown
from plaudit.core.marking import N_
from plaudit.core.sentence import Words, sentence, worded


@dataclass(frozen=True, slots=True)
class Listed:
    """A list without repetition. One value alone means a list of one."""

    kind: Kind
    most: int = 100

    @property
    def words(self) -> Words:
        """What the entries are."""
        return sentence(N_("{words}, or a list of them"), words=worded(self.kind.words))

    @property
    def example(self) -> str:
        """A list of one."""
        return f"[{self.kind.example}]"

    def read(self, value: object, here: Reading) -> tuple[Any, ...] | Wrong:
        """Return the entries as a tuple."""
        if not isinstance(value, list):
            alone = self.kind.read(value, here)
            return alone if isinstance(alone, Wrong) else (alone,)
        if not value:
            return here.refuse(
                sentence(N_("The list {name} is empty."), name=here.name),
                sentence(N_("Write what belongs in it.")),
            )
        if len(value) > self.most:
            return here.refuse(
                sentence(
                    N_("The list {name} has {number} entries; {most} is the most."),
                    name=here.name,
                    number=len(value),
                    most=self.most,
                ),
                sentence(N_("Make it shorter.")),
            )
        entries: list[Any] = []
        sound = True
        for index, entry in enumerate(value):
            read = self.kind.read(entry, here.at(index, example=self.kind.example))
            if not isinstance(read, Wrong) and read in entries:
                read = here.at(index).refuse(
                    sentence(
                        N_("{entry} stands twice in the list {name}."),
                        entry=shown(entry),
                        name=here.name,
                    ),
                    sentence(N_("Write it once.")),
                )
            sound = sound and not isinstance(read, Wrong)
            entries.append(read)
        return tuple(entries) if sound else WRONG

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        entry = self.kind.schema()
        many: Schema = {
            "type": "array",
            "items": entry,
            "minItems": 1,
            "maxItems": self.most,
            "uniqueItems": True,
        }
        return {"anyOf": [entry, many]}


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names that the file chooses itself."""

    key: Text
    kind: Kind
    most: int = 100
    words: Words = N_("a table")
    least: int = 0

    @property
    def example(self) -> str:
        """A table of one."""
        name = self.key.example.strip('"')
        return f"{{ {name} = {self.kind.example} }}"

    def read(self, value: object, here: Reading) -> dict[str, Any] | Wrong:
        """Return the values by name; wrong ones are left out and noted."""
        if not isinstance(value, Mapping):
            return here.wrong(value, self)
        if len(value) < self.least:
            return here.refuse(
                sentence(N_("{name} is empty."), name=here.name),
                sentence(N_("Write {name} = {example}."), name=here.name, example=self.example),
            )
        if len(value) > self.most:
            return here.refuse(
                sentence(
                    N_("{name} has {number} keys; {most} is the most."),
                    name=here.name,
                    number=len(value),
                    most=self.most,
                ),
                sentence(N_("Make it smaller.")),
            )
        found: dict[str, Any] = {}
        for key, inner in value.items():
            at = here.at(key, example=self.kind.example)
            if not self._is_name(key):
                at.refuse(
                    sentence(
                        N_("{key} is not {words}."), key=shown(key), words=worded(self.key.words)
                    ),
                    sentence(N_("Name it so.")),
                    on_key=True,
                )
                continue
            read = self.kind.read(inner, at)
            if not isinstance(read, Wrong):
                found[key] = read
        return found

    def _is_name(self, key: str) -> bool:
        pattern = self.key.pattern
        return len(key) <= self.key.most and (not pattern or bool(re.fullmatch(pattern, key)))

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        names: Schema = {"pattern": f"^{self.key.pattern}$"} if self.key.pattern else {}
        return {
            "type": "object",
            "additionalProperties": self.kind.schema(),
            "propertyNames": {"maxLength": self.key.most, **names},
            "minProperties": self.least,
            "maxProperties": self.most,
        }


BY_LANGUAGE = Named(
    LANGUAGE, Text(example='"Reusable cups returned"'), words=N_("a text by language")
)
"""`{ en = "Cups", th = "แก้ว" }`"""


@dataclass(frozen=True, slots=True)
class TextOrTexts:
    """A text, or the same text by language. A text alone is read as one of no language."""

    text: Text
    words: Words = N_("a text, or a text by language")

    @property
    def example(self) -> str:
        """A text."""
        return self.text.example

    def read(self, value: object, here: Reading) -> dict[str, str] | Wrong:
        """Return the texts by language."""
        if isinstance(value, Mapping):
            return BY_LANGUAGE.read(value, here)
        alone = self.text.read(value, here)
        return alone if isinstance(alone, Wrong) else {"": alone}

    def schema(self) -> Schema:
        """Return the kind as JSON Schema."""
        return {"anyOf": [self.text.schema(), BY_LANGUAGE.schema()]}
