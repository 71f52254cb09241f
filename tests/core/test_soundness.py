"""What makes an edition unsound, each with its key and words; and what is let pass."""

from __future__ import annotations

import itertools

import pytest

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.source import read_source
from plaudit.core.period import Period, holds
from tests.core.unsound_editions import UNSOUND, ceiling, rule, tally
from tests.core.untold import untold
from tests.core.written import HEAD, KNOWN


def mistakes_in(text: str, known: dict[str, Activity] | None = None) -> list[Mistake]:
    read = read_edition(read_source("town.toml", f"{HEAD}{text}".encode()), known or KNOWN)
    return read if isinstance(read, list) else []


@pytest.mark.parametrize("name", UNSOUND)
def test_what_is_unsound_is_told_at_its_key(name: str) -> None:
    text, key, words = UNSOUND[name]

    (mistake,) = mistakes_in(text, wide())

    assert mistake.key == key
    assert words in f"{mistake.seen} {mistake.write}"
    assert untold([mistake]) == []


def wide() -> dict[str, Activity]:
    text = 'id = "wide"\ntitle = { en = "Wide" }\n[facts.won]\ntype = "integer"\nmax = 1000000000\n'
    return {**KNOWN, "wide": parse_activity(text)}


SOUND = {
    "tallies written after what counts them": tally("a", 'on = "tally:b"\nper = "week"')
    + tally("b"),
    "a weekday of a tally per day": tally("t")
    + rule("a", 'on = "tally:t"\nper = "week"\nwhen = { weekday = "mon", from = 2026-02-01 }'),
    "each and weights of a tally that keeps them apart": tally("t", 'each = "material"')
    + rule("a", 'on = "tally:t"\neach = "material"\nweigh = { material = { paper = 2 } }'),
    "a later ceiling that takes in the earlier one": rule("a")
    + rule("b")
    + ceiling("c", '"a"')
    + ceiling("d", '"b", "a"', "week"),
    "ceilings that share nothing": rule("a")
    + rule("b")
    + ceiling("c", '"a"', "month")
    + ceiling("d", '"b"', "week"),
    "a large number that is only compared": rule("a", 'on = "wide"\nwhen = { won = 1000000000 }'),
    "a large number under a ceiling of its tally": tally(
        "t", 'count = "kg"\nrate = { points = 1000000, per = 1 }\nat_most = 10'
    )
    + rule("a", 'on = "tally:t"'),
    "a ladder that starts with nothing": rule("a", "ladder = [[0, 0], [5, 10], [10, 10]]"),
    "six places together": rule("a", 'count = "kg"\nweigh = { material = { paper = 0.1234 } }'),
    "no rule at all": "",
}


def test_a_number_without_max_may_give_thousands_of_points_a_unit() -> None:
    open_ended = parse_activity(
        'id = "open"\n[facts.km]\ntype = "integer"\n'
        '[facts.by]\ntype = "choice"\nvalues = ["bike", "foot"]\n'
    )
    text = rule("a", 'on = "open"\ncount = "km"\nrate = { points = 1000, per = 1 }')
    weighed = 'count = "km"\nweigh = { by = { bike = 2000, foot = 9000 } }'
    as_tally = tally("t", 'on = "open"\ncount = "km"\nrate = { points = 10000, per = 1 }')

    assert mistakes_in(rule("a", f'on = "open"\n{weighed}'), {"open": open_ended}) == []
    assert mistakes_in(text, {"open": open_ended}) == []
    assert [one.key for one in mistakes_in(as_tally, {"open": open_ended})] == ["tally"]


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_is_let_pass(name: str) -> None:
    assert mistakes_in(SOUND[name], wide()) == []


@pytest.mark.parametrize(("outer", "inner"), [*itertools.product(Period, Period)])
def test_a_ceiling_and_a_tally_ask_for_a_period_that_holds_the_other_whole(
    outer: Period, inner: Period
) -> None:
    over_rule = rule("a", f'per = "{inner}"') + ceiling("c", '"a"', outer)
    over_tally = tally("t", f'per = "{inner}"') + rule("a", f'on = "tally:t"\nper = "{outer}"')

    assert (mistakes_in(over_rule) == []) == holds(outer, inner)
    assert (mistakes_in(over_tally) == []) == holds(outer, inner)
