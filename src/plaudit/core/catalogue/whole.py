"""The whole edition: what counting reads, and the tables that the charter asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from plaudit.core.catalogue import offers, programme, promises
from plaudit.core.catalogue.edition_fields import EDITION, Tables
from plaudit.core.catalogue.fields import Field, Reading, Table
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.source import Source
from plaudit.core.marking import N_, Marked
from plaudit.core.sentence import sentence, worded

PARTNERS_MAX = 500


class Part(NamedTuple):
    """A table of an edition, or a list of tables, that counting passes over."""

    name: str
    table: Table
    words: Marked
    required: bool = False
    is_list: bool = False


_NEEDED: tuple[tuple[str, Table, Marked], ...] = (
    ("people", programme.PEOPLE, N_("Who wrote it, who approves it, when it is published.")),
    ("basis", programme.BASIS, N_("Why the law allows it.")),
    ("contact", programme.CONTACT, N_("Who answers for it, and where.")),
    ("audience", programme.AUDIENCE, N_("Whom it is for, and how people join.")),
    ("points", promises.POINTS, N_("How long points can be used.")),
    ("budget", promises.BUDGET, N_("What it may cost, and what happens then.")),
    ("leaving", promises.LEAVING, N_("What happens to points on leaving.")),
    ("retention", promises.RETENTION, N_("How long each kind of data is kept.")),
    ("reversal", promises.REVERSAL, N_("When an award can be undone, and by whom.")),
    ("challenge", promises.CHALLENGE, N_("How a decision can be challenged.")),
)
_LISTS: tuple[tuple[str, Table, Marked], ...] = (
    ("partner", offers.PARTNER, N_("[[partner]]: who reports deeds and gives rewards.")),
    ("reward", offers.REWARD, N_("[[reward]]: what points buy.")),
    (
        "partner_check",
        offers.PARTNER_CHECK,
        N_("[[partner_check]]: looks at reports, not members."),
    ),
    ("answer", offers.ANSWER, N_("[[answer]]: a person's answer to a question of the check.")),
)

PARTS = (
    *(Part(*part, required=True) for part in _NEEDED),
    Part("statistics", promises.STATISTICS, N_("What totals are published. Left out: none.")),
    *(Part(*part, required=part[0] == "partner", is_list=True) for part in _LISTS),
    Part("rehearsal", offers.REHEARSAL, N_("Which report shows what it would have given before.")),
    Part("approval", offers.APPROVAL, N_("The approval. It is void when anything else changes.")),
)


def _field(part: Part) -> Field:
    kind = Tables(part.table, most=PARTNERS_MAX) if part.is_list else part.table
    return Field(part.name, kind, part.words, required=part.required, default=None)


_OF_PARTS = {part.name: _field(part) for part in PARTS}
_HEADER = EDITION.fields[0]

WHOLE_EDITION = replace(
    EDITION,
    fields=(
        _HEADER,
        *(one for one in EDITION.fields[1:] if one.name not in _OF_PARTS),
        *_OF_PARTS.values(),
    ),
)
"""An edition as `plaudit check` wants it, for schemas and reference pages."""


def mistakes_of_parts(source: Source) -> list[Mistake]:
    """Return the mistakes of the tables that counting passes over; a missing table is one."""
    here = Reading(source, [])
    table = source.table or {}
    for part in PARTS:
        if part.name in table:
            _OF_PARTS[part.name].kind.read(table[part.name], here.at(part.name))
        elif part.required:
            brackets = f"[[{part.name}]]" if part.is_list else f"[{part.name}]"
            needed = ", ".join(one.name for one in part.table.fields if one.required)
            here.at(part.name).refuse(
                sentence(
                    N_("{brackets} is missing. {words}"),
                    brackets=brackets,
                    words=worded(part.words),
                ),
                sentence(N_("Add {brackets} with {needed}."), brackets=brackets, needed=needed),
                on_key=True,
            )
    return here.mistakes


def mistakes_of_reward(source: Source) -> list[Mistake]:
    """Return the mistakes of a reward that has a file of its own."""
    here = Reading(source, [])
    offers.REWARD_FILE.read(source.table, here)
    return here.mistakes
