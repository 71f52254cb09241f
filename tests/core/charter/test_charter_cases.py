"""Every case of the charter: what must pass passes, what must not is refused for its clause."""

from __future__ import annotations

import pytest

from plaudit.core.charter.clauses import CLAUSES
from plaudit.core.charter.finding import Result
from tests.core.charter.cases import (
    Case,
    Files,
    accepted,
    cases,
    deed_types,
    findings_of,
    report_of,
)
from tests.core.untold import untold

REFUSED = cases("refused")
ASKED = cases("asked")


@pytest.mark.parametrize("name", accepted())
def test_what_must_pass_passes_without_an_error_or_a_question(name: str) -> None:
    assert findings_of(Files(accepted()[name], deed_types())) == ()


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_must_be_refused_is_refused_for_the_clause_named_first(case: Case) -> None:
    found = findings_of(case.files)
    errors = [one.clause for one in found if one.is_error]

    assert set(case.clauses) <= set(errors), [one.mistake.seen for one in found]
    assert errors[0] == case.clauses[0], errors
    if case.exactly_one:
        assert errors == [case.clauses[0]], [(one.clause, one.mistake.seen) for one in found]
        assert len(found) == 1, [one.question for one in found]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_refusal_says_where_and_what_to_do(case: Case) -> None:
    for found in findings_of(case.files):
        assert found.mistake.line >= 1
        assert found.mistake.column >= 1
        assert found.mistake.seen.rstrip().endswith(".")
        assert found.mistake.write
        assert untold([found]) == []


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name)
def test_what_only_a_person_can_see_goes_to_a_person(case: Case) -> None:
    report = report_of(case.files)
    found = report.findings

    assert report.result is Result.NEEDS_A_PERSON
    assert [one.clause for one in found] == list(case.clauses), [one.mistake.seen for one in found]
    assert all(one.question and one.mark for one in found)


def test_every_case_of_a_clause_is_a_file_and_every_clause_has_cases() -> None:
    written = {case.name: case.clauses for case in (*REFUSED, *ASKED)}

    for clause in CLAUSES:
        assert len(clause.cases) >= 2, clause.number
        for name in clause.cases:
            assert clause.number in written[name], (clause.number, name)
