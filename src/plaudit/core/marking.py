"""The mark of a sentence that is translated where it is shown."""

from __future__ import annotations

from typing import NewType

Marked = NewType("Marked", str)
"""A sentence that stands in the translators' files, so that it can be said in every language."""


def N_(sentence: str) -> Marked:  # noqa: N802 (the usual name of gettext's marker)
    """Mark a sentence for translation; it is translated where it is shown."""
    return Marked(sentence)
