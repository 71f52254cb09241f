"""The changes of the tables stand in one line, and a gap or a number twice is found."""

from __future__ import annotations

import pytest

from tests.house.changes import misnumbered, misnumbered_changes


@pytest.mark.parametrize("names", [["0001_a.sql", "0001_b.sql"], ["0001_a.sql", "0003_b.sql"]])
def test_a_number_twice_and_a_gap_are_found(names: list[str]) -> None:
    (found,) = misnumbered(names, folder="changes")
    assert str(found).endswith("its number should be 0002.")


def test_our_own_changes_are_in_line() -> None:
    assert list(misnumbered_changes()) == []
    assert list(misnumbered(["0001_a.sql", "0002_b.sql"], folder="changes")) == []
