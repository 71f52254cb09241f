"""The closed data catalogue and the registries, as values. Source: catalogue/data.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from plaudit.core.charter.words import NameWords, Phrases, in_words
from plaudit.core.sentence import Sentence

T = TypeVar("T")


@dataclass(frozen=True)
class Never:
    """A kind that may never be named: how it is recognised, why not, and what to use instead.

    `report_clause` and `reward_clause` are for kinds of partner, where it matters what they do.
    """

    id: str
    clause: str
    reason: Sentence
    instead: Sentence
    title: Sentence
    called: Mapping[str, str]
    names: NameWords
    fact_names: NameWords
    phrases: Phrases
    question: Sentence | None
    report_clause: str
    reward_clause: str


@dataclass(frozen=True)
class FactKind:
    """A kind of fact that an activity may name. `form` is "band", "id" or empty."""

    id: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]
    data_class: str
    longest_months: int
    types: tuple[str, ...]
    units: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True)
class RecordKind:
    """A kind of data that a programme keeps, and how long at most, in its own unit."""

    id: str
    title: Mapping[str, str]
    purpose: Mapping[str, str]
    unit: str
    longest: int


@dataclass(frozen=True)
class PartnerKind:
    """What a house of this kind may do. `public_fees`: a public body sets its prices."""

    id: str
    title: Sentence
    reports: bool = False
    rewards: bool = False
    public_fees: bool = False
    not_classes: tuple[str, ...] = ()
    reward_clause: str = ""
    reward_instead: Sentence | None = None


@dataclass(frozen=True)
class ActivityClass:
    """A kind of deed. `activities` are known types that don't have to say it themselves."""

    id: str
    title: Sentence
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class RewardClass:
    """A kind of reward. `fee`: it lowers a price."""

    id: str
    title: Sentence
    open_alternative: bool = False
    fee: bool = False


@dataclass(frozen=True)
class Titled:
    """An entry that has only a title in each language."""

    id: str
    title: Mapping[str, str]


@dataclass(frozen=True)
class Registry(Generic[T]):
    """What is allowed, by id, and what is never."""

    allowed: Mapping[str, T]
    never: tuple[Never, ...] = ()

    def refusal_of(self, name: str) -> Never | None:
        """Return the entry that a name which isn't allowed falls under.

        It is the one whose word stands first; of two in one place, that which says more.
        """
        joined = in_words(name)
        ranked = [
            (joined.index(word), -len(word), -certain, at)
            for at, entry in enumerate(self.never)
            for word, certain in [entry.names.best(name)]
            if word
        ]
        return self.never[min(ranked)[-1]] if ranked else None


@dataclass(frozen=True)
class RegisteredPartner:
    """A house that the registry of partners knows, whatever an edition says of it."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, eq=False)
class Innocent:
    """Compounds in which a word means something else: `fine_arts`, "the health of trees".

    They are taken out before words are looked for; what stands beside them still counts.
    """

    names: NameWords = field(default_factory=NameWords)
    phrases: Phrases = field(default_factory=Phrases)


@dataclass(frozen=True, eq=False)
class Registries:
    """All registries of a catalogue."""

    facts: Registry[FactKind]
    records: Mapping[str, RecordKind]
    evidence: Registry[Titled]
    activity_classes: Registry[ActivityClass]
    partner_kinds: Registry[PartnerKind]
    reward_classes: Registry[RewardClass]
    audiences: Registry[Titled]
    reversal_reasons: Mapping[str, Titled]
    partners: Mapping[str, RegisteredPartner] = field(default_factory=dict)
    innocent: Innocent = field(default_factory=Innocent)

    def class_of(self, activity_id: str) -> str:
        """Return the class of a known activity type, or nothing."""
        for entry in self.activity_classes.allowed.values():
            if activity_id in entry.activities:
                return entry.id
        return ""
