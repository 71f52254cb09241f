"""An explanation told in words: step by step, so that a reader can add it up."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from plaudit.core.activity import Activity
from plaudit.core.amount import MICRO
from plaudit.core.curve import Outline
from plaudit.core.edition import Ceiling, Edition, Stage
from plaudit.core.explanation import (
    MOVES_KEPT,
    CeilingStep,
    Explanation,
    Move,
    PassedOver,
    Span,
    StageStep,
)
from plaudit.core.refusals import N_
from plaudit.core.rule_words import RuleWords, most_of
from plaudit.core.told import Gauge, Told, ToldMove, ToldStep
from plaudit.core.voice import (
    Voice,
    choice_in_words,
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
_TOLD_ANEW = N_(
    "Other rules held until {day}. The numbers here are by the rules of now, also for what was "
    "counted before. So they can differ from what you read then."
)
_NO_RULE = N_("No rule gives points for this deed.")


def tell(explanation: Explanation, voice: Voice) -> Told:
    """Return an explanation in the voice's language."""
    return Teller(explanation.edition, explanation.activity, voice).tell(explanation)


class Teller:
    """Tells why deeds of one activity earned what one edition gives, in one language.

    What is the same for many deeds is said once: by which rules, how far a total moved.
    """

    def __init__(self, edition: Edition, activity: Activity, voice: Voice) -> None:
        self._voice = voice
        facts = {fact.name: fact for fact in activity.facts}
        self._words = RuleWords(edition, facts, voice=voice)
        self._edition = _edition(_EDITION, edition, voice)
        self._passed_over: dict[tuple[str, bool], str] = {}
        self._stages: dict[str, _StageTeller] = {}
        self._ceilings: dict[str, _CeilingTeller] = {}

    def tell(self, explanation: Explanation) -> Told:
        """Return an explanation of this edition and activity in words."""
        steps: list[ToldStep] = []
        asides = [] if explanation.rules or explanation.tallies else [self._voice.say(_NO_RULE)]
        waiting = {tally.stage.id: tally for tally in explanation.tallies}
        for rule in explanation.rules:
            steps += [self._stage(tally) for tally in _leading_to(rule.counted, waiting)]
            steps.append(self._stage(rule.counted))
            steps += [self._ceiling(ceiling) for ceiling in rule.ceilings]
        # A stamp on a card that isn't full: no rule counts it yet.
        steps += [self._stage(tally) for tally in waiting.values()]
        asides += [self._aside(one) for one in explanation.passed_over]
        if explanation.is_told_anew:
            day = self._voice.day(explanation.edition.starts_on - 1)
            asides.append(self._voice.say(_TOLD_ANEW, day=day))
        return Told(
            steps=tuple(steps),
            sum=_sum(explanation, self._voice),
            asides=tuple(asides),
            edition=self._edition,
        )

    def _stage(self, step: StageStep) -> ToldStep:
        teller = self._stages.get(step.stage.id)
        if teller is None:
            teller = self._stages[step.stage.id] = _StageTeller(step.stage, self._words)
        return teller.tell(step)

    def _ceiling(self, step: CeilingStep) -> ToldStep:
        teller = self._ceilings.get(step.ceiling.id)
        if teller is None:
            teller = self._ceilings[step.ceiling.id] = _CeilingTeller(step.ceiling, self._words)
        return teller.tell(step)

    def _aside(self, one: PassedOver) -> str:
        key = one.stage.id, one.has_nothing
        if key not in self._passed_over:
            self._passed_over[key] = _passed_over(one, self._words)
        return self._passed_over[key]


class _StageTeller:
    """Tells what one stage counted: its rule is said once, and each move of its total."""

    def __init__(self, stage: Stage, words: RuleWords) -> None:
        self._words = words
        self._stage = stage
        rounding = words.rounding(stage) if stage.schedule is not None else ""
        limit = "" if stage.at_most is None else words.limit(stage)
        self._rule = words.voice.paragraph([words.schedule(stage), rounding, limit])
        self._source = _source(stage.source, words.voice)
        self._outline = Outline(stage)
        self._moved = lru_cache(maxsize=MOVES_KEPT)(self._tell_move)

    def tell(self, step: StageStep) -> ToldStep:
        """Return what the stage counted of a deed, in words."""
        words = self._words
        counted = words.voice.paragraph([_counted(step, words), _total(step, words)])
        return ToldStep(counted, self._moved(step.move))

    def _tell_move(self, move: Move) -> ToldMove:
        """Return all but what was counted: the same for each deed that moves the total so."""
        stage, words, voice = self._stage, self._words, self._words.voice
        before, after = _in_units(move, move.given_before), _in_units(move, move.given_after)
        most = None if stage.at_most is None else most_of(stage)
        moved = voice.say(
            _MOVED if most is None else _MOVED_LIMITED,
            before=voice.number(before),
            after=words.given(after, stage) if most is None else voice.number(after),
            most="" if most is None else words.given(most, stage),
        )
        return ToldMove(
            kind=stage.kind,
            title=words.name(stage),
            rule=self._rule,
            moved=voice.paragraph([moved, _outcome(move, words)]),
            result=words.given(after - before, stage),
            source=self._source,
            gauge=Gauge(before, after, most),
            is_trimmed=move.is_trimmed,
            curve=self._outline.curve(move),
        )


