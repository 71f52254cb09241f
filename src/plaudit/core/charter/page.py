"""The reference page of the charter, made from the clauses."""

from __future__ import annotations

from plaudit.core.charter.clause import LAYERS, Clause
from plaudit.core.charter.clauses import CLAUSES

_HEAD = """\
<!-- Made from the code by `plaudit charter --write`; change src/plaudit/core/charter. -->
# The charter: what no programme may do

The charter is what makes Plaudit a rewards wallet and not a score of persons. It is part of the
program, not a setting: loosening a clause is a new major version, shown as a difference and named
in the release. `plaudit check FILE` holds every edition, deed type and reward against it, and
`plaudit charter C07` prints one clause.

Three results: a file **passes**; it is **refused**, with a clause, a place, what was seen and what
to do; or it **needs a person**, who answers a question with an `[[answer]]` in the edition. The
author cannot answer. An error has no answer: it is mended.

A clause is held in layers:
"""


def charter_page() -> str:
    """Return docs/reference/charter.md."""
    layers = [f"- **{letter}**: {words}" for letter, words in LAYERS.items()]
    parts = [_HEAD, *layers, "", "| | clause | layers |", "|---|---|---|"]
    parts += [
        f"| [{one.number}](#{one.number.lower()}) | {one.text} | {one.layers} |" for one in CLAUSES
    ]
    parts += [""]
    for clause in CLAUSES:
        parts += _clause(clause)
    return "\n".join(parts)


def _clause(clause: Clause) -> list[str]:
    lines = [
        f"## {clause.number}",
        "",
        clause.text,
        "",
        f"*In plain words:* {clause.plain}",
        "",
        f"*Why:* {clause.reason}",
        "",
    ]
    lines += ["*Instead:*", "", *(f"- {way}" for way in clause.instead), ""]
    if clause.question:
        lines += [f"*A person is asked:* {clause.question}", ""]
    cases = ", ".join(f"`{name}`" for name in clause.cases)
    return [*lines, f"*Cases* (tests/cases/charter): {cases}", ""]
