"""Reading an edition: one TOML file, its stages and ceilings, sound as arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from plaudit.core.activity import Activity
from plaudit.core.catalogue.edition_fields import EDITION, MONTHS_DEFAULT
from plaudit.core.catalogue.fields import Reading, Values, Wrong
from plaudit.core.catalogue.mistakes import Mistake, Mistakes, in_order
from plaudit.core.catalogue.source import Source, read_source
from plaudit.core.catalogue.stages import ceiling_of, stage_of
from plaudit.core.edition import Edition
from plaudit.core.soundness.check import unsound
from plaudit.core.soundness.faults import Known

KINDS: tuple[Literal["tally", "rule"], ...] = ("tally", "rule")
Rows = Mapping[str, list[int]]
"""For tally, rule and ceiling: where each one read stands in the file's list."""


def parse_edition(
    text: str, activities: Mapping[str, Activity], *, file: str = "edition"
) -> Edition:
    """Return the edition that a text describes.

    Refuses: Mistakes, with every mistake of the text.
    """
    read = read_edition(read_source(file, text.encode()), activities)
    if isinstance(read, list):
        raise Mistakes(read)
    return read


def read_edition(
    source: Source, activities: Mapping[str, Activity], *, unread: Collection[str] = ()
) -> Edition | list[Mistake]:
    """Return the edition of a file, or all its mistakes in the order of their places.

    Takes:   the activities by id, and the ids of those whose own files have mistakes (`unread`):
             what an edition says about them can't be checked and isn't held against it.
    """
    here = Reading(source, list(source.mistakes))
    values = EDITION.read(source.table, here) if source.table is not None else None
    if values is None or isinstance(values, Wrong):
        return in_order(here.mistakes)
    rows: Rows = {
        name: [row for row, one in enumerate(values.get(name, ())) if isinstance(one, Values)]
        for name in ("tally", "rule", "ceiling")
    }
    edition = _edition(values, rows, here=here, activities=activities)
    partly = {
        values[name][row].get("id", "")
        for name, of_kind in rows.items()
        for row in of_kind
        if values[name][row].unread
    }
    known = Known(activities, frozenset(unread), frozenset(partly), whole=not here.mistakes)
    for fault in unsound(edition, known):
        at = here.at(fault.table, rows[fault.table][fault.index], *fault.keys)
        at.refuse(fault.seen, fault.write, on_key=fault.on_key)
    return in_order(here.mistakes) if here.mistakes else edition


def _edition(
    values: Values, rows: Rows, *, here: Reading, activities: Mapping[str, Activity]
) -> Edition:
    """Return the edition; what couldn't be read is left empty."""
    header: Values = values.get("edition") or Values()
    points: Values = values.get("points") or Values()
    return Edition(
        programme=header.get("programme", ""),
        id=header.get("id", ""),
        starts_on=header.get("starts_on", 0),
        time_zone=header.get("time_zone", ""),
        languages=header.get("languages", ()),
        stages=tuple(
            stage_of(kind, values[kind][row], here=here.at(kind, row), activities=activities)
            for kind in KINDS
            for row in rows[kind]
        ),
        ceilings=tuple(ceiling_of(values["ceiling"][row]) for row in rows["ceiling"]),
        source=header.get("source", ""),
        expires_after_months=points.get("expires_after_months", MONTHS_DEFAULT),
        title=header.get("title", {}),
    )
