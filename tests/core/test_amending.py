"""A form changes what is changed in it, and nothing else: not a comment, not a space."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import date
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.core.catalogue.amending import Kind, Value, amended, refused, values_of
from plaudit.core.catalogue.scanner import Path as Way
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.edition_form import groups_of
from plaudit.pages.voices import voice_of

CATALOGUE = Path(__file__).parents[2] / "catalogue"
ODD = """# a comment = 1
[edition]   # "quotes" in it
id='2026-04'  # literal
starts_on = 2026-04-01# close by
"title" = { en = "A \\"good\\" deed", th = "ดี" } # { = }
[points]
expires_after_months = 0x12
[[rule]]
id = "cups"
at_most = 1_500
ladder = [ [ 3,5 ], # first
  [6, 12], ]
weigh = { rides = { "1-9" = 1.50, 'x' = +2 } }
says = { en = '''three
lines''' }
[[rule]]
bands = [[5, 0.5], ["rest", 1]]
"""
TEXTS = [
    ODD,
    *(path.read_text("utf-8") for path in sorted(CATALOGUE.rglob("programmes/**/*.toml"))),
]
SOURCES = [read_source("a.toml", text.encode()) for text in TEXTS]
VALUES = [(source, value) for source in SOURCES for value in values_of(source)]
NEW = {
    Kind.NUMBER: st.one_of(
        st.integers(-(10**14), 10**14).map(str),
        st.decimals(0, 10**6, places=3).map(lambda number: f"{number:f}"),
    ),
    Kind.DAY: st.dates(min_value=date(1000, 1, 1)).map(date.isoformat),
    Kind.TEXT: st.text(max_size=60),
}
CHANGES = st.sampled_from(VALUES).flatmap(
    lambda of: st.tuples(st.just(of), NEW[of[1].kind])
).filter(lambda of: not refused(of[0][1], of[1]))  # fmt: skip


def loaded(text: str) -> object:
    return tomllib.loads(text, parse_float=Decimal)


def read_as(kind: Kind, text: str) -> object:
    if kind is Kind.TEXT:
        return text
    if kind is Kind.DAY:
        return date.fromisoformat(text)
    return Decimal(text) if "." in text else int(text)


def replaced(table: object, path: Way, value: object) -> object:
    """Return a table with one value in place of another."""
    whole = deepcopy(table)
    inner = whole
    for key in path[:-1]:
        inner = inner[key]  # type: ignore[index]
    inner[path[-1]] = value  # type: ignore[index]
    return whole


@pytest.mark.parametrize("source", SOURCES)
def test_a_form_that_nothing_was_changed_in_leaves_every_byte(source: Source) -> None:
    values = values_of(source)
    assert len(values) > 10
    assert amended(source, {one.path: one.shown for one in values}) == source.text


@settings(max_examples=25, deadline=None)
@given(CHANGES)
def test_one_change_changes_that_value_and_no_other_byte(
    change: tuple[tuple[Source, Value], str],
) -> None:
    (source, value), given = change
    text = amended(source, {value.path: given})

    assert loaded(text) == replaced(loaded(source.text), value.path, read_as(value.kind, given))
    start = source.places[value.path].value_at
    assert text[:start] == source.text[:start]
    pairs = zip(reversed(text[start:]), reversed(source.text[start:]), strict=False)
    same_after = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    assert "\n" not in source.text[start : len(source.text) - same_after]


def test_values_are_told_by_kind_and_what_a_form_cannot_carry_is_left_to_the_text() -> None:
    found = {one.path: (one.kind, one.shown) for one in values_of(SOURCES[0])}
    assert found["edition", "title", "en"] == (Kind.TEXT, 'A "good" deed')
    assert found["edition", "starts_on"] == (Kind.DAY, "2026-04-01")
    assert found["points", "expires_after_months"] == (Kind.NUMBER, "18")
    assert found["rule", 0, "weigh", "rides", "1-9"] == (Kind.NUMBER, "1.50")
    assert found["rule", 1, "bands", 1, 0] == (Kind.TEXT, "rest")
    assert ("rule", 0, "says", "en") not in found  # it has lines
    hidden = read_source("a.toml", 'a = "x\u202ey"\nb = 1\n'.encode())
    assert values_of(hidden) == []


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (Kind.NUMBER, "1e3"), (Kind.NUMBER, "١"), (Kind.NUMBER, "1,5"), (Kind.NUMBER, "1" * 16),
        (Kind.NUMBER, "1\n[x]"), (Kind.DAY, "2026-02-30"), (Kind.DAY, "1.4.2026"),
        (Kind.TEXT, "two\nlines"), (Kind.TEXT, "a\u202eb"), (Kind.TEXT, "x" * 2001),
    ],
)  # fmt: skip
def test_what_cannot_be_written_there_is_refused(kind: Kind, given: str) -> None:
    assert refused(Value(("a",), kind, "was"), given)


def test_the_form_has_what_is_changed_most_often_each_by_its_name() -> None:
    groups = groups_of(SOURCES[1], voice_of("en"))
    by_name = {field.name: (group.title, field.label) for group in groups for field in group.fields}
    assert by_name["rule.0.at_most"] == ("Reusable cups returned", "Limit")
    assert by_name["rule.3.ladder.1.0"] == ("Books given at the book swap", "Step 2: from")
    assert by_name["budget.points_a_year"][1] == "Budget of the programme for a year"
    assert by_name["edition.starts_on"][0] == by_name["people.published_on"][0]
    odd = "ladder = { a = { b = 1 } }\n[[rule]]\nladder = { a = { b = 1 } }\nrate = { x = 1 }\n"
    shown = groups_of(read_source("", odd.encode()), voice_of("en"))
    assert [field.label for field in shown[0].fields] == ["ladder: b", "rate: x"]
