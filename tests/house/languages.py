"""Every sentence that people read is there in every language, whole and with the same facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Translated
from babel.messages.pofile import read_po

from plaudit.pages.voices import DOMAIN, LANGUAGES, LOCALE_FOLDER
from tests.house.reading import ROOT, Finding, Module, modules

WRITTEN_IN = "en"
MARKERS = {"N_", "NN_", "gettext", "gettext_lazy", "ngettext", "_"}


class Sentence(NamedTuple):
    """A marked sentence (two when a number decides the form) and where it is written."""

    path: str
    line: int
    forms: tuple[str, ...]


def sentences(module: Module) -> Iterator[Sentence]:
    """Return the sentences that a module marks for translation."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            forms = tuple(
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            )
            if node.func.id in MARKERS and forms:
                yield Sentence(str(module.path), node.lineno, forms)


def incomplete(
    language: str, catalog: Catalog, *, written: Iterable[Sentence]
) -> Iterator[Finding]:
    """Return the sentences that a language lacks, only guesses, or says with other facts."""
    for sentence in written:
        translated = catalog.get(sentence.forms[0])
        if translated is None or not _words(translated):
            fault = f"is not said in {language}"
        elif translated.fuzzy:
            fault = f"is only guessed in {language} (fuzzy)"
        elif any(_facts(form) != _facts(sentence.forms[-1]) for form in _words(translated)):
            fault = f"has other facts in {language}"
        else:
            continue
        yield Finding(sentence.path, sentence.line, f"“{sentence.forms[0]}” {fault}.")


def incomplete_languages() -> Iterator[Finding]:
    """Return the same for every language and every sentence of src."""
    written = [
        sentence
        for module in modules()
        if module.path.parts[0] == "src"
        for sentence in sentences(module)
    ]
    for language, entry in LANGUAGES.items():
        if language == WRITTEN_IN:
            continue
        path = LOCALE_FOLDER / entry.locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        if path.is_file():
            yield from incomplete(language, _read(path), written=written)
        else:
            yield Finding(
                str(path.relative_to(ROOT)), 1, f"the sentences in {language} are missing."
            )


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _words(translated: Translated) -> tuple[str, ...]:
    forms = translated.string or ()
    return tuple(form for form in ((forms,) if isinstance(forms, str) else forms) if form)


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
