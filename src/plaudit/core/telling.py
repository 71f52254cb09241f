"""An explanation told in words: step by step, so that a reader can add it up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from plaudit.core.amount import MICRO
from plaudit.core.curve import Curve, curve_of
from plaudit.core.edition import Edition, Stage
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
_OF_TALLY = N_("Counted: {amount} of “{tally}”.")
_WEIGHED = N_("Counted: {amount} × {weight} ({choice}) = {product}.")
_CHOSEN = N_("Counted: {choice}, which counts {weight}.")
_TOTAL = N_("Total for {span}: {before} before, {after} after.")
_TOTAL_OF = N_("Total for {span}, {choice}: {before} before, {after} after.")
_MOVED = N_("{before} before, {after} after.")
_MOVED_LIMITED = N_("{before} before, {after} after, at most {most}.")
_MOVED_IN_SPAN = N_("For {span}: {before} before, {after} after, at most {most}.")
_NOTHING_YET = N_("This deed adds nothing here yet.")
_TRIMMED = N_("Of {asked}, {rise} still fit.")
_FITS = N_("All of {asked} fit.")
_SUM = N_("Together: {parts} = {points}.")
_HAD = N_("You had {points} of these already, from a deed that was struck out.")
_EDITION = N_("Counted by the rules “{edition}”, in force from {starts_on}.")
_RULES = N_("The rules of that day are “{edition}”, in force from {starts_on}.")
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
    """One step in words. `result` is what it gives or lets through.

    `counted` and `rule` are paragraphs before the gauge (what was counted, what it gives),
    `moved` is the one that says the gauge in words.
    """

    kind: Literal["tally", "rule", "ceiling"]
    title: str
    counted: str
    rule: str
    moved: str
    result: str
    source: str
    gauge: Gauge
    is_trimmed: bool
    curve: Curve | None = None
    """The step's schedule as a line; None for a ceiling, and where there is no schedule."""

    @property
    def is_nothing(self) -> bool:
        """Whether the step gives nothing."""
        return self.gauge.before == self.gauge.after


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in one language: its steps, what did not count, and by which rules.

    `sum` adds the rules' points up; it is empty where one rule gave all of them.
    """

    steps: tuple[ToldStep, ...]
    sum: str
    asides: tuple[str, ...]
    edition: str


def tell(explanation: Explanation, voice: Voice) -> Told:
    """Return an explanation in the voice's language."""
    facts = {fact.name: fact for fact in explanation.activity.facts}
    words = RuleWords(explanation.edition, facts, voice=voice)
    steps: list[ToldStep] = []
    asides: list[str] = [] if explanation.rules else [voice.say(_NO_RULE)]
    waiting = {tally.stage.id: tally for tally in explanation.tallies}
    for rule in explanation.rules:
        steps += [_stage(tally, words) for tally in _leading_to(rule.counted, waiting)]
        steps.append(_stage(rule.counted, words))
        steps += [_ceiling(ceiling, words) for ceiling in rule.ceilings]
    for tally in waiting.values():
        if tally.is_trimmed:
            limit = words.limit(tally.stage)
            asides.append(voice.say(_FULL, rule=words.name(tally.stage), limit=limit))
    asides += [_passed_over(stage, words) for stage in explanation.passed_over]
    return Told(
        steps=tuple(steps),
        sum=_sum(explanation, voice),
        asides=tuple(asides),
        edition=_edition(_EDITION, explanation.edition, voice),
    )


def tell_rules(edition: Edition, voice: Voice) -> str:
    """Return by which rules a deed was refused, and where they were decided."""
    return _edition(_RULES, edition, voice)


def _edition(said: str, edition: Edition, voice: Voice) -> str:
    rules = voice.say(said, edition=edition.id, starts_on=voice.day(edition.starts_on))
    return voice.paragraph([rules, _source(edition.source, voice)])


