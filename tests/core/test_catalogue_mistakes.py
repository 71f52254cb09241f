"""How a mistake is shown."""

from __future__ import annotations

import pytest

from plaudit.core.catalogue.mistakes import Mistake, in_order
from plaudit.core.catalogue.source import read_source
from plaudit.core.sentence import as_written


def test_a_mistake_shows_its_place_its_line_a_caret_and_two_sentences() -> None:
    text = '[[rule]]\nid = "litter"\n  when = { bags = "3" }\n'
    source = read_source("riverside/2026-04.toml", text.encode())

    mistake = source.mistake(
        ("rule", 0, "when", "bags"),
        seen=as_written("bags is a number."),
        write=as_written("Write 3 without quotes."),
    )

    assert mistake.rendered() == (
        'riverside/2026-04.toml, line 3, rule "litter"\n'
        '    when = { bags = "3" }\n'
        "                    ^\n"
        "bags is a number. Write 3 without quotes."
    )
    assert mistake.key == "rule.when.bags"


@pytest.mark.parametrize(
    ("line", "column", "cells"),
    [
        ("says = { th = 'แก้ว', en = 3 }", 28, 26),
        ("says = { zh = '归还', en = 3 }", 26, 27),
        ("\tx = 3", 6, 4),
    ],
)
def test_the_caret_stands_below_its_character_in_wide_and_combined_letters(
    line: str, column: int, cells: int
) -> None:
    mistake = Mistake(
        "f.toml", 1, column, "", as_written("Seen."), as_written("Write."), source_line=line
    )

    assert mistake.window()[1] == cells


def test_a_long_line_is_cut_around_the_mistake() -> None:
    line = "x = [" + "1, " * 500 + "bad]"
    mistake = Mistake(
        "f.toml", 1, 1506, "", as_written("Seen."), as_written("Write."), source_line=line
    )

    shown, at = mistake.window()

    assert len(shown) <= 100
    assert shown[at:] == "bad]"


def test_a_mistake_of_the_file_as_a_whole_names_no_line() -> None:
    mistake = Mistake(
        "f.toml", 0, 0, "", as_written("There is no such file."), as_written("Name another.")
    )

    assert mistake.rendered() == "f.toml\nThere is no such file. Name another."


def test_mistakes_come_in_the_order_of_their_places_and_once() -> None:
    first = Mistake("a.toml", 2, 1, "", as_written(""), as_written(""))
    second = Mistake("a.toml", 10, 1, "", as_written(""), as_written(""))

    assert in_order([second, first, second]) == [first, second]
