"""The catalogue's own files, damaged at random: reading never fails otherwise than by mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import parse_activity, read_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.source import read_source
from plaudit.core.counting import Counting
from plaudit.core.edition import Edition

CATALOGUE = Path(__file__).parents[2] / "catalogue"
EDITIONS = [
    path.read_text(encoding="utf-8") for path in sorted(CATALOGUE.glob("programmes/riverside/*"))
]
ACTIVITIES = [
    path.read_text(encoding="utf-8") for path in sorted(CATALOGUE.glob("activities/*.toml"))
]
KNOWN = {activity.id: activity for activity in map(parse_activity, ACTIVITIES)}
TOKEN = re.compile(r'"[^"\n]*"|[\w.-]+|[\[\]{}=,]')
KEY = re.compile(r"^(\w+) *=", re.MULTILINE)


@st.composite
def damaged(draw: st.DrawFn, texts: list[str]) -> str:
    """Draw a text of which up to three tokens are replaced by others, doubled or left out."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 3))):
        tokens = list(TOKEN.finditer(text))
        if not tokens:
            break
        where = draw(st.sampled_from(range(len(tokens))))
        other = tokens[draw(st.sampled_from(range(len(tokens))))].group()
        new = draw(st.sampled_from([other, "", f"{other} {other}", "\n", "-1", '"\u200b"', "nan"]))
        text = text[: tokens[where].start()] + new + text[tokens[where].end() :]
    return text


@settings(max_examples=150)
@given(damaged(EDITIONS))
def test_a_damaged_edition_is_refused_or_can_be_counted(text: str) -> None:
    read = read_edition(read_source("file.toml", text.encode()), KNOWN)

    if isinstance(read, Edition):
        Counting([read], KNOWN)
    else:
        assert read
        assert all(mistake.rendered() for mistake in read)


@settings(max_examples=100)
@given(damaged(ACTIVITIES))
def test_a_damaged_activity_is_refused_or_read(text: str) -> None:
    read = read_activity(read_source("file.toml", text.encode()))

    assert isinstance(read, Activity) or read


@pytest.mark.parametrize("key", sorted({key for text in EDITIONS for key in KEY.findall(text)}))
def test_each_key_of_an_edition_that_is_misspelt_is_told_at_its_line(key: str) -> None:
    text = EDITIONS[0]
    first = re.search(rf"^{key} *=", text, re.MULTILINE)
    if first is None:
        text = EDITIONS[1]
        first = re.search(rf"^{key} *=", text, re.MULTILINE)
    assert first is not None
    text = f"{text[: first.start()]}{key}x{text[first.start() + len(key) :]}"

    read = read_edition(read_source("file.toml", text.encode()), KNOWN)

    if isinstance(read, list):
        line = text.count("\n", 0, first.start()) + 1
        assert any(mistake.line == line and f"{key}x" in mistake.seen for mistake in read)
    else:
        assert key not in ("id", "on", "per", "rate", "at_most", "starts_on", "count", "when")