def _sum(explanation: Explanation, voice: Voice) -> str:
    parts = [voice.number(Fraction(rule.points)) for rule in explanation.rules if rule.points]
    had = explanation.had_points
    if len(parts) < 2 and not had:
        return ""
    points = points_in_words(explanation.points, voice)
    if not had:
        return voice.say(_SUM, parts=" + ".join(parts), points=points)
    less = f"{' + '.join(parts)} − {voice.number(Fraction(had))}"
    return voice.paragraph(
        [
            voice.say(_HAD, points=points_in_words(had, voice)),
            voice.say(_SUM, parts=less, points=points),
        ]
    )


def _source(source: str, voice: Voice) -> str:
    return voice.say(_SOURCE, source=source) if source else ""


def _leading_to(step: StageStep, waiting: dict[str, StageStep]) -> list[StageStep]:
    """Return the tallies that a step counts, in their order, and take them from `waiting`."""
    leading: list[StageStep] = []
    tally_id = step.stage.on_tally
    while tally_id is not None and tally_id in waiting:
        leading.insert(0, waiting.pop(tally_id))
        tally_id = leading[0].stage.on_tally
    return leading


def _stage(step: StageStep, words: RuleWords) -> ToldStep:
    stage, voice = step.stage, words.voice
    before, after = _in_units(step, step.given_before), _in_units(step, step.given_after)
    most = None if stage.at_most is None else most_of(stage)
    moved = voice.say(
        _MOVED if most is None else _MOVED_LIMITED,
        before=voice.number(before),
        after=words.given(after, stage) if most is None else voice.number(after),
        most="" if most is None else words.given(most, stage),
    )
    rule = [words.schedule(stage), words.rounding(stage) if stage.schedule is not None else ""]
    return ToldStep(
        kind=stage.kind,
        title=words.name(stage),
        counted=voice.paragraph([_counted(step, words), _total(step, words)]),
        rule=voice.paragraph([*rule, "" if most is None else words.limit(stage)]),
        moved=voice.paragraph([moved, _outcome(step, words)]),
        result=words.given(after - before, stage),
        source=_source(stage.source, voice),
        gauge=Gauge(before, after, most),
        is_trimmed=step.is_trimmed,
        curve=curve_of(step),
    )


def _ceiling(step: CeilingStep, words: RuleWords) -> ToldStep:
    ceiling, voice = step.ceiling, words.voice
    used = min(step.used_before, ceiling.at_most)
    after = used + step.let_through
    moved = voice.say(
        _MOVED_IN_SPAN,
        span=span_in_words(step.span, voice),
        before=voice.number(Fraction(used)),
        after=voice.number(Fraction(after)),
        most=points_in_words(ceiling.at_most, voice),
    )
    fit = voice.say(
        _TRIMMED if step.is_trimmed else _FITS,
        asked=points_in_words(step.asked, voice),
        rise=voice.number(Fraction(step.let_through)),
    )
    return ToldStep(
        kind="ceiling",
        title=words.name(ceiling),
        counted="",
        rule=words.ceiling(ceiling),
        moved=voice.paragraph([moved, fit]),
        result=points_in_words(step.let_through, voice),
        source=_source(ceiling.source, voice),
        gauge=Gauge(Fraction(used), Fraction(after), Fraction(ceiling.at_most)),
        is_trimmed=step.is_trimmed,
    )


def _passed_over(stage: Stage, words: RuleWords) -> str:
    conditions = words.conditions(stage.when)
    template = _OTHER_CONDITIONS if conditions else _OTHER
    return words.voice.say(template, rule=words.name(stage), conditions=conditions)


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
    if stage.on_tally is not None:
        return voice.say(_OF_TALLY, amount=amount, tally=words.tally_name(stage))
    if step.fact is None and stage.weigh_by is None:
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


def _outcome(step: StageStep, words: RuleWords) -> str:
    if step.is_trimmed:
        asked = words.given(_in_units(step, step.rise_without_limit), step.stage)
        rise = words.voice.number(_in_units(step, step.rise))
        return words.voice.say(_TRIMMED, asked=asked, rise=rise)
    return "" if step.rise else words.voice.say(_NOTHING_YET)
