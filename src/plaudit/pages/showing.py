"""A statement made ready to be shown: every number and day in words, in one language.

The page and the command show the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from plaudit.core.decision_words import tell_decision
from plaudit.core.period import Calendar, calendar_of
from plaudit.core.question import Question
from plaudit.core.refusals import N_
from plaudit.core.rights import LookReason
from plaudit.core.statement import DeedEntry, Entry, RefusedEntry, Statement, TransferEntry
from plaudit.core.telling import tell_rules
from plaudit.core.transfer_words import tell_transfer
from plaudit.core.voice import fact_in_words, points_in_words, text_in
from plaudit.pages.left_words import left_of
from plaudit.pages.reasons import Reason, reason_of
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.voices import GettextVoice

_FACT = N_("{fact}: {value}")
_EXPIRED = N_("Another {points} expired.")
_REPORTED_ON = N_("reported on {day}")
_AS_OF_REPORT = N_("It was counted when it was reported; before and after are as of then.")
_FACTS_GONE = N_("The details of this deed were deleted. What was counted stays here.")
_UNKNOWN_ACTIVITY = N_("A deed")
_STILL = N_("Your record stands still since {day}: nothing new is recorded and nothing is changed.")
_LOOKED = N_("{day}: {who}, {reason}")
_SOON = N_("{points} can be spent until {day}, and not after that.")
_GRACE = N_(
    "{points} came back out of a voucher after the points' last day, and can still be used until "
    "{day}."
)
_STRUCK_OUT = N_("Not counted any more")
_ASKED = N_("You asked about this on {day}. A person answers by {last_day}.")
_ANSWERED = N_("You asked about this on {day}, and have an answer.")
_BECAUSE: dict[LookReason, str] = {
    "member_asked": N_("because you asked"),
    "question": N_("to answer a question"),
    "fault": N_("to mend a fault"),
    "audit": N_("to check the book"),
    "legal_duty": N_("because the law requires it"),
    "not_said": N_("who gave no reason"),
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry in words. `why` is of a counted deed; `reason` of a refused one."""

    title: str
    time: str
    partner: str
    reported: str = ""
    """On which day it was reported, where that was another one."""
    facts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    earned: str = ""
    """ "+2 points"; without a sign where it is nothing."""
    is_nothing: bool = False
    why: Reason | None = None
    reason: str = ""
    is_move: bool = False
    """Whether points moved for another reason than a deed; `notes` say why."""
    key: str = ""
    """By which the member asks about it; "" for what isn't a deed."""
    mark: str = ""
    """That it isn't counted any more, where a person took it out."""
    asked: str = ""
    """What the member asked about it, and when the answer is due or was given."""
    is_open: bool = False
    """Whether an answer is still due."""
    rules: str = ""
    """By which rules it was refused."""


@dataclass(frozen=True, slots=True)
class ShownLot:
    """Points that expire together, and the last day on which they can be spent."""

    points: str
    last_day: str


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A statement in words. `number` and `points` are what can be spent now."""

    programme: str
    number: str
    points: str
    expired: str
    left: str
    lots: tuple[ShownLot, ...]
    days: tuple[tuple[str, tuple[ShownEntry, ...]], ...]
    """The entries by day, newest first."""
    older: str
    still: str
    """That the record stands still, where it does."""
    looks: tuple[str, ...]
    """Who of the staff looked, when and why."""
    soon: tuple[str, ...] = ()
    """What ends soon, from the day on that its edition promised (C07), and what has grace."""
    version: str = ""
    """Which version of the wallet is shown: a newer one is told as news."""


def show(statement: Statement, voice: GettextVoice) -> ShownStatement:
    """Return a statement in the voice's language."""
    calendar = calendar_of(statement.edition.time_zone)
    questions = {one.entry.key: one for one in reversed(statement.questions)}
    days: dict[str, list[ShownEntry]] = {}
    for entry in statement.entries:
        shown = _asked(_entry(entry, calendar, voice=voice), questions, calendar, voice=voice)
        days.setdefault(voice.day(entry.happened_on), []).append(shown)
    expired = statement.balance_points - statement.spendable_points
    still_at = statement.restricted_at
    return ShownStatement(
        programme=text_in(statement.edition.title, voice, otherwise=statement.edition.programme),
        number=voice.number(Fraction(statement.spendable_points)),
        points=points_in_words(statement.spendable_points, voice),
        expired=voice.say(_EXPIRED, points=points_in_words(expired, voice)) if expired else "",
        left=left_of(statement, calendar, voice=voice),
        lots=tuple(
            ShownLot(points_in_words(lot.points, voice), voice.day(lot.expires_on - 1))
            for lot in statement.expiring
        ),
        days=tuple((day, tuple(entries)) for day, entries in days.items()),
        older="" if statement.older is None else str(statement.older),
        still=""
        if still_at is None
        else voice.say(_STILL, day=voice.day(calendar.day_of(still_at))),
        looks=tuple(
            voice.say(
                _LOOKED,
                day=voice.day(calendar.day_of(look.looked_at)),
                who=look.who,
                reason=voice.say(_BECAUSE[look.reason]),
            )
            for look in statement.looks
        ),
        soon=_soon(statement, voice),
        version=statement.version,
    )


