"""A person's answers to the questions of the check, written into the edition.

An answer names the question by its mark, which changes with the text that raised it: who changes
the text has to ask again. The author cannot answer. Errors have no answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from plaudit.core.catalogue.saying import shown
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.people import is_a_person, same_person
from plaudit.core.charter.view import View
from plaudit.core.marking import N_
from plaudit.core.sentence import sentence


def answered(view: View, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, questions with the name of the one who answered them."""
    by_mark: dict[str, str] = {}
    author = view.text("people", "author") or ""
    for index, _ in view.entries("answer"):
        mark, by = view.text("answer", index, "question"), view.text("answer", index, "by")
        if not mark or not by:
            continue
        if same_person(by, author) or not is_a_person(by):
            yield view.refuse(
                "C25",
                ("answer", index, "by"),
                seen=sentence(
                    N_("{by} is the author, or no person: somebody else answers."), by=shown(by)
                ),
                write=sentence(N_("Let another person answer.")),
            )
            continue
        by_mark[mark] = by
    for found in findings:
        by = by_mark.get(found.mark) if found.mark else None
        yield replace(found, answered_by=by) if by else found
