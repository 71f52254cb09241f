"""An explanation told in words: step by step, so that a reader can add it up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.edition import Stage
from plaudit.core.explanation import CeilingStep, Explanation, StageStep
from plaudit.core.refusals import N_
from plaudit.core.rule_words import RuleWords, most_of
from plaudit.core.voice import (
    Voice,
    choice_in_words,
    measure,
    points_in_words,
    span_in_words,
)

_THIS_DEED = N_("Counted: this deed.")
_COUNTED = N_("Counted: {amount}.")
_WEIGHED = N_("Counted: {amount} × {weight} ({choice}) = {product}.")
_CHOSEN = N_("Counted: {choice}, which counts {weight}.")
_TOTAL = N_("Total for {span}: {before} before, {after} with this deed.")
_TOTAL_OF = N_("Total for {span}, {choice}: {before} before, {after} with this deed.")
_GIVES_MORE = N_("That gives {before} before and {after} with this deed: {rise} more.")
_GIVES_FIRST = N_("That gives {after}.")
_GIVES_SAME = N_("That gives {after}, the same as before this deed.")
_TRIMMED = N_("Before this deed it was {before}, so {rise} of {asked} still fit.")
_FITS = N_("For {span}: {used} of {most} used before, so all of {asked} fit.")
_FITS_PARTLY = N_(
    "For {span}: {used} of {most} used before, so {let_through} of {asked} still fit."
)
_EDITION = N_("Counted by the rules “{edition}”, in force from {starts_on}.")
_SOURCE = N_("Source: {source}.")
_OTHER_CONDITIONS = N_("“{rule}” does not count this deed. {conditions}")
_OTHER = N_("“{rule}” has nothing to count in this deed.")
_FULL = N_("“{rule}” counted this deed, but it was full: {limit}")
_NO_RULE = N_("No rule gives points for this deed.")


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar to draw: how far it was filled before, how far after, and where it ends.

    Units: all three the same; `most` is None where nothing ends it.
    """

    before: Fraction
    after: Fraction
    most: Fraction | None


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step in words. `result` is what it gives or lets through."""

    kind: Literal["tally", "rule", "ceiling"]
    title: str
    lines: tuple[str, ...]
    result: str
    source: str
    gauge: Gauge
    is_trimmed: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in one language: its steps, what did not count, and by which rules."""

    steps: tuple[ToldStep, ...]
    asides: tuple[str, ...]
    edition: str
    source: str


def tell(explanation: Explanation, activity: Activity, *, voice: Voice) -> Told:
    """Return an explanation in the voice's language."""
    facts = {fact.name: fact for fact in activity.facts}
    words = RuleWords(explanation.edition, facts, voice=voice)
    steps: list[ToldStep] = []
    asides: list[str] = [] if explanation.rules else [voice.say(_NO_RULE)]
    for tally in explanation.tallies:
        if tally.rise:
            steps.append(_stage(tally, words))
        else:
            limit = words.limit(tally.stage)
            asides.append(voice.say(_FULL, rule=words.name(tally.stage), limit=limit))
    for rule in explanation.rules:
        steps.append(_stage(rule.counted, words))
        steps += [_ceiling(ceiling, words) for ceiling in rule.ceilings]
    asides += [_passed_over(stage, words) for stage in explanation.passed_over]
    edition = explanation.edition
    starts_on = voice.day(edition.starts_on)
    return Told(
        steps=tuple(steps),
        asides=tuple(asides),
        edition=voice.say(_EDITION, edition=edition.id, starts_on=starts_on),
        source=_source(edition.source, voice),
    )


def _source(source: str, voice: Voice) -> str:
    return voice.say(_SOURCE, source=source) if source else ""


def _stage(step: StageStep, words: RuleWords) -> ToldStep:
    stage = step.stage
    lines = [_counted(step, words), _total(step, words), words.schedule(stage)]
    if stage.schedule is not None:
        lines.append(words.rounding(stage))
    return ToldStep(
        kind=stage.kind,
        title=words.name(stage),
        lines=(*filter(None, lines), *_outcome(step, words)),
        result=_given(step, step.rise, words=words),
        source=_source(stage.source, words.voice),
        gauge=Gauge(
            _in_units(step, step.given_before),
            _in_units(step, step.given_after),
            None if stage.at_most is None else most_of(stage),
        ),
        is_trimmed=step.is_trimmed,
    )


