"""Refusals nobody tests are found, and ours are all documented and tested."""

from __future__ import annotations

from tests.house import refusals
from tests.house.reading import module

SAYS = module("src/plaudit/actions/take.py", "raise Refused(refusal(Code.SOLD_OUT))\n")
LISTS = module("src/plaudit/core/voucher_refusals.py", 'OF = {"day_full": 1}\n')


def test_a_code_that_is_said_and_not_tested_is_found() -> None:
    (found,) = refusals.untested_codes([SAYS, LISTS])

    assert "SOLD_OUT" in found.sentence


def test_a_code_that_a_test_names_is_not_found() -> None:
    for text in ("assert code is Code.SOLD_OUT\n", 'assert code == "sold_out"\n'):
        tests = module("tests/actions/test_take.py", text)

        assert list(refusals.untested_codes([SAYS, tests])) == []


def test_our_own_are_documented_and_tested() -> None:
    assert [str(found) for found in refusals.refusal_findings()] == []
