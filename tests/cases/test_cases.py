"""Every case of the programmes, counted by every engine: given, when, then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from tests.cases.case import HOME, Case, case_files, read_case
from tests.cases.engines import ENGINES, CaseDeed, Engine, Result, deeds_of, directly
from tests.cases.rules import rules_of

CASES = [read_case(path) for path in case_files()]
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.__name__)
@each_case
def test_the_case_holds(case: Case, engine: Engine) -> None:
    rules = rules_of(case)
    deeds = deeds_of(case, rules)

    results = engine(rules, deeds)

    assert_as_written(case, deeds, results)


@each_case
def test_members_have_the_same_total_in_any_order(case: Case) -> None:
    rules = rules_of(case)
    deeds = deeds_of(case, rules)
    ids = [(deed.entry.partner, deed.event_id) for deed in deeds]
    if len(rules.editions) > 1 or len(set(ids)) < len(ids):
        return  # a price that changes, or a report sent twice: there the order may decide

    forwards, backwards = directly(rules, deeds), directly(rules, deeds[::-1])

    assert _by_member(deeds, forwards) == _by_member(deeds[::-1], backwards)


def test_no_two_cases_say_the_same() -> None:
    twice = [about for about, times in Counter(case.about for case in CASES).items() if times > 1]

    assert twice == []


def test_a_case_lies_with_its_programme() -> None:
    strays = [
        case.path.relative_to(HOME)
        for case in CASES
        if any(name.split("/")[0] != case.path.relative_to(HOME).parts[0] for name in case.editions)
    ]

    assert strays == []


def test_every_edition_of_the_catalogue_and_of_the_cases_has_a_case() -> None:
    named = {name for case in CASES for name in case.editions}
    root = HOME.parent.parent
    shelves = [
        root / "catalogue" / "programmes",
        root / "catalogue" / "published",
        HOME / "editions",
    ]
    there = {
        f"{path.parent.name}/{path.stem}"
        for shelf in shelves
        for path in shelf.glob("*/*.toml")
        if path.parent.name != "activities"
    }

    assert there - named == set()


def assert_as_written(case: Case, deeds: Sequence[CaseDeed], results: Sequence[Result]) -> None:
    """Fail where a result differs from what the case says, naming the entry."""
    for entry in (*case.before, *case.when):
        of_entry = [
            result for deed, result in zip(deeds, results, strict=True) if deed.entry is entry
        ]
        if entry.points is not None:
            assert sum(one.points for one in of_entry) == entry.points, entry.place
        code = entry.refused if entry in case.before else entry.refused or case.then.refused
        assert {one.refused for one in of_entry} == {code}, entry.place
    when = [
        (deed, result)
        for deed, result in zip(deeds, results, strict=True)
        if any(deed.entry is entry for entry in case.when)
    ]
    _assert_then(case, when)


def _assert_then(case: Case, when: Sequence[tuple[CaseDeed, Result]]) -> None:
    then, last = case.then, when[-1][1]
    if then.points is not None:
        assert sum(result.points for _, result in when) == then.points
    if then.rules is not None:
        by_rule: Counter[str] = Counter()
        for _, result in when:
            by_rule.update(dict(result.rules))
        assert dict(by_rule) == then.rules
    if then.members is not None:
        assert _by_member(*zip(*when, strict=True)) == then.members
    if then.because is not None and last.because is not None:
        assert last.because == set(then.because)
    assert sum(result.is_left_out for _, result in when) == then.left_out


def _by_member(deeds: Sequence[CaseDeed], results: Sequence[Result]) -> dict[str, int]:
    points = dict.fromkeys((deed.entry.member for deed in deeds), 0)
    for deed, result in zip(deeds, results, strict=True):
        points[deed.entry.member] += result.points
    return points
