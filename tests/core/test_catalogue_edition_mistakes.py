"""Each mistake in the file of an edition, with its line and its words."""

from __future__ import annotations

import pytest

from tests.core.untold import untold
from tests.core.written import HEAD, HEAD_LINES, RATE, RULE_LINES, mistakes_of, rule

HEADS = [
    ("", 1, "edition is missing."),
    ("[editon]\n", 1, "editon is not a key of an edition. Write edition."),
    (HEAD.replace("2026-01-01", '"2026-01-01"'), 4, "Write 2026-01-01 without quotes."),
    (HEAD.replace("2026-01-01", "2026-01-01T00:00:00"), 4, "Write the day alone: 2026-01-01."),
    (HEAD.replace("2026-01-01", "20260101"), 4, "starts_on is a date; 20260101 is a whole number."),
    (
        HEAD.replace("2026-01-01", "9999-01-01"),
        4,
        "starts_on is in the year 9999. Write a day from",
    ),
    (HEAD.replace("Asia/Bangkok", "localtime"), 5, "There is no time zone"),
    (HEAD.replace("Bangkok", "Bangok"), 5, 'Write time_zone = "Asia/Bangkok".'),
    (HEAD.replace('"Asia/Bangkok"', "7"), 5, "time_zone is the name of a time zone"),
    (HEAD.replace('["en"]', '["English"]'), 6, '"English" is not.'),
    (HEAD.replace('["en"]', "[]"), 6, "The list languages is empty."),
    (HEAD + "colour = 1\n", 7, "colour is not a key of [edition]."),
    (HEAD + "[points]\nexpires_after_months = 1.5\n", 8, "is a whole number"),
    (HEAD + "[rule]\nid = 'x'\n", 7, "Write [[rule]], with two brackets."),
    (HEAD.replace("[edition]", "[[edition]]"), 1, "edition is a table; a list stands here."),
]


@pytest.mark.parametrize(("text", "line", "words"), HEADS)
def test_each_mistake_of_the_head_is_told_with_its_line(text: str, line: int, words: str) -> None:
    mistake = next(one for one in mistakes_of(text) if words in f"{one.seen} {one.write}")

    assert mistake.line == line


