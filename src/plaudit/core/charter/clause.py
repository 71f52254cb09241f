"""A clause of the charter: its text, its reason, what holds it, and what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.marking import N_, Marked
from plaudit.core.sentence import Words

LAYERS = {
    "G": N_("the language has no way to say it"),
    "S": N_("proved from the edition's text alone"),
    "X": N_("checked against the registries: partners, deed types, earlier editions, people"),
    "R": N_("a database constraint, role or runtime check as second line"),
    "P": N_("a named person must decide"),
}

Check = Callable[[View], Iterator[Finding]]


def nothing_to_see(view: View) -> Iterator[Finding]:  # noqa: ARG001 (the form of a check)
    """Yield nothing: the language has no way to say it, and its key words catch the attempt."""
    return iter(())


@dataclass(frozen=True, kw_only=True, eq=False)
class Clause:
    """One clause. Source: the charter.

    `names` are words of keys that do not exist, and of values that are not allowed, by which an
    attempt against this clause is recognised; `hints` are such words that say it only where the
    clause is the topic (a fee, in [leaving]), and only where no name says more. `ids` are words
    that refuse an id, `reward_ids` that of a reward. `phrases` are words of sentences that send the
    edition to a person, who answers `question`. `instead` are the lawful alternatives; a finding
    shows the first. `cases` name files in tests/cases/charter.
    """

    number: str
    plain: Marked
    """The clause in words for everybody. What binds is `text`."""
    text: str
    reason: Marked
    layers: str
    instead: tuple[Words, *tuple[str, ...]]
    cases: Sequence[str]
    names: NameWords = field(default_factory=NameWords)
    hints: NameWords = field(default_factory=NameWords)
    ids: NameWords = field(default_factory=NameWords)
    reward_ids: NameWords = field(default_factory=NameWords)
    phrases: Phrases = field(default_factory=Phrases)
    question: Marked | None = None
    check: Check = nothing_to_see
