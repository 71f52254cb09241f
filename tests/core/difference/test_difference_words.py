"""What a change is called: the sentences that members read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from plaudit.core.difference.compare import difference
from plaudit.core.difference.said import said_by
from plaudit.core.difference.telling import tell_difference
from plaudit.pages.voices import voice_of
from tests.core.difference.test_difference_complete import sentences
from tests.riverside import ACTIVITY_TEXTS, EDITIONS

TEXT = EDITIONS[0].read_text("utf-8")
CHANGES = tomllib.loads(Path(__file__).with_name("changes.toml").read_text("utf-8"))["change"]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(change["says"][0][:60]))
def test_a_change_is_said_in_words(change: dict[str, Any]) -> None:
    assert change["find"] in TEXT
    changed = TEXT.replace(change["find"], change["write"], 1)

    assert sentences((TEXT, ACTIVITY_TEXTS), (changed, ACTIVITY_TEXTS)) == change["says"]


def without(text: str, header: str, id: str) -> str:
    """Return an edition's text without one entry of a list."""
    start = next(
        at
        for at in range(len(text))
        if text.startswith(f"{header}\n", at) and f'"{id}"' in text[at:].split("\n", 2)[1]
    )
    return text[:start] + text[text.index("\n\n", start) + 2 :]


def test_what_is_new_or_gone_is_told_whole() -> None:
    fewer = without(without(TEXT, "[[rule]]", "tools"), "[[reward]]", "bike-day")
    here, there = (TEXT, ACTIVITY_TEXTS), (fewer, ACTIVITY_TEXTS)

    new, gone = sentences(there, here), sentences(here, there)

    rule = "Tools borrowed instead of bought (new)"
    assert new[:3] == [
        f"{rule}: 5 points for 1 deed.",
        f"{rule}: At most 30 points a quarter of a year.",
        f"{rule}: Deeds that count: Tool borrowed instead of bought.",
    ]
    assert "A hired bike for a day (new): Price, the same for everyone: 120 points." in new
    assert "Tool borrowed instead of bought (new): How long the evidence is kept: 90 days." in new
    told = "Tools borrowed instead of bought (no longer there; it was): 5 points for 1 deed."
    assert told in gone
    assert len(new) == len(gone)


def test_another_order_of_rules_is_told() -> None:
    rule = '[[rule]]\nid      = "{}"'.format
    trees = TEXT[TEXT.index(rule("trees")) : TEXT.index(rule("repair-hours"))]
    moved = TEXT.replace(trees, "", 1).replace(rule("cups"), trees + rule("cups"))

    (said,) = sentences((TEXT, ACTIVITY_TEXTS), (moved, ACTIVITY_TEXTS))

    assert said.startswith(
        "What gives points: The order is now: Young street trees watered, Reusable cups returned,"
    )


def test_a_changed_fact_of_an_activity_is_told() -> None:
    cup = ACTIVITY_TEXTS["cup_return"]
    changed = {**ACTIVITY_TEXTS, "cup_return": cup.replace("max   = 50", "max   = 60")}

    assert sentences((TEXT, ACTIVITY_TEXTS), (TEXT, changed)) == [
        "Reusable cups returned · Cups: Largest number: 60. Was: 50."
    ]


def test_a_key_without_words_is_told_by_its_name() -> None:
    odd = TEXT.replace("[leaving]\n", '[leaving]\n"{odd}" = "{x}"\n')

    assert sentences((TEXT, ACTIVITY_TEXTS), (odd, ACTIVITY_TEXTS)) == [
        "How long points can be used, and the budget: {odd}: “{x}”. This is new."
    ]


def test_the_heading_says_from_which_day() -> None:
    first, second = (said_by(path.read_text("utf-8"), ACTIVITY_TEXTS) for path in EDITIONS)

    told = tell_difference(difference(first, second), voice_of("en"))

    assert told.heading == "From 1 Oct 2026, the rules “2026-10” take the place of “2026-04”."
