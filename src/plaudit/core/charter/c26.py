"""C26: clean source."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from plaudit.core.catalogue.hidden import named
from plaudit.core.catalogue.saying import shown, table_words
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

_CODE = re.compile(
    r"<\s*/?\s*[A-Za-z!][^>]*>|\{\{|\{%|\$\{|\$\(|`|javascript:|^\s*[=@]\w+\(", re.IGNORECASE
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LOOK_ALIKE = re.compile(
    "[\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
    "\u0530-\u058f\u13a0-\u13ff\uab70-\uabbf\ua4d0-\ua4ff\u10a0-\u10ff\u2c80-\u2cff"
    "\u0180-\u024f\u0250-\u02af\u1d00-\u1dbf\u2100-\u214f\u2160-\u217f\u2460-\u24ff"
    "\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
    "\U00010280-\U0001044f\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
_WRITTEN_IN = {
    "el": "GREEK",
    "ru": "CYRILLIC",
    "uk": "CYRILLIC",
    "be": "CYRILLIC",
    "bg": "CYRILLIC",
    "sr": "CYRILLIC",
    "mk": "CYRILLIC",
    "kk": "CYRILLIC",
    "mn": "CYRILLIC",
    "ky": "CYRILLIC",
    "tg": "CYRILLIC",
    "hy": "ARMENIAN",
    "ka": "GEORGIAN",
    "vi": "LATIN",
    "ro": "LATIN",
}
_PILE = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{2,}")
_SAME = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "-": "", "_": "", ".": ""})


def check(view: View) -> Iterator[Finding]:
    """Yield letters that look like others, text that looks like code, and ids that look alike."""
    for path, text, on_key in view.texts_written:
        if not text.isascii():
            yield from _letters(view, path, text, on_key=on_key)
        code = _CODE.search(text)
        if code is not None:
            yield view.refuse(
                "C26",
                path,
                seen=sentence(
                    N_(
                        "{code} looks like code; a text is shown as it is written and never "
                        "carried out."
                    ),
                    code=shown(code.group()),
                ),
                write=sentence(N_("Write it in plain words.")),
                on_key=on_key,
            )
    if view.kind == "edition":
        yield from _ids(view)


def _letters(view: View, path: Path, text: str, *, on_key: bool) -> Iterator[Finding]:
    language = next((str(key) for key in reversed(path) if isinstance(key, str)), "").split("-")[0]
    for match in _LOOK_ALIKE.finditer(text):
        letter = match.group()
        script = unicodedata.name(letter, "").split(" ")[0]
        if script == _WRITTEN_IN.get(language) and not _mixed(text, match.start(), script=script):
            continue
        yield view.refuse(
            "C26",
            path,
            seen=sentence(
                N_("The letter {letter} stands here; it looks like another letter."),
                letter=named(letter),
            ),
            write=sentence(N_("Type the word anew, in the letters of its language.")),
            on_key=on_key,
        )
        return
    if _PILE.search(text) or not unicodedata.is_normalized("NFC", text):
        yield view.refuse(
            "C26",
            path,
            seen=sentence(
                N_(
                    "Marks are put on top of letters here, so that the same word could be "
                    "written in two ways."
                )
            ),
            write=sentence(N_("Type the word anew, with its ordinary letters.")),
            on_key=on_key,
        )


def _mixed(text: str, at: int, *, script: str) -> bool:
    """Return whether the word around a place mixes a script with Latin letters."""
    start, end = at, at
    while start > 0 and text[start - 1].isalpha():
        start -= 1
    while end < len(text) and text[end].isalpha():
        end += 1
    return script != "LATIN" and _LATIN.search(text[start:end]) is not None


def _ids(view: View) -> Iterator[Finding]:
    """Yield ids of one kind that people can't tell apart."""
    for kinds in (("tally", "rule", "ceiling"), ("partner",), ("reward",)):
        seen: dict[str, str] = {}
        for kind in kinds:
            for index, entry in view.entries(kind):
                name = entry.get("id")
                if not isinstance(name, str):
                    continue
                alike = name.lower().translate(_SAME).replace("rn", "m").replace("vv", "w")
                other = seen.setdefault(alike, name)
                if other != name:
                    yield view.refuse(
                        "C26",
                        (kind, index, "id"),
                        seen=sentence(
                            N_("{name} and {other} look alike."),
                            name=shown(name),
                            other=shown(other),
                        ),
                        write=sentence(N_("Give them names that people can tell apart.")),
                    )
                elif kind in ("partner", "reward") and _twice(view, kind, index, name=name):
                    yield view.refuse(
                        "C26",
                        (kind, index, "id"),
                        seen=sentence(
                            N_("{name} is the id of another {kind} too."),
                            name=shown(name),
                            kind=table_words(kind),
                        ),
                        write=sentence(N_("Give each its own id.")),
                    )


def _twice(view: View, kind: str, index: int, *, name: str) -> bool:
    return any(at < index and entry.get("id") == name for at, entry in view.entries(kind))


CLAUSE = Clause(
    number="C26",
    plain=N_(
        "What people read in the rules is exactly what the computer reads. There are no "
        "hidden or look-alike letters."
    ),
    text="Clean source: limits on size and depth; no duplicate keys, look-alike or invisible "
    "characters; text is never executed.",
    reason=N_("What one person reads and another person's computer reads must be the same."),
    layers="S",
    instead=(
        N_("Type the text anew, in the letters of its language."),
        "Write each key once.",
        "Write plain words: text is shown, never carried out.",
    ),
    cases=(
        "hidden-mark",
        "look-alike-letter",
        "key-twice",
        "code-in-text",
        "ids-alike",
        "broken-toml",
    ),
    names=NameWords(
        "include* import exec* eval* template* macro* script* code codes function* hook* "
        "plugin* command* shell*"
    ),
    check=check,
)
