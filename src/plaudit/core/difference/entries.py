"""What changed at one entry or table, in words.

A key whose change has no sentence of its own is told by its label, one without a label by its
name, and one whose words are the same before and after as it is written. Nothing is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.difference.compare import Change, Difference, EntryChange, Kind
from plaudit.core.difference.labels import LABELS, Label
from plaudit.core.difference.said import Said
from plaudit.core.difference.stages import changed_ceiling, changed_stage, stage_in_words
from plaudit.core.difference.values import ValueWords, is_by_language, is_nothing, raw
from plaudit.core.edition import Ceiling, Stage
from plaudit.core.refusals import N_
from plaudit.core.rule_words import RuleWords
from plaudit.core.voice import Voice

DECISION = "source"
"""The key of a rule or limit that says where the decision behind it stands."""

_VALUE = N_("{what}: {now}.")
_VALUE_WAS = N_("{what}: {now}. Was: {was}.")
_VALUE_NEW = N_("{what}: {now}. This is new.")
_VALUE_GONE = N_("{what}: not set any more. Was: {was}.")
_IN_LANGUAGE = N_("{what} ({language})")
_OTHER = N_("{what}: changed in a way that has no words.")
_IN_ITS_NAME = ("id", "says", "title", "name", "unit", "units", "labels")
"""Keys of a new or gone entry that its name or another sentence shows."""


class EntryWords:
    """Says the entries of a difference in one language."""

    def __init__(self, found: Difference, voice: Voice) -> None:
        self.found = found
        self.voice = voice
        self.was = ValueWords(found.before, voice)
        self.now = ValueWords(found.after, voice)

    def name(self, entry: EntryChange) -> str:
        """Return what an entry is called; empty for a table."""
        words = self.was if entry.kind is Kind.GONE else self.now
        return words.name(entry.part, entry.id) if entry.id else ""

    def whole(self, entry: EntryChange) -> Iterator[str]:
        """Yield all that a new or gone entry says."""
        words = self.was if entry.kind is Kind.GONE else self.now
        one = _counting_part(words.said, entry)
        if isinstance(one, Stage):
            yield from stage_in_words(words.said, one, self.voice)
        for change in entry.changes:
            value = change.was if entry.kind is Kind.GONE else change.now
            told = isinstance(one, Stage) and change.key != "on"
            if not (told or change.key in _IN_ITS_NAME or is_nothing(value)):
                said = self._value(words, entry, key=change.key, value=value)
                yield self.voice.say(_VALUE, what=self._what(entry, change.key), now=said)

    def changed(self, entry: EntryChange) -> Iterator[str]:
        """Yield the sentences for all changed keys but the decisions behind rules and limits."""
        left = {change.key: change for change in entry.changes if not is_decision(entry, change)}
        before, after = self.found.before, self.found.after
        was, now = _counting_part(before, entry), _counting_part(after, entry)
        if isinstance(was, Stage) and isinstance(now, Stage):
            both = ((before, was), (after, now))
            for told in changed_stage(*both, keys=frozenset(left), voice=self.voice):
                yield from told.sentences
                left = {key: change for key, change in left.items() if key not in told.keys}
        if isinstance(was, Ceiling) and isinstance(now, Ceiling):
            limits = [left.pop(key) for key in ("at_most", "period") if key in left]
            if limits:
                yield changed_ceiling(was, now, RuleWords(after.edition, {}, voice=self.voice))
        for change in left.values():
            yield from self.change(entry, change)

    def change(self, entry: EntryChange, change: Change) -> Iterator[str]:
        """Yield the sentences for one key by its label."""
        what = self._what(entry, change.key)
        was = self._value(self.was, entry, key=change.key, value=change.was)
        now = self._value(self.now, entry, key=change.key, value=change.now)
        if was != now:
            yield self._pair(what, change, was=was, now=now)
        elif is_by_language(change.was) and is_by_language(change.now):
            yield from self._languages(what, change.was, change.now)
        elif raw(change.was) != raw(change.now):
            yield self.voice.say(_VALUE_WAS, what=what, now=raw(change.now), was=raw(change.was))
        else:
            yield self.voice.say(_OTHER, what=what)

    def _pair(self, what: str, change: Change, *, was: str, now: str) -> str:
        counts = change.key == "count"  # left out, it says: deeds
        if is_nothing(change.was) and not counts:
            return self.voice.say(_VALUE_NEW, what=what, now=now)
        if is_nothing(change.now) and not counts:
            return self.voice.say(_VALUE_GONE, what=what, was=was)
        return self.voice.say(_VALUE_WAS, what=what, now=now, was=was)

    def _languages(
        self, what: str, was: Mapping[str, str], now: Mapping[str, str]
    ) -> Iterator[str]:
        """Yield the texts that changed in other languages than the reader's."""
        for language in dict.fromkeys([*now, *was]):
            old, new = was.get(language), now.get(language)
            if old != new:
                named = self.voice.say(_IN_LANGUAGE, what=what, language=language)
                change = Change("", old, new)
                yield self._pair(named, change, was=f"“{old}”", now=f"“{new}”")

    def _what(self, entry: EntryChange, key: str) -> str:
        label = _label(entry, key)
        return self.voice.say(label.words) if label else key or entry.part

    def _value(self, words: ValueWords, entry: EntryChange, *, key: str, value: object) -> str:
        if key in ("count", "each", "weigh_by") and isinstance(value, str):
            return words.fact(entry.id, value)
        if entry.part == "fact" and key == "values" and isinstance(value, tuple):
            return words.choices(entry.id, value)
        return words.value(key, value, _label(entry, key) or Label(key))


def is_decision(entry: EntryChange, change: Change) -> bool:
    """Return whether a key only says where the decision behind a rule or limit stands."""
    return entry.kind is Kind.CHANGED and bool(entry.id) and change.key == DECISION


def _label(entry: EntryChange, key: str) -> Label | None:
    return LABELS.get(entry.part, {}).get(key)


def _counting_part(said: Said, entry: EntryChange) -> Stage | Ceiling | None:
    ones: list[Stage | Ceiling] = []
    if entry.part in ("rule", "tally"):
        ones += [stage for stage in said.edition.stages if stage.kind == entry.part]
    if entry.part == "ceiling":
        ones += said.edition.ceilings
    return next((one for one in ones if one.id == entry.id), None)
