"""What the catalogue and the READMEs say in each language keeps to the translators' words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.languages import MISSET, ONLY_FOR, WRITTEN_IN
from tests.house.reading import ROOT, Finding


def texts(value: object) -> Iterator[dict[str, str]]:
    """Return each text by language inside a TOML value; lists of words to find are left out."""
    if isinstance(value, dict):
        if isinstance(value.get(WRITTEN_IN), str):
            yield {name: text for name, text in value.items() if isinstance(text, str)}
        else:
            for one in value.values():
                yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def faults(language: str, said: str, *, written: str) -> Iterator[str]:
    """Return what a text names or sets in a way that its language doesn't."""
    for word, meant in ONLY_FOR.get(language, {}).items():
        if word in said and not any(one in written.lower() for one in meant):
            yield f"“{written}” names {word} in {language}."
    if language in MISSET and (found := MISSET[language].search(said)):
        yield f"“{written}” sets “{found[0]}” in {language}."


def strange_words() -> Iterator[Finding]:
    """Return the places of the catalogue and the READMEs that use a word that isn't chosen."""
    for path in sorted((ROOT / "catalogue").rglob("*.toml")):
        text = path.read_text("utf-8")
        for by_language in texts(tomllib.loads(text)):
            written = by_language[WRITTEN_IN]
            for language in ONLY_FOR:
                for fault in faults(language, by_language.get(language, ""), written=written):
                    yield Finding(_name(path), _line(text, by_language[language]), fault)
    for language, words in ONLY_FOR.items():
        path = ROOT / f"README.{language}.md"
        text = path.read_text("utf-8")
        for word, meant in words.items():
            if not meant and word in text:
                yield Finding(_name(path), _line(text, word), f"names {word} in {language}.")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _line(text: str, said: str) -> int:
    at = text.find(said)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
