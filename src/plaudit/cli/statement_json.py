"""A statement as JSON: exact numbers for programs, and the sentences that people read."""

from __future__ import annotations

from typing import Any

from plaudit.core.amount import in_units
from plaudit.core.explanation import CeilingStep, Explanation, RuleStep, Span, StageStep
from plaudit.core.instant import shown_instant
from plaudit.core.period import date_of
from plaudit.core.statement import DeedEntry, RefusedEntry, Statement, TransferEntry
from plaudit.core.telling import tell
from plaudit.core.transfer_words import tell_transfer
from plaudit.pages.refusal_words import reason_in_words
from plaudit.pages.voices import GettextVoice


def statement_json(found: Statement, voice: GettextVoice) -> dict[str, Any]:
    """Return a statement as plain values. Amounts are decimal texts: "1.25"."""
    return {
        "programme": found.edition.programme,
        "language": voice.language,
        "balance_points": found.balance_points,
        "spendable_points": found.spendable_points,
        "expiring": [
            {"last_on": _day(lot.expires_on - 1), "points": lot.points} for lot in found.expiring
        ],
        "deeds": [
            _deed(entry, voice) if isinstance(entry, DeedEntry) else _refused(entry, voice)
            for entry in found.entries
            if not isinstance(entry, TransferEntry)
        ],
        "transfers": [
            _transfer(entry, voice) for entry in found.entries if isinstance(entry, TransferEntry)
        ],
        "older": None if found.older is None else str(found.older),
    }


def _deed(entry: DeedEntry, voice: GettextVoice) -> dict[str, Any]:
    told = tell(entry.explanation, voice)
    return {
        "key": entry.key,
        "happened_on": _day(entry.happened_on),
        "happened_at": shown_instant(entry.happened_at),
        "recorded_at": shown_instant(entry.recorded_at),
        "activity": entry.activity.id,
        "partner": entry.partner,
        "facts": _facts(entry),
        "points": entry.points,
        "edition": entry.explanation.edition.id,
        "steps": _steps(entry.explanation),
        "says": told.lines(voice),
    }


def _refused(entry: RefusedEntry, voice: GettextVoice) -> dict[str, Any]:
    return {
        "key": entry.key,
        "happened_on": _day(entry.happened_on),
        "happened_at": shown_instant(entry.happened_at),
        "recorded_at": shown_instant(entry.recorded_at),
        "activity": None if entry.activity is None else entry.activity.id,
        "partner": entry.partner,
        "refused": str(entry.refusal.code),
        "says": [reason_in_words(entry.refusal, voice)],
    }


def _transfer(entry: TransferEntry, voice: GettextVoice) -> dict[str, Any]:
    told = tell_transfer(entry, voice)
    return {
        "recorded_on": _day(entry.happened_on),
        "recorded_at": shown_instant(entry.recorded_at),
        "why": entry.why,
        "points": entry.points,
        "partner": None if entry.voucher is None else entry.voucher.partner,
        "voucher": None if entry.voucher is None else entry.voucher.state,
        "says": [f"{told.title}: {told.moved}", *told.notes],
    }


def _facts(entry: DeedEntry) -> dict[str, str] | None:
    """Return a deed's facts as text; None where they were deleted."""
    if entry.facts is None:
        return None
    named = zip(entry.activity.facts, entry.facts, strict=False)
    return {
        fact.name: in_units(value) if fact.is_number else fact.choices[value]
        for fact, value in named
        if value is not None
    }


def _steps(explanation: Explanation) -> list[dict[str, Any]]:
    steps = [_stage(tally) for tally in explanation.tallies]
    for rule in explanation.rules:
        steps += [_rule(rule), *(_ceiling(ceiling) for ceiling in rule.ceilings)]
    return steps


def _stage(step: StageStep) -> dict[str, Any]:
    return {
        step.stage.kind: step.stage.id,
        "source": step.stage.source,
        **_span(step.span),
        "each": step.each_value or None,
        "amount": in_units(step.move.amount),
        "before": in_units(step.move.before),
        "after": in_units(step.move.after),
    }


def _rule(rule: RuleStep) -> dict[str, Any]:
    step = rule.counted
    return _stage(step) | {
        "points_before": step.move.given_before,
        "points_after": step.move.given_after,
        "at_most": step.stage.at_most,
        "asked": step.move.rise,
        "points": rule.points,
    }


def _ceiling(step: CeilingStep) -> dict[str, Any]:
    return {
        "ceiling": step.ceiling.id,
        "source": step.ceiling.source,
        **_span(step.span),
        "used_before": min(step.used_before, step.ceiling.at_most),
        "at_most": step.ceiling.at_most,
        "asked": step.asked,
        "points": step.let_through,
    }


def _span(span: Span) -> dict[str, str | None]:
    ends_on = None if span.ends_on is None else _day(span.ends_on)
    return {"per": str(span.period), "starts_on": _day(span.starts_on), "ends_on": ends_on}


def _day(day: int) -> str:
    return date_of(day).isoformat()
