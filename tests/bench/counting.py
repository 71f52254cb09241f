"""How quickly deeds are counted without a database: the whole of `plaudit count`, in process."""

from __future__ import annotations

import gc
import json
import random
import time
from collections.abc import Iterator

from plaudit.cli.counting_lines import count_lines
from plaudit.core.catalogue.editions import parse_edition
from plaudit.core.counting import Counting
from plaudit.core.period import Calendar
from plaudit.ingest.reading import Reader
from tests.bench.book import RIVERSIDE
from tests.riverside import ACTIVITIES

DEEDS = 300_000
MEMBERS = 20_000

_RULE = """
[[rule]]
id = "rule-{number}"
on = "{activity}"
per = "{per}"
{schedule}
source = "measured"
says = {{ en = "Rule {number}" }}
"""

_RULES = (
    ("cup_return", "day", 'count = "cups"\nrate = { points = 1, per = 1 }\nat_most = 15'),
    ("litter_pick", "week", 'count = "bags"\nrate = { points = 10, per = 1 }\nat_most = 80'),
    ("tree_care", "week", 'count = "trees"\nbands = [[5, 4], [10, 2]]'),
    ("book_swap", "month", 'count = "books"\nladder = [[2, 5], [6, 15], [10, 30]]'),
    ("garden_minutes", "day", 'count = "minutes"\nevery = { points = 5, per = 30 }'),
    ("tool_loan", "month", "rate = { points = 5, per = 1 }\nat_most = 30"),
)

_HEAD = """
[edition]
programme = "measured"
id = "6"
starts_on = 2026-01-01
time_zone = "Asia/Bangkok"
languages = ["en"]
source = "six rules, day and month caps"
title = { en = "Measured" }
"""

_CEILING = """
[[ceiling]]
id = "month"
rules = ["rule-0", "rule-3", "rule-4", "rule-5"]
per = "month"
at_most = 300
source = "measured"
says = { en = "Together" }
"""


def six_rules() -> str:
    """Return an edition of six rules of every kind, four of them under a joint ceiling."""
    rules = [
        _RULE.format(number=number, activity=activity, per=per, schedule=schedule)
        for number, (activity, per, schedule) in enumerate(_RULES)
    ]
    return _HEAD + "".join(rules) + _CEILING


def lines(how_many: int) -> list[bytes]:
    """Return deeds of six activities over a month, as a file has them."""
    chance = random.Random(1)
    kinds: list[tuple[str, str, int, int]] = [
        ("cup_return", "cups", 1, 6),
        ("litter_pick", "bags", 0, 5),
        ("tree_care", "trees", 1, 12),
        ("book_swap", "books", 1, 6),
        ("garden_minutes", "minutes", 5, 120),
        ("tool_loan", "", 0, 0),
    ]
    found = []
    for number in range(how_many):
        activity, fact, low, high = chance.choice(kinds)
        day, hour, minute = chance.randint(1, 30), chance.randint(6, 21), chance.randint(0, 59)
        deed = {
            "specversion": "1.0",
            "id": f"till-{number % 7}/{number:06d}",
            "source": f"partner-{number % 40}",
            "type": f"deed.{activity}",
            "subject": f"{chance.randrange(MEMBERS):032x}",
            "time": f"2026-11-{day:02d}T{hour:02d}:{minute:02d}:00+07:00",
            "data": {fact: chance.randint(low, high)} if fact else {},
        }
        found.append(json.dumps(deed, separators=(",", ":")).encode() + b"\n")
    return found


def counting_rates() -> Iterator[str]:
    """Yield a row for each edition, and one for reading alone."""
    deeds = lines(DEEDS)
    reader = Reader(ACTIVITIES)
    gc.disable()  # as the command does
    started = time.perf_counter()
    for deed in deeds:
        reader.read_line(deed)
    yield f"| reading alone (strict JSON) | {DEEDS / (time.perf_counter() - started):,.0f} |"
    for called, text in (
        ("six rules, one joint ceiling", six_rules()),
        ("Riverside: 12 rules, tallies, ceilings", RIVERSIDE.read_text("utf-8")),
    ):
        edition = parse_edition(text, ACTIVITIES)
        counting = Counting([edition], ACTIVITIES)
        calendar = Calendar(edition.time_zone)
        started = time.perf_counter()
        for _ in count_lines(deeds, reader=reader, counting=counting, calendar=calendar):
            pass
        yield f"| {called} | {DEEDS / (time.perf_counter() - started):,.0f} |"
    gc.enable()
