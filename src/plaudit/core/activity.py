"""An activity: a type of deed, and the facts that a report of it may carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

KEEP_DAYS_MAX = 90
"""Evidence is kept 90 days at most. Source: charter, C17."""


class FactType(StrEnum):
    """What a fact may be. There is no free text."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an activity.

    Units: `low` and `high` (both allowed) in millionths of `unit`; `places` = decimal places.
    A choice has `choices`, in the order of the file, and no bounds.
    """

    name: str
    type: FactType
    unit: str = ""
    low: int = 0
    high: int = 0
    places: int = 0
    choices: tuple[str, ...] = ()
    required: bool = True
    kind: str = ""
    """Its entry of the data catalogue (charter, C01); the name itself where it isn't given."""
    title: Mapping[str, str] = field(default_factory=dict)
    """By language. The name is shown where a language is left out."""
    units: Mapping[str, str] = field(default_factory=dict)
    """`unit` by language, as it is written after a number; in English for two and more."""
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a choice is called, by choice and language. The choice itself where it is left out."""

    @property
    def is_number(self) -> bool:
        """Whether it can be added up."""
        return self.type is not FactType.CHOICE


@dataclass(frozen=True, slots=True)
class Activity:
    """A type of deed. Source: its file in catalogue/activities."""

    id: str
    title: Mapping[str, str]
    """By language. The id is shown where a language is left out."""
    facts: tuple[Fact, ...] = ()
    evidence: str = ""
    without_phone: Mapping[str, str] = field(default_factory=dict)
    """The way without a phone, by language. A text of no language has "" as its language."""
    keep_days: int = KEEP_DAYS_MAX

    def fact_index(self, name: str) -> int | None:
        """Return where a fact stands in `facts`, or None where the activity has none such."""
        for index, fact in enumerate(self.facts):
            if fact.name == name:
                return index
        return None

    def fact(self, name: str | None) -> Fact | None:
        """Return the fact of that name, or None where the activity has none such."""
        return next((fact for fact in self.facts if fact.name == name), None)
