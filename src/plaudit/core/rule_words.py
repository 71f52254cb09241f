"""A stage in words: what it gives for what, its limit, its conditions. For members, not lawyers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from plaudit.core.activity import Fact
from plaudit.core.amount import MICRO, Rounding
from plaudit.core.edition import (
    Bands,
    Between,
    Ceiling,
    Edition,
    Equals,
    Every,
    Ladder,
    Rate,
    Schedule,
    Stage,
    When,
)
from plaudit.core.period import Period
from plaudit.core.refusals import N_
from plaudit.core.voice import (
    Voice,
    choice_in_words,
    deeds_in_words,
    in_turn,
    measure,
    points_in_words,
    text_in,
)

Facts = Mapping[str, Fact]
"""The facts that a stage may name, by name."""

_OF_TALLY = N_("{number} of “{tally}”")
_RATE = N_("{points} for {amount}.")
_EVERY = N_("{points} for each full {amount}.")
_WEIGHED_RATE = N_("For {amount}: {prices}.")
_WEIGHED = N_("What is counted is multiplied: {weights}.")
_PRICE = N_("{choice}: {points}")
_WEIGHT = N_("{choice} × {weight}")
_LADDER = N_("The highest step reached counts: {steps}.")
_STEP = N_("{points} from {amount}")
_BANDS = N_("Step by step: {bands}.")
_FIRST = N_("the first {width}: {points} for {unit}")
_NEXT = N_("the next {width}: {points} for {unit}")
_REST = N_("all beyond: {points} for {unit}")
_EACH = N_("Counted separately for each: {fact}.")
_ROUNDINGS = {
    Rounding.DOWN: N_("The total is rounded down to whole points."),
    Rounding.HALF_UP: N_("The total is rounded to whole points, a half upwards."),
    Rounding.HALF_EVEN: N_("The total is rounded to whole points, a half to the even one."),
}
_AT_MOST = {
    Period.DAY: N_("At most {most} a day."),
    Period.WEEK: N_("At most {most} a week."),
    Period.MONTH: N_("At most {most} a month."),
    Period.QUARTER: N_("At most {most} a quarter of a year."),
    Period.HALF_YEAR: N_("At most {most} half a year."),
    Period.YEAR: N_("At most {most} a year."),
    Period.EVER: N_("At most {most} in all."),
}
_ANEW = {
    Period.DAY: N_("Counted anew each day."),
    Period.WEEK: N_("Counted anew each week, from Monday."),
    Period.MONTH: N_("Counted anew each month."),
    Period.QUARTER: N_("Counted anew each quarter of a year."),
    Period.HALF_YEAR: N_("Counted anew each half-year."),
    Period.YEAR: N_("Counted anew each year."),
    Period.EVER: N_("Counted over all the time."),
}
_ONLY = N_("Only: {conditions}.")
_IS = N_("{fact}: {values}")
_AT_LEAST = N_("{fact}: at least {low}")
_BELOW = N_("{fact}: less than {high}")
_BETWEEN = N_("{fact}: at least {low}, less than {high}")
_ON_WEEKDAYS = N_("on {weekdays}")
_FROM = N_("from {first}")
_UNTIL = N_("until {last}")
_FROM_UNTIL = N_("from {first} to {last}")
_REPORTED_BY = N_("reported by {partners}")


class RuleWords:
    """Says the stages and ceilings of one edition in one language.

    `facts` are those of the activities that the stages watch.
    """

    def __init__(self, edition: Edition, facts: Facts, *, voice: Voice) -> None:
        self.voice = voice
        self.facts = facts
        ones: list[Stage | Ceiling] = [*edition.stages, *edition.ceilings]
        self._stages = {stage.id: stage for stage in edition.stages}
        self._names = {one.id: text_in(one.says, voice, otherwise=one.id) for one in ones}

    def name(self, stage: Stage | Ceiling) -> str:
        """Return what a stage or ceiling is called."""
        return self._names[stage.id]

    def amount(self, number: Fraction, stage: Stage) -> str:
        """Return an amount that a stage adds up: "2 cups", "3 deeds"; of a tally the number."""
        if stage.weigh_by is not None or stage.on_tally is not None:
            return self.voice.number(number)
        return self.unweighed(number, stage)

    def tally_name(self, stage: Stage) -> str:
        """Return what the tally is called that a stage counts."""
        assert stage.on_tally is not None, stage.id
        return self._names[stage.on_tally]

    def given(self, number: Fraction, stage: Stage) -> str:
        """Return what a stage gives: points of a rule, the number of a tally."""
        if stage.kind == "rule":
            return points_in_words(number, self.voice)
        if stage.schedule is None:
            return self.amount(number, stage)
        return self.voice.number(number)

    def schedule(self, stage: Stage) -> str:
        """Return what a stage gives for what: "1 point for 1 cup." Empty for a plain tally."""
        schedule = stage.schedule
        if isinstance(schedule, Rate) and stage.weigh_by is not None:
            return self._weighed_rate(stage)
        said = ""
        if isinstance(schedule, Rate | Every):
            template = _RATE if isinstance(schedule, Rate) else _EVERY
            points = self.given(schedule.points, stage)
            amount = self.amount_in_words(schedule.per, stage)
            said = self.voice.say(template, points=points, amount=amount)
        elif isinstance(schedule, Ladder):
            steps = [
                self.voice.say(
                    _STEP,
                    points=self.given(points, stage),
                    amount=self.amount_in_words(start, stage),
                )
                for start, points in schedule.steps
            ]
            said = self.voice.say(_LADDER, steps=in_turn(steps, self.voice))
        elif isinstance(schedule, Bands):
            said = self._bands(stage, schedule)
        return self.voice.paragraph([self._weights(stage), said])

    def price(self, stage: Stage, choice: str) -> str:
        """Return what a weighed rate gives for one choice: "4 points"."""
        assert isinstance(stage.schedule, Rate), stage.id
        points = stage.schedule.points * Fraction(stage.weights[choice], MICRO)
        return self.given(points, stage)

    def weighed_amount(self, stage: Stage) -> str:
        """Return for how much a weighed rate gives its points: "1 kg"."""
        assert isinstance(stage.schedule, Rate), stage.id
        return self.unweighed(stage.schedule.per, stage)

    def rounding(self, stage: Stage) -> str:
        """Return how totals are rounded; empty where they are whole anyway."""
        if not _may_have_parts(stage.schedule, stage.rounding, parts=self._adds_parts(stage)):
            return ""
        return self.voice.say(_ROUNDINGS[stage.rounding or Rounding.DOWN])

    def limit(self, stage: Stage) -> str:
        """Return the stage's own limit, or over which period it counts where it has none."""
        if stage.at_most is None:
            return self.voice.say(_ANEW[stage.period])
        return self.voice.say(_AT_MOST[stage.period], most=self.given(most_of(stage), stage))

    def ceiling(self, ceiling: Ceiling) -> str:
        """Return what a ceiling lets through at most."""
        most = points_in_words(ceiling.at_most, self.voice)
        return self.voice.say(_AT_MOST[ceiling.period], most=most)

    def each(self, stage: Stage) -> str:
        """Return what is counted separately; empty without `each`."""
        if stage.each is None:
            return ""
        name = text_in(self.facts[stage.each].title, self.voice, otherwise=stage.each)
        return self.voice.say(_EACH, fact=name)

    def conditions(self, when: When) -> str:
        """Return when a stage counts a deed: "Only: on Saturday and Sunday." Empty for always."""
        voice = self.voice
        conditions = [self._fact_condition(check) for check in when.facts]
        if when.weekdays is not None:
            weekdays = voice.joined([voice.weekday(weekday) for weekday in sorted(when.weekdays)])
            conditions.append(voice.say(_ON_WEEKDAYS, weekdays=weekdays))
        first = "" if when.from_day is None else voice.day(when.from_day)
        last = "" if when.until_day is None else voice.day(when.until_day - 1)
        if first or last:
            template = _FROM_UNTIL if first and last else _FROM if first else _UNTIL
            conditions.append(voice.say(template, first=first, last=last))
        if when.partners is not None:
            conditions.append(voice.say(_REPORTED_BY, partners=voice.joined(sorted(when.partners))))
        return voice.say(_ONLY, conditions=in_turn(conditions, voice)) if conditions else ""

    def amount_in_words(self, number: Fraction, stage: Stage) -> str:
        """Return an amount with what it is, also where a tally is counted."""
        if stage.on_tally is not None and stage.weigh_by is None:
            return self._of_tally(number, stage)
        return self.amount(number, stage)

    def unweighed(self, number: Fraction, stage: Stage) -> str:
        """Return an amount before it is weighed: of what the stage counts, "2 kg"."""
        if stage.on_tally is not None:
            return self._of_tally(number, stage)
        if stage.count is None:
            return deeds_in_words(number, self.voice)
        return measure(number, self.facts[stage.count], voice=self.voice)

    def _of_tally(self, number: Fraction, stage: Stage) -> str:
        tally = self.tally_name(stage)
        return self.voice.say(_OF_TALLY, number=self.voice.number(number), tally=tally)

    def _adds_parts(self, stage: Stage) -> bool:
        """Return whether what a stage adds up may be no whole number."""
        parts = stage.count is not None and self.facts[stage.count].places > 0
        parts |= any(weight % MICRO for weight in stage.weights.values())
        tally = self._stages.get(stage.on_tally or "")
        if parts or tally is None:
            return parts
        if tally.schedule is not None:
            return False
        is_odd = bool((tally.at_most or 0) % MICRO)  # a limit is not rounded
        return is_odd or (tally.rounding is None and self._adds_parts(tally))

    def _bands(self, stage: Stage, schedule: Bands) -> str:
        unit = self.amount_in_words(Fraction(1), stage)
        parts = []
        for at, (width, given) in enumerate(schedule.bands):
            template = _REST if width is None else _NEXT if at else _FIRST
            stretch = "" if width is None else self.amount(width, stage)
            points = self.given(given, stage)
            parts.append(self.voice.say(template, points=points, unit=unit, width=stretch))
        return self.voice.say(_BANDS, bands=in_turn(parts, self.voice))

    def _weighed_rate(self, stage: Stage) -> str:
        """Return the rate of each choice: "For 1 kg: paper 1 point, metal 4 points."."""
        prices = []
        for choice in stage.weights:
            name, points = self.choice(stage.weigh_by, choice), self.price(stage, choice)
            prices.append(self.voice.say(_PRICE, choice=name, points=points))
        amount = self.weighed_amount(stage)
        return self.voice.say(_WEIGHED_RATE, amount=amount, prices=in_turn(prices, self.voice))

    def _weights(self, stage: Stage) -> str:
        weights = []
        for choice, micro in stage.weights.items():
            weight = self.voice.number(Fraction(micro, MICRO))
            name = self.choice(stage.weigh_by, choice)
            weights.append(self.voice.say(_WEIGHT, choice=name, weight=weight))
        return self.voice.say(_WEIGHED, weights=in_turn(weights, self.voice)) if weights else ""

    def choice(self, fact_name: str | None, choice: str) -> str:
        """Return what a choice of a fact is called."""
        assert fact_name is not None, choice
        return choice_in_words(self.facts[fact_name], choice, voice=self.voice)

    def _fact_condition(self, check: Equals | Between) -> str:
        fact, voice = self.facts[check.fact], self.voice
        name = text_in(fact.title, voice, otherwise=fact.name)
        if isinstance(check, Equals):
            values = [
                choice_in_words(fact, value, voice=voice)
                if isinstance(value, str)
                else measure(Fraction(value, MICRO), fact, voice=voice)
                for value in check.values
            ]
            return voice.say(_IS, fact=name, values=voice.joined(values))
        low = measure(Fraction(check.at_least or 0, MICRO), fact, voice=voice)
        high = measure(Fraction(check.below or 0, MICRO), fact, voice=voice)
        either = _BELOW if check.at_least is None else _AT_LEAST
        both = check.at_least is not None and check.below is not None
        return voice.say(_BETWEEN if both else either, fact=name, low=low, high=high)


def most_of(stage: Stage) -> Fraction:
    """Return the limit of a stage in what it gives: points, or the number of a tally."""
    assert stage.at_most is not None, stage.id
    return Fraction(stage.at_most, 1 if stage.schedule is not None else MICRO)


def _may_have_parts(schedule: Schedule | None, rounding: Rounding | None, *, parts: bool) -> bool:
    """Return whether a total has to be rounded. `parts`: whether what it adds up has some."""
    match schedule:
        case Rate(points, per):
            return parts or (points / per).denominator != 1
        case Bands(bands):
            numbers = [points for _, points in bands] + [width or Fraction(0) for width, _ in bands]
            return parts or any(number.denominator != 1 for number in numbers)
        case Every(points, _):
            return points.denominator != 1
        case Ladder(steps):
            return any(points.denominator != 1 for _, points in steps)
        case _:
            return rounding is not None and parts
