"""Which passes open a member's pages."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from plaudit.core.passes import opens


class Kept(NamedTuple):
    passes_ended: int
    kept_pass: str


@pytest.mark.parametrize(
    ("kept", "ended", "mark", "is_open"),
    [
        (Kept(0, ""), 0, "a", True),
        (Kept(1, ""), 0, "a", False),
        (Kept(1, ""), 0, "", False),
        (Kept(1, ""), 1, "b", True),
        (Kept(2, "a"), 0, "a", True),
        (Kept(2, "a"), 1, "b", False),
    ],
)
def test_a_pass_opens_until_all_are_ended_but_the_one_that_goes_on(
    kept: Kept, ended: int, mark: str, *, is_open: bool
) -> None:
    assert opens(kept, ended=ended, mark=mark) is is_open