def _soon(statement: Statement, voice: GettextVoice) -> tuple[str, ...]:
    """Return what ends soon, and what has days of grace. Source: charter, C07."""
    return tuple(
        voice.say(
            said, points=points_in_words(lot.points, voice), day=voice.day(lot.expires_on - 1)
        )
        for said, lots in ((_SOON, statement.soon), (_GRACE, statement.graces))
        for lot in lots
    )


def _asked(
    shown: ShownEntry,
    questions: Mapping[str, Question],
    calendar: Calendar,
    *,
    voice: GettextVoice,
) -> ShownEntry:
    """Return an entry with what the member asked about it, the newest question."""
    question = questions.get(shown.key)
    if question is None:
        return shown
    is_open = question.result is None
    said = voice.say(
        _ASKED if is_open else _ANSWERED,
        day=voice.day(calendar.day_of(question.asked_at)),
        last_day=voice.day(calendar.day_of(question.answer_by - 1)),
    )
    return replace(shown, asked=said, is_open=is_open)


def _entry(entry: Entry, calendar: Calendar, *, voice: GettextVoice) -> ShownEntry:
    if isinstance(entry, TransferEntry):
        told = tell_transfer(entry, voice)
        return ShownEntry(
            title=told.title,
            time=voice.clock(calendar.local_time(entry.happened_at)),
            partner=told.partner,
            notes=told.notes,
            earned=told.moved,
            is_nothing=entry.points <= 0,
            is_move=True,
        )
    return show_deed(entry, calendar, voice=voice)


def show_deed(
    entry: DeedEntry | RefusedEntry, calendar: Calendar, *, voice: GettextVoice
) -> ShownEntry:
    """Return one deed in words, with why it earned what it earned."""
    title = voice.say(_UNKNOWN_ACTIVITY)
    if entry.activity is not None:
        title = text_in(entry.activity.title, voice, otherwise=entry.activity.id)
    recorded_on = calendar.day_of(entry.recorded_at)
    is_late = recorded_on != entry.happened_on
    shown = ShownEntry(
        title=title,
        time=voice.clock(calendar.local_time(entry.happened_at)),
        partner=entry.partner,
        key=entry.key,
        reported=voice.say(_REPORTED_ON, day=voice.day(recorded_on)) if is_late else "",
    )
    if isinstance(entry, RefusedEntry):
        rules = "" if entry.edition is None else tell_rules(entry.edition, voice)
        return replace(shown, reason=reason_in_words(entry.refusal, voice), rules=rules)
    notes = [tell_decision(one, calendar, voice=voice) for one in entry.decisions]
    if is_late:
        notes.append(voice.say(_AS_OF_REPORT))
    if entry.facts is None and entry.activity.facts:
        notes.append(voice.say(_FACTS_GONE))
    return replace(
        shown,
        facts=_facts(entry, voice),
        notes=tuple(notes),
        mark=voice.say(_STRUCK_OUT) if entry.is_struck_out else "",
        earned=("+" if entry.points else "") + points_in_words(entry.points, voice),
        is_nothing=not entry.points or entry.is_struck_out,
        why=reason_of(entry.explanation, voice),
    )


def _facts(entry: DeedEntry, voice: GettextVoice) -> tuple[str, ...]:
    """Return the deed's facts in words; an activity that gained facts later has more than it."""
    named = zip(entry.activity.facts, entry.facts or (), strict=False)
    return tuple(
        voice.say(
            _FACT,
            fact=text_in(fact.title, voice, otherwise=fact.name),
            value=fact_in_words(fact, value, voice=voice),
        )
        for fact, value in named
        if value is not None
    )
