"""Compiles the sentences of every language: `python -m plaudit.pages.languages`.

What translators write (`.po`) is kept; what gettext reads (`.mo`) is made from it by `make setup`.
No gettext tool is needed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from plaudit.pages.voices import DOMAIN, LOCALE_FOLDER


def written_files(folder: Path = LOCALE_FOLDER) -> list[Path]:
    """Return the files that translators write, one for each language but English."""
    return sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def compile_file(written: Path) -> Path:
    """Make the file that gettext reads, and return where it is. Unsure sentences stay out."""
    with written.open("rb") as file:
        catalogue = read_po(file, locale=written.parent.parent.name)
    compiled = written.with_suffix(".mo")
    draft = compiled.with_suffix(f".{os.getpid()}.draft")
    with draft.open("wb") as file:
        write_mo(file, catalogue)
    draft.replace(compiled)
    return compiled


def main() -> int:
    """Compile every language."""
    files = written_files()
    for written in files:
        compile_file(written)
    return 0 if files else 1


if __name__ == "__main__":
    sys.exit(main())
