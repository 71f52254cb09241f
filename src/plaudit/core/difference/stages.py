"""A changed rule, tally or ceiling in words: what it gives now, and what it gave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeVar

from plaudit.core.difference.said import Said
from plaudit.core.edition import Ceiling, Every, Rate, Stage
from plaudit.core.refusals import N_
from plaudit.core.rule_words import RuleWords, most_of
from plaudit.core.slots import activities_of
from plaudit.core.voice import Voice, points_in_words

One = TypeVar("One", Stage, Ceiling)

_NOW_WAS = N_("{now} Was: {was}")
_NEW = N_("New: {now}")
_GONE = N_("No longer: {was}")
_LIMIT_WAS = N_("{now} Was: {was}.")
_RATE_WAS = N_("{points} for {amount}, was {was}.")
_EVERY_WAS = N_("{points} for each full {amount}, was {was}.")
_PRICE_WAS = N_("For {amount}, {choice}: {now}, was {was}.")


class Told(NamedTuple):
    """Sentences, and the keys whose change they tell."""

    keys: tuple[str, ...]
    sentences: tuple[str, ...]


_GIVES = ("schedule", "weights")
_ROUNDS = ("rounding",)
_NAMES = ("count", "weigh_by", "on_tally")
"""Keys that the words of a schedule depend on and may not show: each is told by itself as well."""
_PIECES: tuple[tuple[tuple[str, ...], Callable[[RuleWords, Stage], str]], ...] = (
    (_GIVES, RuleWords.schedule),
    (("period", "at_most"), RuleWords.limit),
    (("each",), RuleWords.each),
    (_ROUNDS, RuleWords.rounding),
    (("when",), lambda words, stage: words.conditions(stage.when)),
)
"""What is said of a stage in one sentence, and the keys that it says."""


def words_of(said: Said, stage: Stage, voice: Voice) -> RuleWords:
    """Return the words for a stage, which know the facts of what it watches."""
    watched = [said.activities[id] for id in activities_of(said.edition, stage.id)]
    facts = {fact.name: fact for activity in watched for fact in activity.facts}
    return RuleWords(said.edition, facts, voice=voice)


def stage_in_words(said: Said, stage: Stage, voice: Voice) -> list[str]:
    """Return all that a stage says, sentence by sentence."""
    words = words_of(said, stage, voice)
    return [sentence for _, say in _PIECES if (sentence := say(words, stage))]


def changed_stage(
    was: tuple[Said, Stage], now: tuple[Said, Stage], *, keys: frozenset[str], voice: Voice
) -> Iterator[Told]:
    """Yield the sentences for the changed keys of a stage; a key in none has no words here."""
    old, new = words_of(*was, voice), words_of(*now, voice)
    for said, say in _PIECES:
        changed = tuple(key for key in said if key in keys)
        before, after = say(old, was[1]), say(new, now[1])
        if before == after or not (changed or said == _ROUNDS):
            continue  # another schedule may bring or spare a rounding
        beside = keys.intersection(_NAMES) if said == _GIVES else frozenset()
        short = _shorter((old, was[1]), (new, now[1]), beside.union(changed))
        yield Told(changed, short or (_both(voice, was=before, now=after),))


def changed_ceiling(was: Ceiling, now: Ceiling, words: RuleWords) -> str:
    """Return the sentence for another limit or period of a ceiling."""
    before, after = words.ceiling(was), words.ceiling(now)
    if was.period is now.period:
        most = points_in_words(was.at_most, words.voice)
        return words.voice.say(_LIMIT_WAS, now=after, was=most)
    return _both(words.voice, was=before, now=after)


def _both(voice: Voice, *, was: str, now: str) -> str:
    if was and now:
        return voice.say(_NOW_WAS, now=now, was=was)
    return voice.say(_NEW, now=now) if now else voice.say(_GONE, was=was)


def _shorter(
    was: tuple[RuleWords, Stage], now: tuple[RuleWords, Stage], changed: frozenset[str]
) -> tuple[str, ...]:
    """Return sentences that name only the number that changed; none where more changed."""
    (old, before), (new, after) = was, now
    voice = new.voice
    if changed == {"at_most"} and before.at_most is not None and after.at_most is not None:
        most = old.given(most_of(before), before)
        return (voice.say(_LIMIT_WAS, now=new.limit(after), was=most),)
    if changed == {"weights"} and isinstance(after.schedule, Rate):
        return tuple(_prices(was, now))
    if changed != {"schedule"} or after.weigh_by is not None:
        return ()
    one, other = before.schedule, after.schedule
    for kind, template in ((Rate, _RATE_WAS), (Every, _EVERY_WAS)):
        if isinstance(one, kind) and isinstance(other, kind) and one.per == other.per:
            points = new.given(other.points, after)
            amount = new.amount_in_words(other.per, after)
            given = old.given(one.points, before)
            return (voice.say(template, points=points, amount=amount, was=given),)
    return ()


def _prices(was: tuple[RuleWords, Stage], now: tuple[RuleWords, Stage]) -> Iterator[str]:
    """Yield a sentence for each choice that has another weight; one without a weight counts 0."""
    (old, before), (new, after) = was, now
    none = new.given(Fraction(0), after)
    for choice in dict.fromkeys([*after.weights, *before.weights]):
        if before.weights.get(choice) == after.weights.get(choice):
            continue
        words = new if choice in after.weights else old
        yield new.voice.say(
            _PRICE_WAS,
            amount=new.weighed_amount(after),
            choice=words.choice(after.weigh_by, choice),
            now=new.price(after, choice) if choice in after.weights else none,
            was=old.price(before, choice) if choice in before.weights else none,
        )
