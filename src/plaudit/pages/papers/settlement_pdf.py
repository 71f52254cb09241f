"""A settlement statement as PDF, once in each language of its programme."""

from __future__ import annotations

import logging

from plaudit.pages.papers.fonts import FontMissing
from plaudit.pages.papers.settlement_words import statement_words
from plaudit.pages.papers.typesetting import typeset
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.settled_names import SettledNames
from plaudit.store.settlement import Made

LAYOUT = "settlement.typ"
WRITTEN_IN = "en"
"""Where a programme speaks none of our languages."""


log = logging.getLogger(__name__)


def statement_paper(made: Made, names: SettledNames) -> bytes | None:
    """Return a statement as PDF; None where a font is missing, which is the operator's to mend.

    What a server says of it: the log has whose statement it was, and the command what to install.
    """
    try:
        return statement_pdf(made, names)
    except FontMissing:
        head = made.statement.head
        log.warning(
            "no PDF of statement %s of %s: a font is missing; plaudit settlement show says which",
            head.number,
            head.partner,
        )
        return None


def statement_pdf(made: Made, names: SettledNames) -> bytes:
    """Return a statement as PDF: the same names give the same bytes.

    Refuses: FontMissing where a language's font isn't installed, or none has a letter of a name.
    """
    languages = [one for one in names.languages if one in LANGUAGES] or [WRITTEN_IN]
    paper = [statement_words(made, names, voice_of(language)) for language in languages]
    return typeset(LAYOUT, paper, made_at=made.closed_at)
