"""Which clause a mistake of reading breaks: by what was attempted, else by where it stands.

An unknown key offends by its name (`streak` is C20), an unknown value by what it says
(`joining = "automatic"` is C13). What says nothing offends the clause that its key serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES, GRAVITY
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
    "edition.purpose": "C25",
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
"""The clause that a key serves. The longest beginning counts."""

_KEYS_OF_REWARDS = ("price_points", "stock", "opens_on", "closes_on", "at_most_a_month", "provider", "open_alternative")
_SENTENCE_WORDS = 4


def placed(view: View, mistake: Mistake, known: frozenset[str]) -> Iterator[str]:
    """Yield the clauses that a mistake breaks, the gravest first; at least one.

    Takes: `known`, the names of all keys that there are.
    """
    path = mistake.path
    words = list(path[-1:]) if path and path[-1] not in known else []
    value = view.value(*path)
    attempted = sorted(
        {*_of_names(view, [str(word) for word in words]), *_of_values(view, value)},
        key=GRAVITY.__getitem__,
    )
    if words and attempted:
        yield from attempted
    elif words:
        yield "C01"
    else:
        yield from attempted or [clause_of(view, path)]


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


def _of_names(view: View, names: list[str]) -> Iterator[str]:
    for name in names:
        for clause in CLAUSES:
            if clause.names.find(name) is not None:
                yield clause.number
        for entry in view.registries.facts.never:
            if entry.names.find(name) is not None:
                yield entry.clause


def _of_values(view: View, value: object) -> Iterator[str]:
    """Yield the clauses that the keys and texts inside a value offend."""
    if not isinstance(value, str | Mapping | list):
        return
    for text in texts_in(value):
        if len(text.split()) < _SENTENCE_WORDS:
            yield from _of_names(view, [text])
        else:
            for number, clause in BY_NUMBER.items():
                if clause.phrases.find(text) is not None:
                    yield number
