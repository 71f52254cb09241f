"""Every rule and every explanation can be said in each language, with nothing left out."""

from __future__ import annotations

import re

from hypothesis import given, settings

from plaudit.core.counting import Counting
from plaudit.core.telling import Teller, tell
from plaudit.core.told import Told, ToldStep
from plaudit.pages.programmes import show_programme
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.strategies import Town, towns
from tests.core.test_explanation import explained

FEWER = settings(max_examples=settings().max_examples // 5)
LEFT_OPEN = re.compile(r"\{\w*\}")
"""A place in a sentence that no fact filled."""


def sentences(step: ToldStep) -> list[str]:
    counted, move = step
    return [move.title, counted, move.rule, move.moved, move.result, move.source]


def said_of(told: Told) -> tuple[object, ...]:
    steps = [(sentences(step), step.move.gauge, step.move.is_trimmed) for step in told.steps]
    return steps, told.sum, told.asides, told.edition


@given(town=towns(deeds_max=8))
@FEWER
def test_every_explanation_is_said_whole_in_every_language(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for _, explanation in explained(town, counting):
        for language in LANGUAGES:
            told = tell(explanation, voice_of(language))

            said = [said for step in told.steps for said in sentences(step)]
            said += [told.sum, *told.asides, told.edition]
            assert not [sentence for sentence in said if LEFT_OPEN.search(sentence)]
            assert all(one.title and one.moved and one.result for _, one in told.steps)
            assert bool(told.sum) == (sum(rule.points > 0 for rule in explanation.rules) > 1)


@given(town=towns(deeds_max=8))
@FEWER
def test_every_rule_is_told_once_and_the_same_whatever_was_told_before(town: Town) -> None:
    counting = Counting([town.edition], town.activities)
    voice = voice_of("en")
    tellers = {id: Teller(town.edition, one, voice) for id, one in town.activities.items()}

    for _, explanation in explained(town, counting):
        told = tell(explanation, voice)
        told_again = tellers[explanation.activity.id].tell(explanation)

        rules = [one for _, one in told.steps if one.kind == "rule"]
        tallies = [one.title for _, one in told.steps if one.kind == "tally"]
        ceilings = [one for _, one in told.steps if one.kind == "ceiling"]
        assert said_of(told) == said_of(told_again)
        assert len(rules) == len(explanation.rules)
        assert len(tallies) == len(set(tallies))
        assert len(ceilings) == sum(len(rule.ceilings) for rule in explanation.rules)


@given(town=towns(deeds_max=8))
@FEWER
def test_facts_that_were_deleted_leave_a_whole_explanation(town: Town) -> None:
    counting = Counting([town.edition], town.activities)

    for _, explanation in explained(town, counting, keeps_facts=False):
        told = tell(explanation, voice_of("th"))

        said = [said for step in told.steps for said in sentences(step)]
        assert not [sentence for sentence in said if LEFT_OPEN.search(sentence)]


@given(town=towns(deeds_max=0))
@FEWER
def test_every_rule_is_said_whole_in_every_language(town: Town) -> None:
    for language in LANGUAGES:
        shown = show_programme(town.edition, town.activities, voice=voice_of(language))

        rules = [*shown.rules, *shown.ceilings, *shown.tallies]
        assert len(rules) == len(town.edition.stages) + len(town.edition.ceilings)
        assert all(rule.rule for rule in rules)
        said = [said for rule in rules for said in (rule.title, rule.rule, rule.source)]
        assert not [sentence for sentence in said if LEFT_OPEN.search(sentence)]
