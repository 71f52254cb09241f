"""Which clause a mistake of reading breaks: by what was attempted, else by where it stands.

An unknown key offends by its name (`streak` is C20), an unknown value by what it says
(`joining = "automatic"` is C13). What says nothing offends the clause that its key serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.fields import NOT_A_KEY
from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clauses import CLAUSES, GRAVITY
from plaudit.core.charter.naming import offences
from plaudit.core.charter.view import View
from plaudit.core.charter.words import in_words, texts_in

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
        attempted |= _offended(str(path[-1]), view, home=home)
        if isinstance(value, Mapping) or not attempted:
            attempted |= _inside(value, view, home=home)
    elif not mistake.on_key and path and path[0] not in _NOT_SEARCHED:
        attempted |= _of_value(value, view, home=home, among=_CLOSED.get(str(path[-1]), ()))
    if attempted:
        return sorted(attempted, key=GRAVITY.__getitem__), True
    return ["C01" if unknown else home], False


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


def _offended(name: str, view: View, *, home: str) -> set[str]:
    """Return the one clause that a name offends most, or nothing.

    It is the clause whose words say most of the name, or say it first, or that of its table.
    """
    found = {number: (len(word), -at) for number, word, at in _words_of(name, view)}
    if not found:
        return set()
    best = max(found, key=lambda number: (found[number], number == home, -GRAVITY[number]))
    return {best}


def _words_of(name: str, view: View) -> Iterator[tuple[str, str, int]]:
    """Yield each clause that a name offends, with the word for it and where that stands.

    A name is taken as a key, or else as an id.
    """
    as_key = [(clause.number, clause.names.find(name)) for clause in CLAUSES]
    as_id = [(clause.number, clause.ids.find(name)) for clause in CLAUSES]
    found = as_key if any(word for _, word in as_key) else as_id
    found += [(entry.clause, entry.names.find(name)) for entry in view.registries.facts.never]
    joined = in_words(name)
    for number, word in found:
        if word is not None:
            yield number, word, joined.index(word)


def _of_value(value: object, view: View, *, home: str, among: tuple[str, ...]) -> set[str]:
    """Return the clauses that a wrong value offends; of a table, the clause of its key too."""
    if isinstance(value, str) and among:
        found = {number for number, _, _ in _words_of(value, view) if number in among}
        return {min(found, key=among.index)} if found else set()
    if isinstance(value, str):
        return {number for number, _, _ in offences(value, view.registries, CLAUSES)}
    if isinstance(value, Mapping):
        return {home} | _inside(value, view, home=home)
    return set()


def _inside(value: object, view: View, *, home: str) -> set[str]:
    """Return the clauses that the keys and texts inside a value offend."""
    found: set[str] = set()
    for text in texts_in(value):
        if len(text.split()) < _SENTENCE_WORDS:
            found |= _offended(text, view, home=home)
        found |= {clause.number for clause in CLAUSES if clause.phrases.find(text) is not None}
    return found
