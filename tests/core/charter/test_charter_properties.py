"""What holds for any text: the check never crashes, and what passes can harm nobody."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.check import check_deed_types, check_file
from plaudit.core.charter.finding import Result
from plaudit.core.charter.view import FileKind, View, World
from plaudit.core.edition import Bands, Edition, Ladder, Stage
from plaudit.core.period import date_of
from tests.core.agreement import counted
from tests.core.charter.cases import Files, accepted, deed_types, findings_of, registries, report_of
from tests.core.charter.mutations import OF_EDITION
from tests.core.charter.toml_text import toml_text
from tests.core.edition_text import activity_text, edition_text
from tests.core.oracle import label_of
from tests.core.random_editions import Town, crowded, many

KEYS = sorted({part for path in OF_EDITION for part in path.split(".")} | {"streak", "x-y", "ก"})
KINDS = {"n": "items", "kg": "kilograms", "kind": "material", "where": "material"}

FILE_KINDS: tuple[FileKind, ...] = ("edition", "activity", "reward")

scalars = (
    st.text(max_size=20)
    | st.integers(-(10**12), 10**12)
    | st.booleans()
    | st.dates()
    | st.decimals(-1000, 1000, places=2)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS), values, max_size=8))
def test_any_table_is_checked_without_a_crash(table: dict[str, Any]) -> None:
    report = report_of(Files(toml_text(table), deed_types()))

    assert report.result is Result.REFUSED


@given(st.sampled_from(sorted(accepted())), st.data())
def test_any_value_in_an_accepted_edition_is_checked_without_a_crash(name: str, data: Any) -> None:
    table = tomllib.loads(accepted()[name], parse_float=Decimal)
    key = data.draw(st.sampled_from(sorted(table)))
    inner = table[key][0] if isinstance(table[key], list) else table[key]
    inner[data.draw(st.sampled_from(sorted(inner)) | st.sampled_from(KEYS))] = data.draw(values)

    files = Files(toml_text(table), deed_types())
    assert findings_of(files) == findings_of(files)


@given(st.text(max_size=300))
def test_any_text_is_checked_without_a_crash(text: str) -> None:
    source = read_source("any.toml", text.encode("utf-8", "surrogatepass"))

    for kind in FILE_KINDS:
        check_file(View(source, kind, World(registries())))


@given(crowded(deeds_max=40))
@many(2)
def test_what_passes_never_takes_and_never_gives_more_than_its_ceilings(town: Town) -> None:
    report = _report(town)
    clauses = {found.clause for found in report.findings}

    assert clauses <= {"C03", "C04", "C20", "C24"}, [
        found.mistake.seen for found in report.findings
    ]
    if report.result is not Result.REFUSED:
        _assert_harmless(town)


def _report(town: Town) -> Any:
    (edition,) = town.editions
    table = tomllib.loads(edition_text(edition), parse_float=Decimal)
    base = tomllib.loads(accepted()["library-course"], parse_float=Decimal)
    table = base | {key: table[key] for key in ("tally", "rule", "ceiling") if key in table}
    day = date_of(edition.starts_on)
    table["edition"] |= {"starts_on": day, "time_zone": edition.time_zone}
    table["people"]["published_on"] = day - timedelta(days=14)
    for kind in ("tally", "rule", "ceiling"):
        for stage in table.get(kind, []):
            stage["says"] = {"en": "What was done"}
    table["partner"] = [
        base["partner"][0] | {"id": name, "activities": sorted(town.activities)}
        for name in ("cafe", "depot", "library")
    ]
    texts = {name: _deed_type(activity_text(one)) for name, one in town.activities.items()}
    sources = {name: read_source(f"{name}.toml", text.encode()) for name, text in texts.items()}
    known = check_deed_types(sources, registries())
    source = read_source("edition.toml", toml_text(table).replace("20 or more", "mixed").encode())
    return check_file(View(source, "edition", World(registries(), sources)), known)


def _deed_type(text: str) -> str:
    table = tomllib.loads(text, parse_float=Decimal)
    table |= {
        "title": {"en": "A deed"},
        "class": "recycling",
        "evidence": "partner_report",
        "without_phone": "The desk stamps a paper card.",
    }
    facts = table.pop("facts", {})
    lines = [toml_text(table)]
    for name, fact in facts.items():
        lines += [f"[facts.{name}]", toml_text({**fact, "kind": KINDS[name]})]
    return "\n".join(lines).replace("20 or more", "mixed")


def _assert_harmless(town: Town) -> None:
    done = counted(town)
    (edition,) = town.editions
    given_points: dict[tuple[str, str], int] = defaultdict(int)
    for deed, award in zip(town.deeds, done.awards, strict=True):
        assert award.points >= 0
        assert award.points == sum(points for _, points in award.rules)
        for name, points in award.rules:
            assert points > 0
            rule = next(rule for rule in edition.rules() if rule.id == name)
            given_points[name, str(label_of(rule.period, date_of(deed.day)))] += points
    for (name, _), points in given_points.items():
        assert points <= _most(edition, name, town), name


def _most(edition: Edition, name: str, town: Town) -> int:
    """Return the most points of a rule in one of its periods: its liability is finite."""
    rule = next(rule for rule in edition.rules() if rule.id == name)
    bounds = [ceiling.at_most for ceiling in edition.ceilings if name in ceiling.rules]
    own = rule.at_most if rule.at_most is not None else _last_step(rule)
    if own is not None:
        bounds.append(own * _totals(rule, town))
    assert bounds, name
    return min(bounds)


def _last_step(rule: Stage) -> int | None:
    if isinstance(rule.schedule, Ladder):
        return ceil(rule.schedule.steps[-1][1])
    if isinstance(rule.schedule, Bands) and rule.schedule.bands[-1][0] is not None:
        return ceil(sum((width or Fraction(0)) * points for width, points in rule.schedule.bands))
    return None


def _totals(rule: Stage, town: Town) -> int:
    """Return how many separate totals a rule has: one for each choice where it says `each`."""
    if rule.each is None:
        return 1
    facts = [
        fact for one in town.activities.values() for fact in one.facts if fact.name == rule.each
    ]
    return len({choice for fact in facts for choice in fact.choices})