RULES = [
    (RATE + 'onn = "x"\n', 2, "onn is not a key of a rule."),
    ("rte = { points = 1, per = 1 }\n", 1, "rte is not a key of a rule. Write rate."),
    (RATE + "when = { until = 0001-01-01 }\n", 2, "until is in the year 1."),
    (RATE + "at_most = -1\n", 2, "at_most is a whole number from 0 to"),
    (RATE + 'at_most = "15"\n', 2, "Write 15 without quotes."),
    (RATE + "at_most = 1.5\n", 2, "1.5 has decimals."),
    (RATE + 'rounding = "up"\n', 2, 'rounding is one of "down", "half_up", "half_even"'),
    (RATE + 'says = "Thanks"\n', 2, "says is a text by language"),
    (RATE + "ladder = [[1, 1]]\n", 2, "A rule has one schedule; here are 2: rate, ladder."),
    ("", 0, "A rule needs a schedule"),
    ("rate = { points = 1 }\n", 1, "per is missing."),
    ("rate = { points = 1, per = 0 }\n", 1, "per is a number above 0"),
    ("rate = { points = -1, per = 1 }\n", 1, "points is a number from 0 to"),
    ("rate = 2\n", 1, "rate is a table; 2 is a whole number."),
    ("every = { points = 1, pr = 2 }\n", 1, "pr is not a key of every. Write per."),
    ("ladder = 3\n", 1, "ladder is a list of [from, points] steps"),
    ("ladder = []\n", 1, "ladder is empty."),
    ("ladder = [[1, 2, 3]]\n", 1, "this one has 3 parts."),
    ("ladder = [5]\n", 1, "Each entry of ladder is a pair [from, points]; 5 is a whole number."),
    ("ladder = [[0, 5]]\n", 1, "A step from 0 gives points for nothing."),
    ("ladder = [[5, 10], [5, 20]]\n", 1, "The steps of a ladder ascend"),
    ("ladder = [[5, 10], [6, 9]]\n", 1, "The points of a ladder never fall"),
    ('ladder = [["rest", 1]]\n', 1, '"rest" is a text.'),
    ("bands = [[0, 1]]\n", 1, "bands is a number above 0"),
    ('bands = [["rest", 1], [5, 1]]\n', 1, '"rest" takes all that is left'),
    ('bands = [["all", 1]]\n', 1, '"all" is a text.'),
    (RATE + "when = 3\n", 2, "when is a table of conditions; 3 is a whole number."),
    (RATE + "when = { kg = {} }\n", 2, "kg = {} says nothing."),
    (RATE + "when = { kg = { at_leat = 1 } }\n", 2, "Write at_least."),
    (RATE + "when = { kg = { at_least = -1 } }\n", 2, "at_least is a number from 0"),
    (RATE + 'when = { kg = { at_least = "much" } }\n', 2, "Write at_least = 3."),
    (RATE + "when = { kg = true }\n", 2, "true is true or false."),
    (RATE + "when = { kg = 2026-01-01 }\n", 2, "2026-01-01 is a date."),
    (RATE + 'when = { weekday = "MONDAY" }\n', 2, 'Write "monday".'),
    (RATE + 'when = { weekday = "someday" }\n', 2, "weekday is a day of the week"),
    (RATE + "when = { weekday = 1 }\n", 2, "1 is a whole number."),
    (RATE + 'when = { from = "2026-01-01" }\n', 2, "Write 2026-01-01 without quotes."),
    (RATE + "when = { from = 2026-02-01, until = 2026-02-01 }\n", 2, "no day is left."),
    (RATE + "when = { partner = [] }\n", 2, "The list partner is empty."),
    (RATE + "when = { partner = 7 }\n", 2, "partner is a text"),
    (RATE + "weigh = { material = {} }\n", 2, "material is empty."),
    (RATE + "weigh = {}\n", 2, "weigh is empty."),
    (RATE + "weigh = { material = { paper = -2 } }\n", 2, "paper is a number from 0"),
    (RATE + "weigh = { material = { paper = 1 }, kg = { a = 1 } }\n", 2, "1 is the most"),
    (RATE + "source = 7\n", 2, "source is a text; 7 is a whole number."),
]


@pytest.mark.parametrize(("lines", "line", "words"), RULES)
def test_each_mistake_of_a_rule_is_told_with_its_line(lines: str, line: int, words: str) -> None:
    (mistake,) = mistakes_of(rule(lines))

    assert mistake.line == (RULE_LINES + line if line else HEAD_LINES + 1)
    assert mistake.place == 'rule "r"'
    assert words in f"{mistake.seen} {mistake.write}"
    assert untold([mistake]) == []


def test_a_condition_on_a_number_in_quotes_is_told_as_the_style_guide_shows() -> None:
    text = rule(RATE + 'when = { things = { at_least = "3" } }\n')

    (mistake,) = mistakes_of(text)

    assert mistake.rendered() == (
        'town/2026.toml, line 12, rule "r"\n'
        '    when = { things = { at_least = "3" } }\n'
        "                                   ^\n"
        'things is a whole number (1 to 40); "3" is a text. Write 3 without quotes.'
    )


def test_all_mistakes_of_a_file_are_told_in_order() -> None:
    text = (
        f'{HEAD}[[rule]]\nid = "r"\non = "brin"\nper = "weekly"\n'
        'rate = { points = "1", per = 1 }\n'
        'when = { weight = 3 }\n[[rule]]\nid = "r"\non = "bring"\nper = "day"\ncount = "kilos"\n'
        f'{RATE}[[ceiling]]\nid = "c"\nrules = ["q"]\nper = "day"\nat_most = "4"\n'
    )

    assert [mistake.line for mistake in mistakes_of(text)] == [9, 10, 11, 14, 17, 21, 23]
