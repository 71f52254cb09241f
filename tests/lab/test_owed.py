"""What a rehearsal says of points owed: nothing gets lost between spent, ended and owed."""

from __future__ import annotations

from typing import Any

import pytest

from plaudit.lab.owed import owed_in_report

JANUARY = 2026 * 12
INTO = {JANUARY: 1_000_000, JANUARY + 1: 500_000}


def test_half_of_what_is_held_is_spent_each_month_and_the_rest_ends() -> None:
    said: Any = owed_in_report(INTO, 12, (0.5, 0.5, 0.5))

    assert said["owed_at_most"] == 1_500_000
    assert said["ends_after_month"] == {"2027-01": 1_000_000, "2027-02": 500_000}
    middle = said["if_spent"][1]
    assert middle["spent_in_thousand"] == 500
    # After January's and February's halves: a quarter of January's, half of February's.
    assert middle["owed"] == 250_000 + 250_000
    # What ends has been halved in each month from its own to its last one.
    assert middle["ends_after_month"]["2027-01"] == pytest.approx(1_000_000 / 2**13, abs=3)
    assert middle["ends_after_month"]["2027-02"] == pytest.approx(500_000 / 2**13, abs=3)


def test_the_more_is_spent_the_less_is_owed_and_ends() -> None:
    said: Any = owed_in_report(INTO, 18, (0.02, 0.05, 0.1))

    little, middle, much = said["if_spent"]
    assert said["owed_at_most"] > little["owed"] > middle["owed"] > much["owed"] > 0
    for month, points in said["ends_after_month"].items():
        ends = [one["ends_after_month"][month] for one in (little, middle, much)]
        assert points > ends[0] > ends[1] > ends[2] > 0


def test_where_nothing_was_given_nothing_is_owed() -> None:
    assert owed_in_report({}, 12, (0.02, 0.05, 0.1)) == {
        "owed_at_most": 0,
        "ends_after_month": {},
        "if_spent": [],
    }
