"""The ways in which a case is counted. Each gives one result for each deed, in the case's order.

`directly` asks `core` and explains each award; `through_the_command` writes JSON lines and reads
what `plaudit count` answers. A new engine is one more function of this shape.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from plaudit.cli.counting_lines import count_lines
from plaudit.core.counting import Totals
from plaudit.core.deed import Deed, facts_of
from plaudit.core.explaining import explain
from plaudit.core.explanation import CountedDeed, Explanation
from plaudit.core.instant import shown_instant
from plaudit.core.period import day_number
from plaudit.core.refusals import Refusal
from plaudit.ingest.reading import Reader
from tests.cases.case import Case, CaseMistake, Entry, Table
from tests.cases.rules import Rules
from tests.replay.columns import replayed

NOON = 12 * 3_600 * 1_000_000
GUESSES_MAX = 10_000
"""How many numbers are tried for a fact that [[before]] leaves out."""


@dataclass(frozen=True)
class CaseDeed:
    """One deed of a case, with everything that a partner would report."""

    entry: Entry
    event_id: str
    happened_at: int
    facts: Table


@dataclass(frozen=True)
class Result:
    """What became of one deed. `because` is None where an engine doesn't explain."""

    points: int = 0
    rules: tuple[tuple[str, int], ...] = ()
    refused: str | None = None
    is_left_out: bool = False
    because: frozenset[str] | None = None


Engine = Callable[[Rules, Sequence[CaseDeed]], list[Result]]


def deeds_of(case: Case, rules: Rules) -> list[CaseDeed]:
    """Return the deeds of a case, [[before]] first, each as often as it is written.

    Refuses: with CaseMistake facts that are left out and can't be worked out from `points`.
    """
    deeds: list[CaseDeed] = []
    for number, entry in enumerate((*case.before, *case.when)):
        facts = entry.facts if entry.facts is not None else _facts_left_out(entry, rules, deeds)
        deeds += [
            CaseDeed(entry, entry.id or f"{number}-{time}", _happened_at(entry, rules), facts)
            for time in range(entry.times)
        ]
    return deeds


def directly(rules: Rules, deeds: Sequence[CaseDeed]) -> list[Result]:
    """Count deeds with `core`, and work out each award's explanation again from what it kept."""
    totals_of: dict[str, Totals] = {}
    taken: set[tuple[str, str]] = set()
    slots = {number: slot for slot, number in rules.counting.slots.items()}
    results: list[Result] = []
    for one in deeds:
        deed = deed_of(one, rules)
        key = (one.entry.partner, one.event_id)
        if key in taken and (isinstance(deed, Deed) or deed == "no_edition"):
            results.append(Result(is_left_out=True))
            continue
        if isinstance(deed, str):
            results.append(Result(refused=deed))
            continue
        taken.add(key)
        award = rules.counting.count(totals_of.setdefault(one.entry.member, {}), deed)
        edition = rules.counting.edition_of(deed.day)
        assert edition is not None
        kept = CountedDeed(deed.activity, deed.day, deed.facts, award.points, award.counted)
        because = _because(explain(kept, edition, slots=slots))
        results.append(Result(award.points, award.rules, because=because))
    return results


def through_the_command(rules: Rules, deeds: Sequence[CaseDeed]) -> list[Result]:
    """Count deeds as lines of JSON, and read the lines that come back."""
    encode = msgspec.json.Encoder(decimal_format="number").encode
    said = count_lines(
        [encode(_cloud_event(deed)) for deed in deeds],
        reader=Reader(rules.activities),
        counting=rules.counting,
        calendar=rules.calendar,
    )
    lines = [json.loads(line) for line in said]
    results: list[Result] = []
    for deed in deeds:
        line = lines[0] if lines else {}
        if (line.get("source"), line.get("deed")) != (deed.entry.partner, deed.event_id):
            results.append(Result(is_left_out=True))
        elif "refused" in lines.pop(0):
            results.append(Result(refused=line["refused"]))
        else:
            assert line["member"] == deed.entry.member
            results.append(Result(line["points"], tuple(line["rules"].items())))
    assert not lines, f"lines for no deed: {lines}"
    return results


