"""Free text that may promise what the fields do not: it goes to a person. Source: trap (a)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plaudit.core.catalogue.saying import shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import View
from plaudit.core.charter.words import Phrases, plain_text, word_set
from plaudit.core.marking import N_
from plaudit.core.sentence import Words, sentence, worded

_NOT_PROSE = word_set(
    "id programme on count each per kind class provider activities rules evidence time_zone "
    "languages unit type sha256 edition_sha256 report_sha256 question email phone address reasons "
    "open_to joining legal_basis looks_at when_used_up rounding author approver decided_by by "
    "supervisory_authority data_protection_officer controller values"
)
_NOT_TABLES = frozenset(("answer", "rehearsal", "approval", "when", "weigh", "each"))


class Listener(NamedTuple):
    """What listens to sentences: a clause, or an entry of the data catalogue."""

    clause: str
    phrases: Phrases
    question: Words


def listeners(clauses: tuple[Clause, ...], registries: Registries) -> tuple[Listener, ...]:
    """Return everything that asks about sentences, in the order of the clauses."""
    found = [
        Listener(clause.number, clause.phrases, clause.question)
        for clause in clauses
        if clause.question
    ]
    found += [
        Listener(entry.clause, entry.phrases, entry.question)
        for entry in registries.facts.never
        if entry.question
    ]
    return tuple(sorted(found, key=lambda listener: listener.clause))


def asking_findings(view: View, everyone: tuple[Listener, ...]) -> Iterator[Finding]:
    """Yield a question for each place and clause whose words stand in its text.

    A text in several languages is one place.
    """
    innocent = view.registries.innocent.phrases
    prose = [(path, innocent.without(text)) for path, text in _prose(view)]
    whole = plain_text(text for _, text in prose)
    for listener in everyone:
        if not listener.phrases.may_be_in(whole):
            continue
        asked: set[Path] = set()
        for path, text in prose:
            place = _place(view, path)
            word = None if place in asked else listener.phrases.find_in_plain(text)
            if word is not None:
                asked.add(place)
                yield _asked(view, listener, place=place, word=word)


def _asked(view: View, listener: Listener, *, place: Path, word: str) -> Finding:
    return view.ask(
        listener.clause,
        place,
        seen=sentence(
            N_("The text says {word}, which no list of words can judge."), word=shown(word)
        ),
        question=worded(listener.question),
    )


def _prose(view: View) -> Iterator[tuple[Path, str]]:
    """Yield each sentence that people read: titles, reasons, purposes, sources, names."""
    for path, text, on_key in view.texts_written:
        if on_key or not text:
            continue
        keys = [key for key in path if isinstance(key, str)]
        if keys[-1] in _NOT_PROSE or (len(keys) > 1 and keys[-2] in _NOT_PROSE - {"question"}):
            continue
        if not _NOT_TABLES.isdisjoint(keys):
            continue
        yield path, text


def _place(view: View, path: Path) -> Path:
    """Return the key that a text belongs to, without its language."""
    parent = view.value(*path[:-1]) if len(path) > 1 else None
    in_languages = isinstance(parent, dict) and path[-1] in {
        *view.languages(),
        "en",
        "th",
        "zh-Hans",
    }
    return path[:-1] if in_languages else path
