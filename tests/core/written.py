"""Activities and the beginnings of an edition, as text, for tests of reading."""

from __future__ import annotations

from plaudit.core.activity import Activity
from plaudit.core.catalogue.activities import parse_activity
from plaudit.core.catalogue.editions import read_edition
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.source import read_source

BRING = parse_activity(
    'id = "bring"\ntitle = { en = "Brought" }\n'
    '[facts.kg]\ntype = "decimal"\nplaces = 2\nunit = "kg"\nmax = 500\n'
    '[facts.things]\ntype = "integer"\nmin = 1\nmax = 40\n'
    '[facts.material]\ntype = "choice"\nvalues = ["paper", "metal"]\n'
)
VISIT = parse_activity(
    'id = "visit"\ntitle = { en = "Visited" }\n'
    '[facts.venue]\ntype = "choice"\nvalues = ["north", "south"]\n'
)
KNOWN: dict[str, Activity] = {"bring": BRING, "visit": VISIT}
HEAD = (
    '[edition]\nprogramme = "town"\nid = "2026"\nstarts_on = 2026-01-01\n'
    'time_zone = "Asia/Bangkok"\nlanguages = ["en"]\n'
)
HEAD_LINES = HEAD.count("\n")


def rule(lines: str) -> str:
    """Return an edition with one sound rule, to which lines are added."""
    return f'{HEAD}[[rule]]\nid = "r"\non = "bring"\nper = "week"\n{lines}'


RATE = "rate = { points = 1, per = 1 }\n"
RULE_LINES = HEAD_LINES + 4
"""After so many lines those stand that a test adds to the rule."""


def mistakes_of(text: str) -> list[Mistake]:
    """Return all mistakes of an edition that has some."""
    read = read_edition(read_source("town/2026.toml", text.encode()), KNOWN)
    assert isinstance(read, list), read
    return read
