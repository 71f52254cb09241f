"""Every sentence that people read is there in every language, whole and with the same facts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from plaudit.pages.voices import DOMAIN, LANGUAGES, LOCALE_FOLDER
from tests.house.reading import ROOT, Finding
from tests.house.sentences import marked_sentences, read_catalogue

WRITTEN_IN = "en"
ONLY_FOR: dict[str, dict[str, tuple[str, ...]]] = {
    # The chosen words stand in docs/glossary.md. What is never the right one has no English here.
    "th": {
        "ผู้ร่วมโครงการ": ("member", "take part", "takes part", "taking part"),
        "กิจกรรม": ("activit", "help or take part"),
        "ความดี": (),
        "แต้ม": (),
        "บัตรกำนัล": (),
        "บัตรแลก": (),
        "หน่วยงานพันธมิตร": (),
        "ร้านของคุณ": ("your shop", "your café"),
        "เคาน์เตอร์": (),
        "ถอนคะแนน": (),
        "หยุดนิ่ง": ("still",),
        "พักไว้": ("set aside", "set one aside"),
        "โต้แย้ง": (),
        "ผู้ร่าง": (),
        "งบประมาณ": (),
        "กรุณา": (),
    },
    "zh-Hans": {
        "你": (),
        "成员": (),
        "计划": (),
        "行动": (),
        "善举": (),
        "活动": (
            "activit",
            "help or take part",
            "open a check-in",
            "members come",
            "event",
            "evening",
        ),
        "告知书": (),
        "代金券": (),
        "奖品": (),
        "上报": (),
        "账本": (),
        "草案": (),
        "疑问": (),
        "静止": (),
        "停止变动": (),
        "合作伙伴": (),
        "分数": (),
        "柜台": (),
        "结算单": (),
        "登记册": ("register of the people",),
    },
}
"""What a translator's word stands for, in English: elsewhere another word is the right one."""
MISSET = {
    # ๆ stands between spaces, and nothing is said with two spaces.
    "th": re.compile(r"[^ ]ๆ|ๆ[ก-ฮเ-ไ]|\S {2}"),
    # Full-width marks after Chinese, but not inside [a, b] of a rule's text; Latin stands apart.
    "zh-Hans": re.compile(
        r"[一-鿿][,;:?!](?![^\[]*\])|[一-鿿][A-Za-z]|[A-Za-z][一-鿿]|[，。：；]{2}"
    ),
}
"""How marks and spaces are never set."""


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


def misset(language: str, catalogue: Catalog, *, written: Catalog) -> Iterator[Finding]:
    """Return the sentences whose marks or spaces are set as `MISSET` says they never are."""
    for sentence in written:
        forms = _forms(sentence.id)
        translated = catalogue.get(forms[0]) if forms and forms[0] else None
        said = "" if translated is None else "".join(_forms(translated.string))
        if language in MISSET and (found := MISSET[language].search(said)):
            path, line = sentence.locations[0]
            where = f"“{forms[0]}” sets “{found[0]}” in {language}."
            yield Finding(f"src/{path}", line or 1, where)


def misquoted(language: str, catalogue: Catalog, *, written: Catalog) -> Iterator[Finding]:
    """Return the sentences that quote a button or a heading otherwise than it reads there."""
    for sentence in written:
        forms = _forms(sentence.id)
        translated = catalogue.get(forms[0]) if forms and forms[0] else None
        said = "" if translated is None else "".join(_forms(translated.string))
        for label in re.findall(r"“([^”{}]+)”", forms[0] if said else ""):
            there = catalogue.get(label)
            if there is not None and f"“{there.string}”" not in said:
                path, line = sentence.locations[0]
                where = f"“{forms[0]}” quotes “{label}” by other words than it has in {language}."
                yield Finding(f"src/{path}", line or 1, where)


def incomplete_languages() -> Iterator[Finding]:
    """Return all of these for every language and every sentence of src."""
    written = marked_sentences()
    for language, entry in LANGUAGES.items():
        if language == WRITTEN_IN:
            continue
        path = LOCALE_FOLDER / entry.locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        if path.is_file():
            translated = read_catalogue(path)
            yield from incomplete(language, translated, written=written)
            yield from misnamed(language, translated, written=written)
            yield from misset(language, translated, written=written)
            yield from misquoted(language, translated, written=written)
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
