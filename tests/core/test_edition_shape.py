"""Adding to an edition and taking out of it: what was wanted changes, and not a byte besides."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from itertools import takewhile
from typing import Any

import pytest

from plaudit.core.catalogue.beginning import skeleton
from plaudit.core.catalogue.reshaping import CannotReshape, with_key, with_table, without
from plaudit.core.catalogue.scanner import Path
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.edition_form import groups_of, offer_in_words
from plaudit.core.edition_shape import Offer, reshaped, tables_to_add, to_add, to_remove
from plaudit.pages.voices import voice_of
from tests.core.test_amending import loaded

TODAY = date(2026, 11, 20)
BEGUN = skeleton("riverside", "Asia/Bangkok", languages=["en", "th"], today=TODAY)
ODD = """# the first line
edition = { languages = ["en","th"], id = "x" }   # in one line

[points] # a header's comment
expires_after_months=18

# about the rules
# -- two lines

# this rule's own
[[rule]]
id      = "cups"        # short
says    = { en = "Cups" }  # no Thai yet
ladder  = [ [1,2], # first
   [3, 4],   # second
]
weigh = { m = { "a b" = 1, c = 2 } }
[rule.when]
from = 2026-01-01

# the second
[[rule]]
"id" = 'b'
says = { th = "ข", en = "B" }
on = ["a"]   # no end of the line"""


def source_of(text: str) -> Source:
    return read_source("", text.encode())


def tables_of(source: Source) -> list[Path]:
    groups = groups_of(source, voice_of("en"))
    return [path for one in groups for path in one.tables]


def offers_of(source: Source) -> list[Offer]:
    tables = tables_of(source)
    return [
        *(offer for path in tables for offer in (*to_add(source, path), *to_remove(source, path))),
        *(Offer(path, None) for path in tables if len(path) == 2),
        *tables_to_add(source, today=TODAY),
    ]


def wanted(text: str, offer: Offer) -> object:
    """Return a text's table with what was offered, worked out from the table alone."""
    whole: Any = deepcopy(loaded(text))
    if len(offer.path) == 1:
        made: Any = loaded(offer.value or "")
        had = whole.get(offer.path[0], [])
        for name, one in made.items():
            whole[name] = [*had, *one] if isinstance(one, list) else one
        return whole
    inner = whole
    for key in offer.path[:-1]:
        inner = inner[key]
    key = offer.path[-1]
    if offer.value is None:
        del inner[key]
    elif isinstance(inner, list):
        inner.append(loaded(f"x = {offer.value}")["x"])  # type: ignore[index]
    else:
        inner[key] = loaded(f"x = {offer.value}")["x"]  # type: ignore[index]
    return {name: one for name, one in whole.items() if one != []}


def same(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


@pytest.mark.parametrize("text", [BEGUN, ODD])
def test_each_offer_does_what_it_says_in_one_place_and_nowhere_else(text: str) -> None:
    source = source_of(text)
    offers = offers_of(source)
    assert len(offers) > 20
    for offer in offers:
        written = reshaped(source, offer)
        assert loaded(written) == wanted(text, offer), offer
        longer, shorter = sorted((text, written), key=len, reverse=True)
        before = same(longer, shorter)
        assert before + same(longer[::-1], shorter[::-1]) >= len(shorter), offer  # in one stretch


def test_what_was_added_and_taken_out_again_leaves_every_byte() -> None:
    for text in (BEGUN, f"{ODD}\n"):
        source = source_of(text)
        for offer in (one for path in tables_of(source) for one in to_add(source, path)):
            again = source_of(reshaped(source, offer))
            assert without(again, offer.path) == text, offer


def test_comments_stay_unless_they_stand_with_what_is_taken_out() -> None:
    without_first = without(source_of(ODD), ("rule", 0))
    assert "# this rule's own" not in without_first
    for comment in ("# about the rules\n# -- two lines\n", "# the second", "# a header's comment"):
        assert comment in without_first
    assert "# first" in without(source_of(ODD), ("rule", 0, "ladder", 1))
    assert '"id" = \'b\'\nsays = { en = "B" }\n' in without(
        source_of(ODD), ("rule", 1, "says", "th")
    )


def test_a_line_of_a_text_that_looks_like_a_comment_is_none() -> None:
    text = "[a]\nb = '''x\n#y'''\n# about c\n[c]\nd = 1\n"
    assert without(source_of(text), ("a",)) == "# about c\n[c]\nd = 1\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("rule = [{ id = 'a' }, { id = 'b' }]\n", ("rule", 5)),
        ("a.b = 1\na.c = 2\n", ("a",)),
        ("[a]\nb = 1\n[c]\nd = 1\n[a.e]\nf = 1\n", ("a",)),
    ],
)
def test_what_cannot_be_done_safely_is_left_to_who_writes_the_text(text: str, path: Path) -> None:
    with pytest.raises(CannotReshape):
        without(source_of(text), path)


def test_a_place_that_is_not_there_is_not_written_to() -> None:
    source = source_of("a.b = 1\nrule = [{ id = 'a' }]\n")
    with pytest.raises(CannotReshape):
        with_key(source, ("a", "c"), "1")
    with pytest.raises(CannotReshape):
        with_table(source, "rule", "[[rule]]\nid = 'b'\n")


def test_what_is_offered_is_told_in_the_readers_language() -> None:
    source = source_of(ODD)
    told = {
        offer_in_words(source, one, voice_of("en"))
        for one in offers_of(source)
        if len(one.path) != 2 or one.path[0] != "rule"
    }
    assert {
        "Name: Thai",
        "Limit",
        "Points for each full amount",
        "Points by steps of the total: one more",
        "Points by steps of the total: 1, 2",
        "Deeds that count: one more",
        "A rule, which gives points",
        "[statistics]",
    } <= told
    assert voice_of("zh-Hans").language_name("th") == "泰语"
    assert voice_of("en").language_name("x") == "x"
