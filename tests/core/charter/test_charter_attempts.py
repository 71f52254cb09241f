"""Many attempts against each clause, and as much that is innocent, written before the check knew.

Each is the smallest difference to an accepted edition. What offends is refused for its clause;
what resembles it passes without a word.
"""

from __future__ import annotations

import pytest

from plaudit.core.charter.clauses import CLAUSES
from plaudit.core.charter.finding import Result
from tests.core.charter.cases import Case, attempts, report_of
from tests.core.untold import untold

ATTEMPTS = attempts()
INNOCENT = [case for case in ATTEMPTS if case.name.startswith("innocent: ")]
ASKED = [case for case in ATTEMPTS if case.name.startswith("asked: ")]
REFUSED = [case for case in ATTEMPTS if case not in INNOCENT and case not in ASKED]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_an_attempt_is_refused_for_its_clause(case: Case) -> None:
    found = report_of(case.files).findings
    errors = [one.clause for one in found if one.is_error]
    seen = [(one.clause, one.mistake.seen) for one in found]

    assert errors[:1] == [case.clauses[0]], seen
    assert set(case.clauses) <= set(errors), seen
    assert all(one.mistake.line >= 1 and one.mistake.column >= 1 for one in found)
    assert all(one.mistake.seen and one.mistake.write for one in found)
    assert untold(found) == []
    if case.exactly_one:
        assert len(found) == 1, seen


@pytest.mark.parametrize("case", INNOCENT, ids=lambda case: case.name)
def test_what_is_innocent_passes_without_a_word(case: Case) -> None:
    report = report_of(case.files)

    assert report.findings == (), [(one.clause, one.mistake.seen) for one in report.findings]
    assert report.result is Result.PASSES


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_a_promise_in_words_goes_to_a_person(case: Case) -> None:
    report = report_of(case.files)

    assert [one.clause for one in report.findings] == list(case.clauses)
    assert report.result is Result.NEEDS_A_PERSON


def test_every_clause_is_attempted_many_times() -> None:
    tried = [case.clauses[0] for case in REFUSED]

    assert {clause.number for clause in CLAUSES if tried.count(clause.number) < 15} == set()
    assert len(INNOCENT) >= 300
