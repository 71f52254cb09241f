"""Reading editions: what they may say, and each mistake with its line and its words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plaudit.core.amount import MICRO
from plaudit.core.catalogue.editions import parse_edition, read_edition
from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.edition import Between, Edition, Equals, Stage
from plaudit.core.period import Period
from tests.core.edition_text import edition_text
from tests.core.strategies import Town, towns
from tests.core.test_catalogue_source import PIECES
from tests.core.written import HEAD, KNOWN, RATE, mistakes_of, rule


def read_rule(lines: str) -> Stage:
    (stage,) = parse_edition(rule(lines), KNOWN).rules()
    return stage


@settings(max_examples=150)
@given(towns(deeds_max=0))
def test_what_is_written_is_read_back(town: Town) -> None:
    assert parse_edition(edition_text(town.edition), town.activities) == town.edition


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from([*PIECES, "[edition]\n", "[[rule]]\n", "on = ", "per = "]), max_size=20
    )
)
def test_any_text_gives_an_edition_or_mistakes(pieces: list[str]) -> None:
    read = read_edition(read_source("any.toml", "".join(pieces).encode()), KNOWN)

    assert isinstance(read, Edition) or read


VALUES = [
    *(
        "1",
        "-1",
        "0.5",
        "1e3",
        "inf",
        "nan",
        "true",
        '""',
        '"x"',
        '"tally:r"',
        '"bring"',
        "[]",
        "{}",
    ),
    *('["x", "x"]', "[1, 2]", "[[1, 2]]", "{ a = 1 }", "{ points = 1 }", "{ kg = { paper = 1 } }"),
    *(
        "2026-01-01",
        "2026-01-01T00:00:00Z",
        "07:00:00",
        '["day"]',
        "[[]]",
        "[{}]",
        "99999999999999",
    ),
    *('{ weekday = "mon", kg = [] }', "{ from = 1 }", "{ kg = { at_least = {} } }", "{ kg = {} }"),
]
KEYS = [
    *("id", "on", "when", "count", "weigh", "per", "each", "rate", "every", "ladder", "bands"),
    *("rounding", "at_most", "source", "says", "rules", "points"),
]


@settings(max_examples=500)
@given(
    st.sampled_from(("rule", "tally", "ceiling", "edition")),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=6),
)
def test_any_value_at_any_key_gives_an_edition_or_mistakes(
    table: str, pairs: dict[str, str]
) -> None:
    header = f"[{table}]" if table == "edition" else f"{HEAD}[[{table}]]"
    text = "\n".join([header, *(f"{key} = {value}" for key, value in pairs.items())])

    read = read_edition(read_source("any.toml", text.encode()), KNOWN)

    assert isinstance(read, Edition) or all(1 <= one.line <= text.count("\n") + 2 for one in read)


def test_one_value_and_a_list_of_one_mean_the_same() -> None:
    alone = 'when = { weekday = "mon", partner = "depot", material = "paper", things = 3 }\n'
    listed = (
        'when = { weekday = ["monday"], partner = ["depot"], material = ["paper"], things = [3] }\n'
    )

    assert read_rule(RATE + alone) == read_rule(RATE + listed)
    assert parse_edition(rule(RATE).replace('"bring"', '["bring"]'), KNOWN) == parse_edition(
        rule(RATE), KNOWN
    )
    assert parse_edition(rule(RATE).replace('["en"]', '"en"'), KNOWN).languages == ("en",)


def test_conditions_are_scaled_and_days_are_numbers() -> None:
    stage = read_rule(
        RATE + "when = { kg = { at_least = 0.5, below = 2 }, things = [1, 2],"
        ' weekday = ["Sat", "sunday"], from = 2026-01-02, until = 2026-01-03 }\n'
    )

    assert stage.when.facts == (
        Between("kg", 500_000, 2 * MICRO),
        Equals("things", (MICRO, 2 * MICRO)),
    )
    assert stage.when.weekdays == frozenset({5, 6})
    assert stage.when.until_day == (stage.when.from_day or 0) + 1


def test_counting_deeds_is_the_same_as_leaving_count_out() -> None:
    assert read_rule(RATE + 'count = "deeds"\n') == read_rule(RATE)


def test_a_tally_without_a_schedule_may_have_a_ceiling_with_decimals() -> None:
    text = f'{HEAD}[[tally]]\nid = "t"\non = "bring"\nper = "day"\ncount = "kg"\nat_most = 2.5\n'

    (tally,) = parse_edition(text, KNOWN).tallies()

    assert tally.at_most == 2_500_000


def test_points_last_twelve_months_where_nothing_is_written() -> None:
    assert parse_edition(HEAD, KNOWN).expires_after_months == 12
    assert (
        parse_edition(f"{HEAD}[points]\nexpires_after_months = 18\n", KNOWN).expires_after_months
        == 18
    )


def test_tables_that_others_read_are_passed_over() -> None:
    text = f'{HEAD}[contact]\nmail = "desk@town.example"\n[[reward]]\nid = "museum"\n'

    assert parse_edition(text, KNOWN).id == "2026"


def test_a_stage_that_is_read_in_part_is_not_held_against_others() -> None:
    text = (
        f'{HEAD}[[tally]]\nid = "t"\non = "bring"\nper = "dayly"\n'
        f'[[rule]]\nid = "r"\non = "tally:t"\nper = "day"\n{RATE}'
        '[[ceiling]]\nid = "c"\nrules = ["r"]\nper = "day"\nat_most = 3\n'
    )

    (mistake,) = mistakes_of(text)

    assert mistake.line == 10


def test_an_activity_with_mistakes_of_its_own_is_not_held_against_an_edition() -> None:
    source = read_source("town.toml", rule(RATE).replace("bring", "broken").encode())

    assert isinstance(read_edition(source, KNOWN, unread={"broken"}), Edition)
    assert isinstance(read_edition(source, KNOWN), list)


def test_a_text_with_mistakes_is_refused_with_all_of_them() -> None:
    with pytest.raises(Mistakes) as refused:
        parse_edition(rule("") + "x = 1\ny = 2\n", KNOWN, file="town.toml")

    assert len(refused.value.mistakes) == 3
    assert refused.value.mistakes[0].file == "town.toml"


def test_periods_are_those_of_the_law() -> None:
    for period in Period:
        text = rule(RATE).replace('"week"', f'"{period}"')
        assert parse_edition(text, KNOWN).rules()[0].period is period
