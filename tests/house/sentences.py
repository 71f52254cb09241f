"""Every sentence that is marked for translation, found in code and templates.

`python -m tests.house.sentences` brings the translators' files up to date: new sentences are
added empty, gone ones are removed, changed ones are kept as unsure (fuzzy).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from plaudit.pages.languages import written_files

SOURCE = Path(__file__).parents[2] / "src"
KEYWORDS = {"N_": None, "NN_": (1, 2)}
_IN_TEMPLATE = re.compile(r'{% translate "([^"]+)" %}')
_OTHER_TAGS = re.compile(r"{%\s*(blocktrans|trans\s|translate\s+[^\"])")


class OtherTag(ValueError):
    """A template marks a sentence in a way that isn't collected."""


def marked_sentences() -> Catalog:
    """Return all marked sentences, in the order of files and lines."""
    catalogue = Catalog(project="Plaudit", charset="utf-8")
    for path in sorted(SOURCE.rglob("*.py")):
        with path.open("rb") as file:
            for line, message, _, _ in extract("python", file, keywords=KEYWORDS):
                catalogue.add(message, locations=[(_place(path), line)])
    for path in sorted(SOURCE.rglob("*.html")):
        text = path.read_text("utf-8")
        if other := _OTHER_TAGS.search(text):
            raise OtherTag(f'{_place(path)}: {other[0]}. Write {{% translate "…" %}}.')
        for found in _IN_TEMPLATE.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            catalogue.add(found[1], locations=[(_place(path), line)])
    return catalogue


def read_catalogue(path: Path) -> Catalog:
    """Return what a translator wrote."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def main() -> int:
    """Bring every language's file up to date."""
    marked = marked_sentences()
    for message in marked:  # sentences of one file keep their order where lines above them move
        message.locations = [(place, 0) for place, _ in message.locations]
    for path in written_files():
        catalogue = read_catalogue(path)
        catalogue.update(marked, no_fuzzy_matching=False)
        catalogue.obsolete.clear()
        with path.open("wb") as file:
            write_po(file, catalogue, width=96, sort_by_file=True, include_lineno=False)
        empty = sum(1 for message in catalogue if message.id and not message.string)
        sys.stdout.write(f"{path.parent.parent.name}: {len(catalogue)} sentences, {empty} empty\n")
    return 0


def _place(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


if __name__ == "__main__":
    sys.exit(main())
