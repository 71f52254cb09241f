"""A programme's rules in words, made from the edition in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from plaudit.core.activity import Activity
from plaudit.core.edition import Ceiling, Edition, Stage
from plaudit.core.refusals import N_
from plaudit.core.rule_words import RuleWords
from plaudit.core.slots import activities_of
from plaudit.core.voice import NN_, Voice, in_turn, text_in
from plaudit.pages.editions import address_of_editions
from plaudit.pages.voices import GettextVoice

_IN_FORCE = N_("In force from {starts_on}, as “{edition}”.")
_SOURCE = N_("Source: {source}.")
_EXPIRY = NN_(
    "Points can be spent for {number} month after the deed, to the end of the last month.",
    "Points can be spent for {number} months after the deed, to the end of the last month.",
)
_TOGETHER = N_("Together: {rules}.")


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule, a tally or a ceiling in words."""

    title: str
    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class ShownProgramme:
    """A programme's rules in words: rules, joint ceilings, and tallies that rules count."""

    id: str
    title: str
    editions_address: str
    in_force: str
    expiry: str
    rules: tuple[ShownRule, ...]
    ceilings: tuple[ShownRule, ...]
    tallies: tuple[ShownRule, ...]


def show_programme(
    edition: Edition, activities: Mapping[str, Activity], *, voice: GettextVoice
) -> ShownProgramme:
    """Return an edition's rules in the voice's language."""

    def stage(stage: Stage) -> ShownRule:
        watched = [activities[activity_id] for activity_id in activities_of(edition, stage.id)]
        facts = {fact.name: fact for activity in watched for fact in activity.facts}
        return _stage(stage, RuleWords(edition, facts, voice=voice))

    def ceiling(ceiling: Ceiling) -> ShownRule:
        return _ceiling(ceiling, edition, words=RuleWords(edition, {}, voice=voice))

    starts_on = voice.day(edition.starts_on)
    return ShownProgramme(
        id=edition.programme,
        title=text_in(edition.title, voice, otherwise=edition.programme),
        editions_address=address_of_editions(edition.programme),
        in_force=voice.paragraph(
            [
                voice.say(_IN_FORCE, starts_on=starts_on, edition=edition.id),
                _source(edition.source, voice),
            ]
        ),
        expiry=voice.say_many(_EXPIRY, Fraction(edition.expires_after_months)),
        rules=tuple(stage(rule) for rule in edition.rules()),
        ceilings=tuple(ceiling(one) for one in edition.ceilings),
        tallies=tuple(stage(tally) for tally in edition.tallies()),
    )


def _stage(stage: Stage, words: RuleWords) -> ShownRule:
    lines = [words.schedule(stage), words.limit(stage), words.each(stage)]
    lines += [words.rounding(stage), words.conditions(stage.when)]
    return ShownRule(
        title=words.name(stage),
        rule=words.voice.paragraph(lines),
        source=_source(stage.source, words.voice),
    )


def _ceiling(ceiling: Ceiling, edition: Edition, *, words: RuleWords) -> ShownRule:
    names = [words.name(rule) for rule in edition.rules() if rule.id in ceiling.rules]
    together = words.voice.say(_TOGETHER, rules=in_turn(names, words.voice))
    return ShownRule(
        title=words.name(ceiling),
        rule=words.voice.paragraph([words.ceiling(ceiling), together]),
        source=_source(ceiling.source, words.voice),
    )


def _source(source: str, voice: Voice) -> str:
    return voice.say(_SOURCE, source=source) if source else ""
