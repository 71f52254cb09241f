"""A finding of the charter: an error, or a question that a named person must answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.sentence import Sentence


class Result(StrEnum):
    """What the check says of a file."""

    PASSES = "passes"
    NEEDS_A_PERSON = "needs a person"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. `question` is None for an error.

    `mark` names a question by its clause, its place and the text that raised it, so that an
    answer holds as long as that text stands, wherever in the file, and no longer.
    """

    mistake: Mistake
    question: Sentence | None = None
    mark: str = ""
    answered_by: str = ""

    @property
    def clause(self) -> str:
        """The clause of the charter, like `C07`."""
        return self.mistake.clause

    @property
    def is_error(self) -> bool:
        """Whether it refuses the file; a question only holds it up."""
        return not self.question


def mark_of(clause: str, place: str, text: str) -> str:
    """Return the mark of a question.

    >>> mark_of("C03", "rule cups says", "no fines")
    'q-11cbc19fc9'
    """
    return f"q-{sha256(chr(0).join((clause, place, text)).encode()).hexdigest()[:10]}"
