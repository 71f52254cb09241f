"""Every field that matters to a member changes the notice, and no other field does."""

from __future__ import annotations

import copy
import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.charter.reading import FILES, registries_of
from tests.core.charter.cases import CATALOGUE
from tests.core.charter.toml_text import toml_text
from tests.core.notice.fullest import (
    Path,
    changed,
    fullest,
    leaves,
    made_of,
    named,
    notices,
    sound,
)

NOT_TOLD = {
    # How points are counted stands on the page with the rules.
    "edition.time_zone", "budget.points_a_year", "budget.paid_by", "ceiling.at_most",
    "ceiling.id", "ceiling.per", "ceiling.says", "ceiling.source", "rule.at_most", "rule.bands",
    "rule.count", "rule.id", "rule.ladder", "rule.per", "rule.says", "rule.source",
    "tally.at_most", "tally.id", "tally.per", "tally.says", "tally.source",
    # Inside the programme's house.
    "people.author", "people.approver", "answer.question", "answer.says", "answer.by",
    "answer.answered_on", "rehearsal.rehearsed_on", "rehearsal.edition_sha256",
    "rehearsal.report_sha256", "partner_check.id", "partner.back_date_days",
    "partner.budget_points_a_week", "partner.kind",
    # What a reward is and costs stands with the rewards.
    "reward.id", "reward.title", "reward.class", "reward.price_points", "reward.stock",
    "reward.opens_on", "reward.closes_on", "reward.at_most_a_month", "reward.open_alternative",
}  # fmt: skip
ONE_VALUE = {
    "audience.joining", "budget.when_used_up", "ceiling.rules", "partner_check.looks_at",
    "tally.on",
}  # fmt: skip
"""Fields that can't be changed alone: one value is lawful, or the name must be that of another."""
NAMES = {"partner.id", "rule.on"}
"""Names inside the file: what they lead to is told, so some changes are seen and some aren't."""
DEED_NOT_TOLD = {
    "class", "facts.books.unit", "facts.weight_of_books.unit", "facts.weight_of_books.places"
}  # fmt: skip
DEED_ONE_VALUE = {
    "id", "facts.books.type", "facts.weight_of_books.type", "facts.thing.type", "facts.thing.values"
}  # fmt: skip


def _wrong(told: bool, expected: bool, name: str) -> list[str]:
    if told == expected:
        return []
    return [f"{name} {'changes the notice' if told else 'is nowhere in the notice'}"]


def test_a_field_of_the_edition_changes_the_notice_if_and_only_if_it_matters() -> None:
    edition, deed = fullest()
    before = notices(made_of(edition, deed))
    wrong: list[str] = []
    alone: set[str] = set()
    for path in leaves(edition):
        if named(path) in NAMES:
            continue
        made = sound(changed(edition, path), deed)
        if made is None:
            alone.add(named(path))
            continue
        wrong += _wrong(notices(made) != before, named(path) not in NOT_TOLD, named(path))
    assert wrong == []
    assert alone - NOT_TOLD <= ONE_VALUE, alone - NOT_TOLD


def test_a_field_of_a_deed_type_changes_the_notice_if_and_only_if_it_matters() -> None:
    edition, deed = fullest()
    before = notices(made_of(edition, deed))
    wrong: list[str] = []
    alone: set[str] = set()
    for path in leaves(deed):
        for other in changed(deed, path):
            try:
                after = notices(made_of(edition, other))
            except Mistakes:
                continue
            wrong += _wrong(after != before, named(path) not in DEED_NOT_TOLD, named(path))
            break
        else:
            alone.add(named(path))
    assert wrong == []
    assert alone <= DEED_ONE_VALUE, alone


def test_a_type_and_a_choice_are_told_too() -> None:
    edition, deed = fullest()
    before = notices(made_of(edition, deed))
    decimal, choice = copy.deepcopy(deed), copy.deepcopy(deed)
    decimal["facts"]["books"] |= {"type": "decimal", "places": 1}
    choice["facts"]["thing"]["values"].append("bag")

    assert notices(made_of(edition, decimal)) != before
    assert notices(made_of(edition, choice)) != before


@pytest.mark.parametrize("part", ["statistics", "partner_check", "reward"])
def test_a_part_that_is_left_out_changes_the_notice(part: str) -> None:
    edition, deed = fullest()
    less = {key: value for key, value in edition.items() if key != part}

    assert notices(made_of(less, deed)) != notices(made_of(edition, deed))


def test_a_deed_type_that_no_rule_counts_is_not_in_the_notice() -> None:
    edition, deed = fullest()
    other = copy.deepcopy(edition)
    for stage in ("rule", "tally"):
        for one in other[stage]:
            one["on"] = str(one["on"]).replace("book_swap", "cup_return")
    known = tomllib.loads(
        (CATALOGUE / "activities/cup_return.toml").read_text("utf-8"), parse_float=Decimal
    )
    other["rule"][0]["count"] = "cups"
    other["partner"][0]["activities"] = ["cup_return"]

    with pytest.raises(Mistakes):
        made_of(other, deed)
    made = made_of(other, known)

    assert "Books given" not in notices(made)
    assert "Reusable cups returned" in notices(made)


DATA: list[tuple[str, Path]] = [
    ("data", ("kind", "items", "purpose", "th")),
    ("data", ("kind", "kilograms", "purpose", "en")),
    ("data", ("record", "evidence", "title", "en")),
    ("data", ("record", "consent", "purpose", "th")),
    ("data", ("never", "location", "called", "th")),
    ("registries/audiences", ("kind", "everyone", "title", "en")),
    ("registries/evidence", ("kind", "partner_report", "title", "th")),
    ("registries/reversal_reasons", ("kind", "wrong_amount", "title", "en")),
]


@cache
def _sources() -> dict[str, Source]:
    return {name: read_source(name, (CATALOGUE / f"{name}.toml").read_bytes()) for name in FILES}


@pytest.mark.parametrize(("file", "path"), DATA)
def test_a_word_of_the_data_catalogue_changes_the_notice(file: str, path: Path) -> None:
    edition, deed = fullest()
    whole = tomllib.loads(_sources()[file].text)
    table: Any = whole
    for key in path[:-1]:
        table = table[key]
    table[path[-1]] += "x"
    other = read_source(file, toml_text(whole).encode())

    after = notices(made_of(edition, deed, registries_of({**_sources(), file: other})))
    assert after != notices(made_of(edition, deed))
