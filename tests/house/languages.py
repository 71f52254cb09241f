"""Every sentence that people read is there in every language, whole and with the same facts."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from plaudit.pages.voices import DOMAIN, LANGUAGES, LOCALE_FOLDER
from tests.house.reading import ROOT, Finding
from tests.house.sentences import marked_sentences, read_catalogue

WRITTEN_IN = "en"
ONLY_FOR: dict[str, dict[str, tuple[str, ...]]] = {
    "th": {"ผู้ร่วมโครงการ": ("member", "take part", "takes part", "taking part")},
    # A member is 会员, a programme 项目, a deed 善行, an activity 活动, on every page. You are 您.
    "zh-Hans": {
        "你": (),
        "成员": (),
        "计划": (),
        "行动": (),
        "善举": (),
        "活动": ("activit", "take part", "check-in", "members come"),
    },
}
"""What a translator's word stands for, in English: elsewhere another word is the right one."""


def incomplete(language: str, catalogue: Catalog, *, written: Catalog) -> Iterator[Finding]:
    """Return the sentences that a language lacks, only guesses, or says with other facts."""
    for sentence in written:
        if not sentence.id:
            continue  # the head of the file
        fault = _fault(catalogue.get(_forms(sentence.id)[0]), _forms(sentence.id))
        if fault:
            path, line = sentence.locations[0]
            said = f"“{_forms(sentence.id)[0]}” {fault} in {language}."
            yield Finding(f"src/{path}", line or 1, said)


def misnamed(language: str, catalogue: Catalog, *, written: Catalog) -> Iterator[Finding]:
    """Return the sentences whose translation has a word of `ONLY_FOR` for something else."""
    for sentence in written:
        forms = _forms(sentence.id)
        translated = catalogue.get(forms[0]) if forms and forms[0] else None
        said = "" if translated is None else "".join(_forms(translated.string))
        for word, meant in ONLY_FOR.get(language, {}).items():
            if word in said and not any(one in forms[0].lower() for one in meant):
                path, line = sentence.locations[0]
                yield Finding(f"src/{path}", line or 1, f"“{forms[0]}” names {word} in {language}.")


def incomplete_languages() -> Iterator[Finding]:
    """Return both for every language and every sentence of src."""
    written = marked_sentences()
    for language, entry in LANGUAGES.items():
        if language == WRITTEN_IN:
            continue
        path = LOCALE_FOLDER / entry.locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        if path.is_file():
            translated = read_catalogue(path)
            yield from incomplete(language, translated, written=written)
            yield from misnamed(language, translated, written=written)
        else:
            yield Finding(str(path.relative_to(ROOT)), 1, "the sentences are missing.")


def _fault(translated: Message | None, written: tuple[str, ...]) -> str | None:
    forms = () if translated is None else _forms(translated.string)
    if translated is None or not all(forms) or not forms:
        return "is not said"
    if translated.fuzzy:
        return "is only guessed (fuzzy)"
    if any(_facts(form) != _facts(written[-1]) for form in forms):
        return "has other facts"
    return None


def _forms(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