def _ceiling(step: CeilingStep, words: RuleWords) -> ToldStep:
    ceiling, voice = step.ceiling, words.voice
    used = min(step.used_before, ceiling.at_most)
    fit = voice.say(
        _FITS_PARTLY if step.is_trimmed else _FITS,
        span=span_in_words(step.span, voice),
        used=voice.number(Fraction(used)),
        most=points_in_words(ceiling.at_most, voice),
        asked=points_in_words(step.asked, voice),
        let_through=voice.number(Fraction(step.let_through)),
    )
    after = used + step.let_through
    return ToldStep(
        kind="ceiling",
        title=words.name(ceiling),
        lines=(words.ceiling(ceiling), fit),
        result=points_in_words(step.let_through, voice),
        source=_source(ceiling.source, voice),
        gauge=Gauge(Fraction(used), Fraction(after), Fraction(ceiling.at_most)),
        is_trimmed=step.is_trimmed,
    )


def _passed_over(stage: Stage, words: RuleWords) -> str:
    conditions = words.conditions(stage.when)
    template = _OTHER_CONDITIONS if conditions else _OTHER
    return words.voice.say(template, rule=words.name(stage), conditions=conditions)


def _given(step: StageStep, given: int, *, words: RuleWords) -> str:
    return words.given(_in_units(step, given), step.stage)


def _in_units(step: StageStep, given: int) -> Fraction:
    return Fraction(given, MICRO if step.stage.kind == "tally" else 1)


def _counted(step: StageStep, words: RuleWords) -> str:
    voice, stage, weighing = words.voice, step.stage, step.weighing
    amount = words.amount(Fraction(step.amount, MICRO), stage)
    if weighing is not None:
        choice = choice_in_words(weighing.chosen_by, weighing.choice, voice=voice)
        weight = voice.number(Fraction(weighing.weight, MICRO))
        if step.fact is None:
            return voice.say(_CHOSEN, choice=choice, weight=weight)
        number = measure(Fraction(weighing.fact_amount, MICRO), step.fact, voice=voice)
        return voice.say(_WEIGHED, amount=number, weight=weight, choice=choice, product=amount)
    if step.fact is None and stage.on_tally is None and stage.weigh_by is None:
        return voice.say(_THIS_DEED)
    return voice.say(_COUNTED, amount=amount)


def _total(step: StageStep, words: RuleWords) -> str:
    voice, stage = words.voice, step.stage
    span = span_in_words(step.span, voice)
    before = words.amount(Fraction(step.before, MICRO), stage)
    after = words.amount(Fraction(step.after, MICRO), stage)
    if not step.each_value or stage.each is None:
        return voice.say(_TOTAL, span=span, before=before, after=after)
    choice = choice_in_words(words.facts[stage.each], step.each_value, voice=voice)
    return voice.say(_TOTAL_OF, span=span, choice=choice, before=before, after=after)


def _outcome(step: StageStep, words: RuleWords) -> list[str]:
    voice, stage = words.voice, step.stage
    before = _given(step, step.given_before, words=words)
    after = _given(step, step.given_after, words=words)
    rise = _given(step, step.rise, words=words)
    if step.is_trimmed:
        asked = _given(step, step.rise_without_limit, words=words)
        fits = voice.number(_in_units(step, step.rise))
        trimmed = voice.say(_TRIMMED, before=before, rise=fits, asked=asked)
        return [words.limit(stage), trimmed]
    if stage.schedule is None:
        return []
    if not step.rise:
        return [voice.say(_GIVES_SAME, after=after)]
    if not step.given_before:
        return [voice.say(_GIVES_FIRST, after=after)]
    return [voice.say(_GIVES_MORE, before=before, after=after, rise=rise)]
