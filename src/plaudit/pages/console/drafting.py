"""What the pages of editions look at: the catalogue, and a draft as the check finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from django.http import Http404

from plaudit.actions.catalogue_folder import catalogue_folder
from plaudit.actions.examine import Beside, examine_text, open_catalogue
from plaudit.actions.write_draft import Based
from plaudit.core.catalogue.mistakes import LINE_SHOWN_MAX, Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.approval import APPROVAL, REHEARSAL
from plaudit.core.charter.check import Report
from plaudit.core.charter.clauses import BY_NUMBER
from plaudit.core.charter.finding import Finding
from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import ToldDifference, tell_difference
from plaudit.core.drafts import standing_of
from plaudit.core.edition_lists import Lists
from plaudit.core.period import date_of, day_number
from plaudit.core.publishing import State, states_of
from plaudit.core.refusals import N_, Code, Refused, refusal
from plaudit.core.sentence import ENGLISH, Sentence, in_voice
from plaudit.core.voice import NN_
from plaudit.pages.staff.shift import Shift
from plaudit.pages.voices import LANGUAGES
from plaudit.store.catalogue import Published, read_programme
from plaudit.store.drafts import Draft, How, read_draft

FINDINGS_SHOWN = 100
STATES = {
    State.DRAFT: N_("Draft"),
    State.CHECKED: N_("Checked"),
    State.REHEARSED: N_("Rehearsed"),
    State.APPROVED: N_("Approved"),
    State.PUBLISHED: N_("Published, not in force yet"),
    State.IN_FORCE: N_("In force"),
    State.SUPERSEDED: N_("Superseded"),
}
HOWS: dict[How, str] = {
    "begun": N_("Begun"),
    "text": N_("Saved as text"),
    "form": N_("Saved by the form"),
    "rehearsed": N_("Report of a rehearsal attached"),
    "approved": N_("Approved"),
    "published": N_("Published"),
    "set_aside": N_("Set aside"),
}
IN_DAYS = NN_("In {number} day", "In {number} days")
TODAY = N_("Today")
PAST = N_("This day is past")


class Said(NamedTuple):
    """A sentence of the check. `language`: of the page, or which it is in where it has no other."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, in the reader's language; `written` and `place` are of the text."""

    clause: str
    clause_words: str
    line: int
    file: str
    place: str
    written: str
    seen: Said
    write: Said
    is_error: bool
    answered_by: str
    mark: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A text as the check finds it. `against`: how many findings keep it from being approved."""

    report: Report
    state: State
    findings: Sequence[ShownFinding]
    against: int
    more: int


def published_of(shift: Shift) -> Published:
    """Return what is published of a person's programme."""
    return read_programme(shift.connection, shift.person.programme_id, shift.person.programme)


def beside_of(shift: Shift, published: Published | None = None) -> Beside:
    """Return what a draft is examined in.

    Refuses: CATALOGUE_UNREADABLE.
    """
    try:
        catalogue = open_catalogue(catalogue_folder())
    except Mistakes as wrong:
        raise Refused(refusal(Code.CATALOGUE_UNREADABLE)) from wrong
    editions = (published or published_of(shift)).editions
    others = [read_source(one.edition.id, one.text.encode()) for one in editions]
    return Beside(catalogue, shift.person.programme, others)


def lists_of(shift: Shift) -> Lists | None:
    """Return the lists that an edition's values are chosen from.

    None where the catalogue can't be read: then they are written.
    """
    try:
        beside = beside_of(shift)
    except Refused:
        return None
    return Lists(beside.catalogue.registries, beside.known.sound, tuple(LANGUAGES))


def look_at(
    shift: Shift, text: str, beside: Beside, *, how: How = "text", name: str = ""
) -> Looked:
    """Return what the check says of a text; an approval counts where the book has it."""
    today = date_of(shift.today)
    found = examine_text(text, beside, name=name, today=today)
    if how != "approved":
        kept = (one for one in found.findings if one.mistake.path[:1] != (APPROVAL,))
        found = replace(found, findings=tuple(kept))
    state = standing_of(found, today=today).state
    if state is State.APPROVED and how != "approved":
        has_report = found.view is not None and found.view.value(REHEARSAL) is not None
        state = State.REHEARSED if has_report else State.CHECKED
    shown = [_shown(one, shift, name=name) for one in found.findings[:FINDINGS_SHOWN]]
    against = sum(not one.answered_by for one in found.findings)
    return Looked(found, state, shown, against, max(0, len(found.findings) - FINDINGS_SHOWN))


def _shown(one: Finding, shift: Shift, *, name: str) -> ShownFinding:
    return ShownFinding(
        clause=one.clause,
        clause_words=shift.voice.say(BY_NUMBER[one.clause].plain),
        line=one.mistake.line,
        file="" if one.mistake.file == name else one.mistake.file,
        place=_said(one.mistake.place, shift).words,
        written=one.mistake.source_line.strip()[:LINE_SHOWN_MAX],
        seen=_said(one.mistake.seen, shift),
        write=_said(one.mistake.write, shift),
        is_error=one.is_error,
        answered_by=one.answered_by,
        mark=one.mark,
    )


def _said(words: Sentence, shift: Shift) -> Said:
    told = in_voice(words, shift.voice)
    if told is None:  # a city's own file says it in other languages alone
        return Said(words, ENGLISH if ENGLISH in words.texts else next(iter(words.texts)))
    return Said(told, shift.voice.language)


def changes_of(
    shift: Shift, text: str, beside: Beside, *, published: Published
) -> ToldDifference | None:
    """Return what a text changes against the edition that it follows; None where that can't be."""
    try:
        after = said_by(text, beside.activity_texts)
        first = after.edition.starts_on
        earlier = [one for one in published.editions if one.edition.starts_on < first]
        if not earlier:
            return None
        before = said_by(earlier[-1].text, earlier[-1].activity_texts)
    except Mistakes:
        return None
    return tell_difference(difference(before, after), shift.voice)


def countdown(shift: Shift, day: int) -> str:
    """Return how far a day is from today, in words."""
    left = day - shift.today
    if left < 0:
        return shift.voice.say(PAST)
    return shift.voice.say_many(IN_DAYS, Fraction(left)) if left else shift.voice.say(TODAY)


def promised_day(looked: Looked) -> int | None:
    """Return the day of publication that a text names, as a day number."""
    view = looked.report.view
    day = None if view is None else view.day("people", "published_on")
    return None if day is None else day_number(day)


def states(shift: Shift, published: Published) -> list[State]:
    """Return the state of each published edition, the earliest first."""
    return states_of([one.edition.starts_on for one in published.editions], today=shift.today)


def ours(shift: Shift, number: int, *, version: int | None = None) -> Draft:
    """Return a draft of a person's programme."""
    if number >= 2**31 or (version or 0) >= 2**31:
        raise Http404
    found = read_draft(shift.connection, shift.person.programme_id, number, version=version)
    if found is None:
        raise Refused(refusal(Code.DRAFT_UNKNOWN))
    return found


def based(shift: Shift, number: int) -> Based:
    """Return the draft and version that a form was made for."""
    said = shift.request.POST.get("version", "")
    if not (said.isascii() and said.isdigit() and len(said) < 9) or number >= 2**31:
        raise Refused(refusal(Code.DRAFT_UNKNOWN))
    return Based(number, int(said))
