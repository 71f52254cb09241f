"""A case that is written wrongly, or that doesn't hold, says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cases.case import HOME, Case, CaseMistake, read_case
from tests.cases.engines import ENGINES, Engine, deeds_of
from tests.cases.rules import rules_of
from tests.cases.test_cases import assert_as_written

PATH = HOME / "riverside" / "made-up.toml"
SOUND = """
about   = "The 16th cup of a day earns nothing."
source  = "riverside 2026-04, annex 2, line 4"
edition = "riverside/2026-04"

[[before]]
deed   = "cup_return"
on     = 2026-04-03
facts  = { cups = 12 }
points = 12

[[when]]
deed  = "cup_return"
on    = 2026-04-03
facts = { cups = 5 }

[then]
points  = 3
rules   = { cups = 3 }
members = { a-member = 3 }
because = ["rule:cups", "cap:cups 12 of 15 used"]
"""


def _changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1, old
    return SOUND.replace(old, new)


def _hold(case: Case, engine: Engine) -> None:
    rules = rules_of(case)
    deeds = deeds_of(case, rules)
    assert_as_written(case, deeds, engine(rules, deeds))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_made_up_case_holds(engine: Engine) -> None:
    _hold(read_case(PATH, SOUND), engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("points  = 3", "points  = 4"),
        ("points = 12", "points = 11"),
        ("{ cups = 3 }", "{ cups = 3, books = 0 }"),
        ("{ a-member = 3 }", "{ a-member = 2 }"),
        ("{ a-member = 3 }", "{ another = 3 }"),
        ("members =", "left_out = 1\nmembers ="),
        ("points  = 3", 'refused = "no_edition"'),
        ("facts = { cups = 5 }", 'facts = { cups = 5 }\nrefused = "no_edition"'),
        ("facts = { cups = 5 }", "facts = { cups = 51 }"),
    ],
)
def test_a_case_that_does_not_hold_fails(engine: Engine, old: str, new: str) -> None:
    with pytest.raises(AssertionError):
        _hold(read_case(PATH, _changed(old, new)), engine)


@pytest.mark.parametrize(
    "because",
    [
        "[]",
        '["rule:cups"]',
        '["rule:cups", "cap:cups 11 of 15 used"]',
        '["rule:cups", "cap:cups 12 of 15 used", "rule:books"]',
    ],
)
def test_reasons_must_be_all_and_right(because: str) -> None:
    text = _changed('["rule:cups", "cap:cups 12 of 15 used"]', because)

    with pytest.raises(AssertionError):
        _hold(read_case(PATH, text), ENGINES[0])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("about ", "abuot ", "about is missing"),
        ("rules   =", "rule    =", "[then]: not known: rule"),
        ("points = 12", "ponits = 12", "[[before]] 1: not known: ponits"),
        ("[[when]]", "[[then_when]]", "not known: then_when"),
        ("[then]", "[than]", "[then] is missing"),
        ("[[before]]", "[before]", "write [[before]]"),
        ("points  = 3", "", "points = 20 or refused"),
        ("points  = 3", 'points = 3\nrefused = "no_edition"', "one of both"),
        ("points  = 3", "points = 3.0", "write a whole number"),
        ("points  = 3", "points = -3", "write a whole number"),
        ("points = 12", "points = true", "write a whole number"),
        ("points = 12", "at = 2026-04-03T10:00:00Z", "[[before]] 1: write on = "),
        ("points = 12", "times = 0", "write 1 to 1000"),
        ("points = 12", "times = 1001", "write 1 to 1000"),
        ("points = 12", 'times = 2\nid = "x"', "no id beside it"),
        ("facts  = { cups = 12 }", "facts = 12", "write facts = {"),
        ("facts  = { cups = 12 }\npoints = 12", "", "facts is missing"),
        ("points = 12", 'partner = ""', "write a text"),
        ('edition = "riverside/2026-04"', "", "write edition = "),
        ('edition = "riverside/2026-04"', 'edition = "riverside/1999"', "there is no edition"),
        ('because = ["rule', 'because = [1, "rule', "write a list of texts"),
        ("source  =", "source", "not TOML"),
    ],
)
def test_a_mistake_in_a_case_is_named(old: str, new: str, said: str) -> None:
    with pytest.raises(CaseMistake) as caught:
        _hold(read_case(PATH, _changed(old, new)), ENGINES[0])

    assert said in str(caught.value)
    assert "made-up.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("on     = 2026-04-03", 'on     = "2026-04-03"'),
        ("on     = 2026-04-03", "on     = 2026-04-03T10:00:00Z"),
        ("on     = 2026-04-03", "at     = 2026-04-03T10:00:00"),
        ("on     = 2026-04-03", "at     = 2026-04-03"),
    ],
)
def test_a_day_is_a_day_and_a_time_has_an_offset(old: str, new: str) -> None:
    with pytest.raises(CaseMistake, match=r"\[\[before\]\] 1"):
        read_case(PATH, _changed(old, new))


def test_facts_left_out_are_worked_out_from_the_points() -> None:
    text = _changed("facts  = { cups = 12 }\n", "")
    case = read_case(PATH, text)

    assert deeds_of(case, rules_of(case))[0].facts == {"cups": 12}


def test_points_that_no_deed_gives_are_refused() -> None:
    text = _changed("facts  = { cups = 12 }\npoints = 12", "points = 16")
    case = read_case(PATH, text)

    with pytest.raises(CaseMistake, match="no whole number of cups gives 16 points"):
        deeds_of(case, rules_of(case))


def _repeated(engine: Engine) -> Engine:
    return lambda rules, deeds: [engine(rules, deeds)[0], *engine(rules, deeds)[:-1]]


def _generous(engine: Engine) -> Engine:
    """An engine that forgets what was before: it must be caught."""
    return lambda rules, deeds: [engine(rules, [deed])[0] for deed in deeds]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("broken", [_repeated, _generous])
def test_a_broken_engine_is_caught(engine: Engine, broken: Callable[[Engine], Engine]) -> None:
    with pytest.raises(AssertionError):
        _hold(read_case(PATH, SOUND), broken(engine))