class _CeilingTeller:
    """Tells what one ceiling let through: its rule is said once, and each move of what is used."""

    def __init__(self, ceiling: Ceiling, words: RuleWords) -> None:
        self._words = words
        self._ceiling = ceiling
        self._rule = words.ceiling(ceiling)
        self._source = _source(ceiling.source, words.voice)
        self._moved = lru_cache(maxsize=MOVES_KEPT)(self._tell_move)

    def tell(self, step: CeilingStep) -> ToldStep:
        """Return what the ceiling let through of a deed's points, in words."""
        return ToldStep("", self._moved(step.span, step.used_before, step.asked))

    def _tell_move(self, span: Span, used_before: int, asked: int) -> ToldMove:
        ceiling, words, voice = self._ceiling, self._words, self._words.voice
        step = CeilingStep(ceiling, span, used_before, asked)
        used = min(used_before, ceiling.at_most)
        after = used + step.let_through
        moved = voice.say(
            _MOVED_IN_SPAN,
            span=span_in_words(span, voice),
            before=voice.number(Fraction(used)),
            after=voice.number(Fraction(after)),
            most=points_in_words(ceiling.at_most, voice),
        )
        fit = voice.say(
            _TRIMMED if step.is_trimmed else _FITS,
            asked=points_in_words(asked, voice),
            rise=voice.number(Fraction(step.let_through)),
        )
        return ToldMove(
            kind="ceiling",
            title=words.name(ceiling),
            rule=self._rule,
            moved=voice.paragraph([moved, fit]),
            result=points_in_words(step.let_through, voice),
            source=self._source,
            gauge=Gauge(Fraction(used), Fraction(after), Fraction(ceiling.at_most)),
            is_trimmed=step.is_trimmed,
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


def _passed_over(one: PassedOver, words: RuleWords) -> str:
    conditions = "" if one.has_nothing else words.conditions(one.stage.when)
    template = _OTHER_CONDITIONS if conditions else _OTHER
    return words.voice.say(template, rule=words.name(one.stage), conditions=conditions)


def _in_units(move: Move, given: int) -> Fraction:
    return Fraction(given, MICRO) if move.stage.kind == "tally" else Fraction(given)


def _counted(step: StageStep, words: RuleWords) -> str:
    voice, stage, weighing = words.voice, step.stage, step.weighing
    amount = words.amount(Fraction(step.move.amount, MICRO), stage)
    if weighing is not None:
        choice = choice_in_words(weighing.chosen_by, weighing.choice, voice=voice)
        weight = voice.number(Fraction(weighing.weight, MICRO))
        if step.fact is None and stage.on_tally is None:
            return voice.say(_CHOSEN, choice=choice, weight=weight)
        number = words.unweighed(Fraction(weighing.amount, MICRO), stage)
        return voice.say(_WEIGHED, amount=number, weight=weight, choice=choice, product=amount)
    if stage.on_tally is not None and stage.weigh_by is None:
        return voice.say(_OF_TALLY, amount=amount, tally=words.tally_name(stage))
    if step.fact is None and stage.weigh_by is None:
        return voice.say(_THIS_DEED)
    return voice.say(_COUNTED, amount=amount)


def _total(step: StageStep, words: RuleWords) -> str:
    voice, stage = words.voice, step.stage
    span = span_in_words(step.span, voice)
    before = words.amount(Fraction(step.move.before, MICRO), stage)
    after = words.amount(Fraction(step.move.after, MICRO), stage)
    if not step.each_value or stage.each is None:
        return voice.say(_TOTAL, span=span, before=before, after=after)
    choice = choice_in_words(words.facts[stage.each], step.each_value, voice=voice)
    return voice.say(_TOTAL_OF, span=span, choice=choice, before=before, after=after)


def _outcome(move: Move, words: RuleWords) -> str:
    if move.is_trimmed:
        asked = words.given(_in_units(move, move.rise_without_limit), move.stage)
        rise = words.voice.number(_in_units(move, move.rise))
        return words.voice.say(_TRIMMED, asked=asked, rise=rise)
    return "" if move.rise else words.voice.say(_NOTHING_YET)