def in_columns(rules: Rules, deeds: Sequence[CaseDeed]) -> list[Result]:
    """Count deeds as columns, many at once, as a replay does."""
    results: dict[int, Result] = {}
    taken: dict[tuple[str, str], tuple[int, Deed]] = {}
    for at, one in enumerate(deeds):
        deed = deed_of(one, rules)
        key = (one.entry.partner, one.event_id)
        if key in taken and (isinstance(deed, Deed) or deed == "no_edition"):
            results[at] = Result(is_left_out=True)
        elif isinstance(deed, str):
            results[at] = Result(refused=deed)
        else:
            taken[key] = (at, deed)
    places = [at for at, _ in taken.values()]
    members = [deeds[at].entry.member for at in places]
    counted = replayed(rules.editions, rules.activities, [d for _, d in taken.values()], members)
    for at, given in zip(places, counted, strict=True):
        results[at] = Result(sum(given.values()), tuple(given.items()))
    return [results[at] for at in range(len(deeds))]


ENGINES: tuple[Engine, ...] = (directly, through_the_command, in_columns)


def _happened_at(entry: Entry, rules: Rules) -> int:
    if entry.at is not None:
        return entry.at
    assert isinstance(entry.on, date)
    return rules.calendar.start_of_day(day_number(entry.on)) + NOON


def deed_of(one: CaseDeed, rules: Rules) -> Deed | str:
    """Return a deed as it is counted, or the code with which it is refused."""
    activity = rules.activities.get(one.entry.deed)
    if activity is None:
        return "activity_unknown"
    facts = facts_of(activity, one.facts)
    if isinstance(facts, Refusal):
        return facts.code.value
    day = rules.calendar.day_of(one.happened_at)
    if rules.counting.edition_of(day) is None:
        return "no_edition"
    return Deed(activity, one.entry.partner, day, facts)


def _cloud_event(deed: CaseDeed) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": deed.event_id,
        "source": deed.entry.partner,
        "type": f"deed.{deed.entry.deed}",
        "subject": deed.entry.member,
        "time": shown_instant(deed.happened_at),
        "data": deed.facts,
    }


def _because(explanation: Explanation) -> frozenset[str]:
    """Return the rules that gave points, and the caps that cut some off."""
    reasons: set[str] = set()
    for rule in explanation.rules:
        stage, move = rule.counted.stage, rule.counted.move
        if rule.points:
            reasons.add(f"rule:{stage.id}")
        if move.is_trimmed:
            reasons.add(f"cap:{stage.id} {move.given_before} of {stage.at_most} used")
        for cap in rule.ceilings:
            if cap.is_trimmed:
                most = cap.ceiling.at_most
                reasons.add(f"cap:{cap.ceiling.id} {min(cap.used_before, most)} of {most} used")
    return frozenset(reasons)


def _facts_left_out(entry: Entry, rules: Rules, deeds: Sequence[CaseDeed]) -> Table:
    """Return the smallest number for the one fact of a deed that gives the entry's `points`."""
    activity = rules.activities.get(entry.deed)
    needed = [fact for fact in activity.facts if fact.required] if activity else []
    if not needed:
        return {}
    if len(needed) > 1 or not needed[0].is_number or entry.points is None or entry.times > 1:
        raise CaseMistake(f"{entry.place}facts is missing; write facts = {{ … }}")
    fact = needed[0]
    for number in range(fact.low // 1_000_000, min(fact.high // 1_000_000, GUESSES_MAX) + 1):
        facts = {fact.name: number}
        tried = CaseDeed(entry, "tried", _happened_at(entry, rules), facts)
        if directly(rules, [*deeds, tried])[-1].points == entry.points:
            return facts
    raise CaseMistake(
        f"{entry.place}no whole number of {fact.name} gives {entry.points} points; write facts"
    )
