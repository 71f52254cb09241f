"""Which clause a mistake of reading breaks: by what was attempted, else by where it stands.

An unknown key offends by its name (`streak` is C20), an unknown value by what it says
(`joining = "automatic"` is C13). What says nothing offends the clause that its key serves. The
same word means one thing in one table and another elsewhere: a fee in [leaving] is C14, a fee on
[points] C05. So each table has its topics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from plaudit.core.catalogue.fields import NOT_A_KEY
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES, GRAVITY
from plaudit.core.charter.naming import offences
from plaudit.core.charter.view import View
from plaudit.core.charter.words import texts_in

_SERVES = {
    "edition": "C25",
    "edition.programme": "C16",
    "edition.id": "C26",
    "edition.starts_on": "C08",
    "edition.time_zone": "C19",
    "edition.languages": "C19",
    "edition.title": "C19",
    "people": "C25",
    "basis": "C25",
    "contact": "C25",
    "audience": "C23",
    "audience.open_to": "C22",
    "audience.joining": "C13",
    "points": "C07",
    "budget": "C04",
    "leaving": "C14",
    "retention": "C17",
    "reversal": "C06",
    "challenge": "C18",
    "statistics": "C10",
    "partner": "C24",
    "partner_check": "C18",
    "partner_check.looks_at": "C09",
    "partner_check.says": "C19",
    "answer": "C25",
    "rehearsal": "C25",
    "approval": "C25",
    "reward": "C12",
    "reward.id": "C26",
    "reward.title": "C19",
    "reward.price_points": "C11",
    "reward.stock": "C11",
    "reward.opens_on": "C11",
    "reward.closes_on": "C11",
    "reward.at_most_a_month": "C11",
    "rule": "C04",
    "rule.id": "C26",
    "rule.on": "C01",
    "rule.when": "C01",
    "rule.when.partner": "C24",
    "rule.count": "C01",
    "rule.each": "C01",
    "rule.says": "C19",
    "rule.source": "C25",
    "ceiling": "C04",
    "ceiling.id": "C26",
    "ceiling.says": "C19",
    "ceiling.source": "C25",
    "id": "C26",
    "title": "C19",
    "evidence": "C02",
    "class": "C02",
    "without_phone": "C22",
    "keep_days": "C17",
    "facts": "C01",
    "programme": "C16",
}
"""The clause that a key serves; the longest beginning of its path counts."""


@dataclass(frozen=True, slots=True)
class _Topics:
    """The clauses that a table serves, the first most of all, and others that fit there.

    `closed`: an attempt against any other clause is one against the first.
    """

    serves: tuple[str, ...]
    fits: tuple[str, ...] = ()
    closed: bool = False

    def __contains__(self, clause: object) -> bool:
        return clause in self.serves or clause in self.fits


_NO_TOPICS = _Topics(())
_TOPICS: Mapping[str, _Topics] = {
    "edition": _Topics(("C08", "C25"), ("C16", "C12", "C13")),
    "people": _Topics(("C25",), closed=True),
    "basis": _Topics(("C25",), ("C13",), closed=True),
    "contact": _Topics(("C25",), ("C15",), closed=True),
    "audience": _Topics(("C22", "C23", "C13", "C14"), ("C09", "C12", "C20", "C21"), closed=True),
    "points": _Topics(
        ("C07",), ("C05", "C08", "C09", "C03", "C04", "C10", "C16", "C18", "C14", "C20")
    ),
    "budget": _Topics(("C04",), closed=True),
    "leaving": _Topics(("C14",), closed=True),
    "retention": _Topics(("C17",), ("C13",), closed=True),
    "reversal": _Topics(("C06",), closed=True),
    "challenge": _Topics(("C18",), closed=True),
    "statistics": _Topics(("C10",), ("C09", "C15"), closed=True),
    "partner": _Topics(("C15", "C24"), ("C13", "C21"), closed=True),
    "partner_check": _Topics(("C18", "C09"), ("C21",), closed=True),
    "rule": _Topics(
        ("C03",),
        ("C04", "C05", "C07", "C08", "C09", "C10", "C16", "C19", "C20", "C21", "C22", "C23"),
    ),
    "reward": _Topics(("C11", "C09"), ("C12", "C10", "C15", "C20", "C08", "C05"), closed=True),
}
"""What a key of a table can be an attempt against."""

_CLOSED = {
    "joining": ("C13", "C20", "C23"),
    "legal_basis": ("C13",),
    "when_used_up": ("C05", "C07", "C08"),
    "looks_at": ("C09",),
}
"""Keys of a closed list: another word there is an attempt against one of these clauses."""
_NOT_SEARCHED = ("reversal", "people", "contact")
"""Tables whose values say what was wrong, or who; their words are no attempt."""
_SENTENCE_WORDS = 4


def clauses_of(view: View, mistake: Mistake) -> tuple[list[str], bool]:
    """Return the clauses that a mistake breaks, at least one, and whether it was an attempt."""
    path = mistake.path
    value = view.value(*path)
    unknown = mistake.on_key and NOT_A_KEY in mistake.seen
    home = clause_of(view, path)
    attempted: set[str] = set()
    if mistake.on_key and not unknown and path[2:3] in (("when",), ("weigh",)) and path[3:]:
        home = "C01"  # the name of a fact or of a choice
        attempted |= {number for number, _, _ in offences(str(path[-1]), view.registries, CLAUSES)}
    if unknown:
        attempted |= _of_unknown(view, path, value, home=home)
    elif not mistake.on_key and path and path[0] not in _NOT_SEARCHED:
        attempted |= _of_value(view, path, value, home=home)
    if attempted:
        return sorted(attempted, key=GRAVITY.__getitem__), True
    return ["C01" if unknown else home], False


def _of_unknown(view: View, path: Path, value: object, *, home: str) -> set[str]:
    """Return the clauses that an unknown key offends: by its name, else by what stands in it.

    A table speaks for itself in what stands in it, whatever its name.
    """
    table = _table_of(view, path)
    found = _best(_words_of(str(path[-1]), view, table=table), home=home, table=table)
    if found is not None and found.is_sure:
        inside = _inside(value, view, table=table) if isinstance(value, Mapping) else set()
        return {found.clause} | inside
    inside = _inside(value, view, table=table)
    topics = _TOPICS.get(table, _NO_TOPICS)
    fitting = {number for number in inside if number in topics} if topics.closed else inside
    return fitting or ({found.clause} if found else inside)


def _table_of(view: View, path: Path) -> str:
    """Return the table that a key stands in, as the topics name it; nothing at the top."""
    if view.kind == "reward":
        return "reward"
    if view.kind != "edition" or len(path) < 2:
        return ""
    return "rule" if path[0] in ("tally", "ceiling") else str(path[0])


def clause_of(view: View, path: Path) -> str:
    """Return the clause that the key at a path serves."""
    keys = [key for key in path if isinstance(key, str)]
    if view.kind == "reward":
        keys = ["reward", *keys]
    elif keys and keys[0] == "tally":
        keys[0] = "rule"
    for length in range(len(keys), 0, -1):
        found = _SERVES.get(".".join(keys[:length]))
        if found is not None:
            return found
    return "C01"


class _Word(NamedTuple):
    """A word of a name, the clause that it speaks of, and whether it says so by itself."""

    clause: str
    word: str
    at: int
    is_sure: bool
    is_data: bool = False


def _best(words: Iterable[_Word], *, home: str, table: str) -> _Word | None:
    """Return the word that says most: by itself, of a topic of its table, first, most of the name.

    In a closed table, what speaks of none of its topics is an attempt against the first.
    """
    topics = _TOPICS.get(table, _NO_TOPICS)
    best = max(
        words,
        key=lambda one: (
            one.is_sure,
            one.clause in topics,
            -one.at,
            len(one.word),
            not one.is_data,
            one.clause == home,
            -GRAVITY[one.clause],
        ),
        default=None,
    )
    if best is not None and topics.closed and best.clause not in topics:
        return best._replace(clause=topics.serves[0])
    return best


def _words_of(name: str, view: View, *, table: str = "", ids: bool = True) -> Iterator[_Word]:
    """Yield each word of a name that speaks of a clause; as a key, or else as an id.

    Hints count where the table serves their clause.
    """
    joined = view.registries.innocent.names.without(name)
    serves = _TOPICS.get(table, _NO_TOPICS).serves
    keys = [(clause.number, clause.names.find(joined)) for clause in CLAUSES]
    hints = [(number, BY_NUMBER[number].hints.find(joined)) for number in serves]
    if ids and not any(word for _, word in (*keys, *hints)):
        keys = [(clause.number, clause.ids.find(joined)) for clause in CLAUSES]
    data = [
        (entry.reward_clause if table == "reward" else entry.clause, entry.names.find(joined))
        for entry in view.registries.facts.never
    ]
    for found, is_sure in ((keys, True), (hints, False), (data, True)):
        for number, word in found:
            if word is not None:
                yield _Word(number, word, joined.index(word), is_sure, is_data=found is data)


def _of_value(view: View, path: Path, value: object, *, home: str) -> set[str]:
    """Return the clauses that a wrong value offends; of a table, the clause of its key too."""
    among = _CLOSED.get(str(path[-1]), ())
    if isinstance(value, str) and among:
        found = {one.clause for one in _words_of(value, view) if one.clause in among}
        return {min(found, key=among.index)} if found else set()
    if isinstance(value, str):
        return {number for number, _, _ in offences(value, view.registries, CLAUSES)}
    if isinstance(value, Mapping):
        return {home} | _inside(value, view, table=_table_of(view, path))
    return set()


def _inside(value: object, view: View, *, table: str) -> set[str]:
    """Return the clauses that the keys and texts inside a value offend; hints are none here."""
    found: set[str] = set()
    for text in texts_in(value):
        sure = (word for word in _words_of(text, view, table=table, ids=False) if word.is_sure)
        best = _best(sure, home="", table=table)
        if best is not None and len(text.split()) < _SENTENCE_WORDS:
            found.add(best.clause)
        found |= {clause.number for clause in CLAUSES if clause.phrases.find(text) is not None}
    return found
