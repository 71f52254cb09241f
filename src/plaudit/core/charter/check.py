"""The check of the charter: every finding of a file, at once, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import read_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.fields import NOT_A_KEY
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.source import Source
from plaudit.core.catalogue.whole import mistakes_of_parts, mistakes_of_reward
from plaudit.core.charter.answers import answered
from plaudit.core.charter.approval import content_hash
from plaudit.core.charter.asking import Listener, asking_findings, listeners
from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES, GRAVITY
from plaudit.core.charter.finding import Finding, Result
from plaudit.core.charter.naming import naming_findings
from plaudit.core.charter.placing import clauses_of
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.stages import TALLY_SIGN, used_activities
from plaudit.core.charter.view import View, World
from plaudit.core.marking import N_
from plaudit.core.sentence import sentence, worded


@dataclass(frozen=True, slots=True)
class Report:
    """What the check found in one file."""

    file: str
    kind: str
    findings: tuple[Finding, ...]
    view: View | None = None

    @property
    def content_sha256(self) -> str:
        """What an approval names: the hash of an edition's content, empty for other files."""
        return content_hash(self.view) if self.view and self.view.kind == "edition" else ""

    @property
    def result(self) -> Result:
        """Refused for an error, held up by an open question, else passed."""
        if any(found.is_error for found in self.findings):
            return Result.REFUSED
        if any(not found.answered_by for found in self.findings):
            return Result.NEEDS_A_PERSON
        return Result.PASSES

    @property
    def refused_for(self) -> str:
        """The gravest clause that refuses the file, or nothing."""
        return next((found.clause for found in self.findings if found.is_error), "")


@dataclass(frozen=True, slots=True)
class DeedTypes:
    """The deed types of a catalogue: their files, what counting reads of them, their reports.

    `unsound` are those whose facts have an error: what an edition says about them isn't held
    against it as well.
    """

    sources: Mapping[str, Source]
    sound: Mapping[str, Activity]
    unsound: frozenset[str]
    reports: Mapping[str, Report]


NO_DEED_TYPES = DeedTypes({}, {}, frozenset(), {})


def check_deed_types(sources: Mapping[str, Source], registries: Registries) -> DeedTypes:
    """Return deed types, by id, with a report for each."""
    sound: dict[str, Activity] = {}
    reports: dict[str, Report] = {}
    for name, source in sources.items():
        reports[name] = check_file(View(source, "activity", World(registries)))
        read = read_activity(source)
        if isinstance(read, Activity) and not any(map(_of_facts, reports[name].findings)):
            sound[name] = read
    return DeedTypes(sources, sound, frozenset(sources) - frozenset(sound), reports)


def _of_facts(found: Finding) -> bool:
    return found.is_error and found.mistake.path[:1] == ("facts",)


def check_file(view: View, known: DeedTypes = NO_DEED_TYPES) -> Report:
    """Return every finding of an edition, an activity or a reward in its world.

    What was found in the deed types that an edition counts is held against the edition too.
    """
    source = view.source
    if source.table is None:
        return Report(source.file, view.kind, _sorted(map(Finding, source.mistakes)))
    found = list(_of_clauses(view))
    found += _unplaced(view, _mistakes(view, known), found)
    found = [one for one in found if one.is_error or not _goes_away(one, found)]
    if view.kind != "edition":
        return Report(source.file, view.kind, _sorted(found))
    for name in used_activities(view):
        found += known.reports[name].findings if name in known.reports else ()
    return Report(source.file, view.kind, _sorted(answered(view, found)), view)


def _of_clauses(view: View) -> Iterable[Finding]:
    for clause in CLAUSES:
        yield from clause.check(view)
    yield from naming_findings(view, CLAUSES)
    yield from asking_findings(view, _listeners(view.registries))


@lru_cache(maxsize=8)
def _listeners(registries: Registries) -> tuple[Listener, ...]:
    return listeners(CLAUSES, registries)


def _mistakes(view: View, known: DeedTypes) -> list[Mistake]:
    """Return the mistakes of reading: of the text, of counting, of the other tables."""
    if view.kind == "activity":
        read = read_activity(view.source)
        return read if isinstance(read, list) else []
    if view.kind == "reward":
        return [*view.source.mistakes, *mistakes_of_reward(view.source)]
    edition = read_edition(view.source, known.sound, unread=known.unsound)
    counted = edition if isinstance(edition, list) else []
    told = [one for one in counted if not _caused_elsewhere(view, one)]
    return [*told, *mistakes_of_parts(view.source)]


def _caused_elsewhere(view: View, mistake: Mistake) -> bool:
    """Return whether a stage misses a tally or a rule only because all of them are broken."""
    value = view.value(*mistake.path)
    if "on" in mistake.path and isinstance(value, str) and value.startswith(TALLY_SIGN):
        return not _is_tables(view.value("tally"))
    return mistake.path[:1] == ("ceiling",) and not _is_tables(view.value("rule") or False)


def _is_tables(value: object) -> bool:
    is_list = isinstance(value, list) and all(isinstance(one, Mapping) for one in value)
    return value is None or is_list


def _unplaced(view: View, mistakes: Iterable[Mistake], found: Sequence[Finding]) -> list[Finding]:
    """Return the mistakes that no finding tells already, each with the clauses that it breaks."""
    told = {(_key_of(one.mistake.path)) for one in found if one.is_error and one.mistake.path}
    placed: dict[tuple[object, ...], Finding] = {}
    for mistake in mistakes:
        key = _key_of(mistake.path)
        if not mistake.clause and key in told and (not mistake.on_key or key != mistake.path):
            continue
        for one in _placed(view, mistake):
            where = (mistake.path or (mistake.line, mistake.column), one.clause)
            placed.setdefault(where, Finding(one))
    return list(placed.values())


def _goes_away(question: Finding, found: Sequence[Finding]) -> bool:
    """Return whether a question is about a text that an error takes out or has written anew."""
    path = question.mistake.path
    return any(
        one.is_error
        and (
            one.mistake.path == path
            if one.clause == question.clause and not one.mistake.on_key
            else NOT_A_KEY in one.mistake.seen and path[: len(one.mistake.path)] == one.mistake.path
        )
        for one in found
        if one.mistake.path
    )


def _placed(view: View, mistake: Mistake) -> Iterable[Mistake]:
    """Yield a mistake with each clause that it breaks; an attempt is told the lawful way."""
    if mistake.clause:
        yield mistake
        return
    numbers, attempted = clauses_of(view, mistake)
    for number in numbers:
        clause = BY_NUMBER[number]
        if attempted:
            seen = sentence(N_("{seen} {reason}"), seen=mistake.seen, reason=worded(clause.reason))
            yield replace(mistake, clause=number, seen=seen, write=worded(clause.instead[0]))
        else:
            yield replace(mistake, clause=number)


def _key_of(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return the key of a table that a place lies in: rule 3's `ladder`, [points]' months."""
    listed = len(path) > 1 and isinstance(path[1], int)
    return path[:3] if listed else path[:2]


def _sorted(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings the gravest clause first, errors before questions, then by place."""
    once = dict.fromkeys(found)
    return tuple(
        sorted(
            once,
            key=lambda one: (
                not one.is_error,
                GRAVITY[one.clause],
                one.mistake.file,
                one.mistake.line,
                one.mistake.column,
                one.mistake.seen,
            ),
        )
    )
