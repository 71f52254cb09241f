"""The mark of a sentence that is translated where it is shown."""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 (the usual name of gettext's marker)
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence
