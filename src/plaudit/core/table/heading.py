"""The first row of a table: which column says what, by our names, by titles, by usual words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plaudit.core.activity import Activity
from plaudit.core.deed import shown
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.table.cells import COLUMNS_MAX, Cell, text_of, too_large

ID, SOURCE, TYPE, SUBJECT, DAY, TIME = "id", "source", "type", "subject", "date", "time"
PASSED_OVER = ("row", "column", "refused")
"""What a file of refused rows has more; it is passed over when that file is sent again."""

_USUAL = {
    ID: ("id", "number", "no.", "event id", "เลขที่", "รหัส", "编号"),
    SOURCE: ("source", "partner", "พันธมิตร", "คู่ค้า", "合作方"),
    TYPE: ("type", "activity", "กิจกรรม", "活动"),
    SUBJECT: ("subject", "member", "member code", "สมาชิก", "รหัสสมาชิก", "会员", "会员代码"),
    DAY: ("date", "day", "วันที่", "日期"),
    TIME: ("time", "date and time", "เวลา", "วันเวลา", "时间", "日期时间"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """Where each thing stands in a row; a fact column names the facts that it can be.

    `names`: the columns as the file calls them.
    """

    names: tuple[str, ...]
    places: Mapping[str, int]
    facts: Mapping[int, frozenset[str]]

    def place_of_fact(self, name: str) -> int | None:
        """Return the column of a fact, or None where the file has none."""
        return next((place for place, names in self.facts.items() if name in names), None)


def folded(text: str) -> str:
    """Return a name without differences that nobody means.

    >>> folded("  Member  Code ") == folded("member code"), folded("ＩＤ")
    (True, 'id')
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def heading_of(
    cells: Sequence[Cell], activities: Mapping[str, Activity], *, needs_type: bool
) -> Heading:
    """Return what each column is.

    `needs_type`: whether each row has to say its activity.

    Refuses: COLUMNS_MISSING, COLUMN_UNKNOWN, COLUMN_TWICE, TABLE_TOO_LARGE.
    """
    names = [text_of(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > COLUMNS_MAX:
        raise Refused(too_large())
    known = _known_facts(activities)
    usual = {folded(word): what for what, words in _USUAL.items() for word in words}
    places: dict[str, int] = {}
    facts: dict[int, frozenset[str]] = {}
    for place, name in enumerate(names):
        word = folded(name)
        found = usual.get(word)
        if word in PASSED_OVER:
            continue
        if word in known:
            found, facts[place] = f"fact {sorted(known[word])}", known[word]
        if found is None:
            raise Refused(refusal(Code.COLUMN_UNKNOWN, name=shown(name)))
        if found in places:
            raise Refused(refusal(Code.COLUMN_TWICE, name=shown(name)))
        places[found] = place
    needed = [ID, SUBJECT, *([TYPE] if needs_type else [])]
    missing = [name for name in needed if name not in places]
    if DAY not in places and TIME not in places:
        missing.append(TIME)
    if missing:
        raise Refused(refusal(Code.COLUMNS_MISSING, names=", ".join(missing)))
    return Heading(tuple(names), places, facts)


def _known_facts(activities: Mapping[str, Activity]) -> dict[str, frozenset[str]]:
    """Return facts by each name of theirs: ours, and the titles in every language."""
    known: dict[str, set[str]] = {}
    for activity in activities.values():
        for fact in activity.facts:
            for word in (fact.name, *fact.title.values()):
                known.setdefault(folded(word), set()).add(fact.name)
    return {word: frozenset(names) for word, names in known.items()}
