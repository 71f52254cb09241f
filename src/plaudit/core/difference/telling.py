"""A difference in words, for members: section by section, nothing left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from plaudit.core.difference.compare import Difference, EntryChange, Kind
from plaudit.core.difference.entries import EntryWords, is_decision
from plaudit.core.difference.labels import SECTIONS
from plaudit.core.refusals import N_
from plaudit.core.voice import Voice

_FROM = N_("From {day}, the rules “{after}” take the place of “{before}”.")
_SAME = N_("Both editions say the same.")
_DECISIONS = N_("Where the decisions stand")
_KINDS = {Kind.NEW: N_("new"), Kind.GONE: N_("no longer there; it was")}
_SENTENCE = N_("{name}: {sentence}")
_SENTENCE_OF_KIND = N_("{name} ({kind}): {sentence}")
_ORDER = N_("The order is now: {names}.")


class ToldEntry(NamedTuple):
    """What changed at one entry or table. `name` is empty for a table, `kind` for a change."""

    name: str
    kind: str
    sentences: tuple[str, ...]


class ToldSection(NamedTuple):
    """A part of the rules, with what changed in it. Papers weigh little for members."""

    title: str
    entries: tuple[ToldEntry, ...]
    is_papers: bool = False


class ToldDifference(NamedTuple):
    """A difference in one language. `same` is empty where there is one."""

    heading: str
    same: str
    sections: tuple[ToldSection, ...]


def tell_difference(found: Difference, voice: Voice) -> ToldDifference:
    """Return a difference in the voice's language."""
    words = EntryWords(found, voice)
    *first, (title, parts) = _sections(found)
    sections = [ToldSection(voice.say(one), _entries(words, of)) for one, of in first]
    sections += [
        ToldSection(voice.say(_DECISIONS), _decisions(words), is_papers=True),
        ToldSection(voice.say(title), _entries(words, parts), is_papers=True),
    ]
    told = tuple(section for section in sections if section.entries)
    before, after = found.before.edition, found.after.edition
    heading = voice.say(_FROM, day=voice.day(after.starts_on), after=after.id, before=before.id)
    return ToldDifference(heading, "" if told else voice.say(_SAME), told)


def in_sentences(found: Difference, voice: Voice) -> list[str]:
    """Return a difference as sentences: from when it is, and all that changes."""
    told = tell_difference(found, voice)
    return [told.heading, *filter(None, [told.same]), *sentences_of(told, voice)]


def sentences_of(told: ToldDifference, voice: Voice) -> list[str]:
    """Return every sentence, each with the name of what it is about."""
    return [line for section in told.sections for line in lines_of(section, voice)]


def lines_of(section: ToldSection, voice: Voice) -> list[str]:
    """Return the sentences of a section, each with the name of what it is about."""
    return [
        voice.say(
            _SENTENCE_OF_KIND if entry.kind else _SENTENCE,
            name=entry.name or section.title,
            kind=entry.kind,
            sentence=sentence,
        )
        for entry in section.entries
        for sentence in entry.sentences
    ]


def _sections(found: Difference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the sections; a part that stands in none comes with the last one."""
    placed = {part for _, parts in SECTIONS for part in parts}
    changed = [*(entry.part for entry in found.entries), *found.reordered]
    left = [part for part in dict.fromkeys(changed) if part not in placed]
    *first, (title, parts) = SECTIONS
    yield from first
    yield title, (*parts, *left)


def _entries(words: EntryWords, parts: tuple[str, ...]) -> tuple[ToldEntry, ...]:
    found = words.found
    told = [_entry(words, entry) for part in parts for entry in found.entries if entry.part == part]
    for part in parts:
        if part in found.reordered:
            names = [words.now.name(part, id) for id in found.after.lists[part]]
            said = words.voice.say(_ORDER, names=words.voice.joined(names))
            told.append(ToldEntry("", "", (said,)))
    return tuple(entry for entry in told if entry.sentences)


def _entry(words: EntryWords, entry: EntryChange) -> ToldEntry:
    name = words.name(entry)
    if entry.kind is Kind.CHANGED:
        return ToldEntry(name, "", tuple(words.changed(entry)))
    kind = words.voice.say(_KINDS[entry.kind])
    return ToldEntry(name, kind, tuple(words.whole(entry)) or (f"{entry.id}.",))


def _decisions(words: EntryWords) -> tuple[ToldEntry, ...]:
    """Return the rules and limits whose decision stands elsewhere now."""
    return tuple(
        ToldEntry(words.name(entry), "", tuple(words.change(entry, change)))
        for entry in words.found.entries
        for change in entry.changes
        if is_decision(entry, change)
    )
