"""Words by which a thing is recognised: in names (`no_fines`) and in sentences ("no fines").

Names are what a program reads: ids, keys, kinds, choices. A word found there refuses. Sentences
are what people read; a word found there can only send the edition to a person. Source: charter,
trap (a).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=20_000)
def in_words(name: str) -> str:
    """Return a name as its words in small letters, joined with "_".

    >>> in_words("noFines"), in_words("Clean-Record "), in_words("20 or more")
    ('no_fines', 'clean_record', '20_or_more')
    """
    return _OTHER.sub("_", _CAMEL.sub("_", name).lower()).strip("_")


class NameWords:
    """Words of names. "*" stands for any letters and digits; words stand whole, or with an s.

    Written in code as one text, with spaces between the words.
    """

    def __init__(self, words: str | Iterable[str] = ()) -> None:
        each = words.split() if isinstance(words, str) else words
        self._rows = [(_core(word), word) for word in each]

    def cores(self) -> frozenset[str]:
        """Return a piece of each word, of which a name must have one to be found."""
        return frozenset(core for core, _ in self._rows)

    def find(self, name: str) -> str | None:
        """Return the longest part of a name that is one of the words.

        >>> NameWords("fine sleep* *_free").find("no_fines")
        'fines'
        >>> NameWords("fine sleep* *_free").find("finery") is None
        True
        """
        found, _ = self.best(name)
        return found or None

    def best(self, name: str) -> tuple[str, int]:
        """Return that part, or nothing, and how much of the word it is without its "*".

        >>> NameWords("*age* *teen*").best("teenagers"), NameWords("fine").best("finery")
        (('teenagers', 4), ('', 0))
        """
        joined = in_words(name)
        found = ("", 0)
        for core, word in self._rows:
            match = _of_names(word).search(joined) if core in joined else None
            if match is not None:
                one = (match.group(1), len(core))
                found = max(found, one, key=lambda part: (len(part[0]), part[1]))
        return found

    def without(self, name: str) -> str:
        """Return a name without the parts that are one of the words.

        >>> NameWords("fine_art*").without("fine-arts fine")
        'fine'
        """
        joined = in_words(name)
        for core, word in self._rows:
            if core in joined:
                joined = _of_names(word).sub("_", joined).strip("_")
        return joined


def _core(word: str) -> str:
    return max(word.split("*"), key=len).strip("_")


@lru_cache(maxsize=20_000)
def _of_names(word: str) -> re.Pattern[str]:
    plural = "" if word.endswith("*") else "(?:s|es)?"
    body = re.escape(word).replace(r"\*", "[a-z0-9]*")
    return re.compile(f"(?:^|_)({body}{plural})(?:$|_)")


class Phrases:
    """Words and phrases of sentences, by language. "*" ends a word that goes on.

    Languages without spaces between words are searched plainly. Written in code as one text for
    each language, with semicolons between the phrases.
    """

    def __init__(self, by_language: Mapping[str, str | Iterable[str]] | None = None) -> None:
        self._rows: list[tuple[str, str]] = []
        for language, phrases in (by_language or {}).items():
            each = phrases.split("; ") if isinstance(phrases, str) else phrases
            for small in map(str.casefold, each):
                spaced = language not in ("th", "zh-Hans")
                self._rows.append((_core(small).strip(), small if spaced else ""))
        self._ascii = [row for row in self._rows if row[0].isascii()]
        self._other = [row for row in self._rows if not row[0].isascii()]

    def find(self, sentence: str) -> str | None:
        """Return the first phrase that stands in a sentence, as it stands there.

        >>> Phrases({"en": "no fines; lotter*"}).find("For all with  No fines this year")
        'no fines'
        """
        return self.find_in_plain(plain_sentence(sentence))

    def find_in_plain(self, plain: str) -> str | None:
        """Return the first phrase of a sentence that `plain_sentence` made plain before."""
        for core, phrase in self._ascii if plain.isascii() else self._rows:
            if core not in plain:
                continue
            if not phrase:
                return core
            match = _of_sentences(phrase).search(plain)
            if match is not None:
                return match.group()
        return None

    def without(self, sentence: str) -> str:
        """Return a sentence, made plain, without the phrases that stand in it.

        >>> Phrases({"en": "fine arts"}).without("Fine arts, no fines")
        ' , no fines'
        """
        plain = plain_sentence(sentence)
        for core, phrase in self._ascii if plain.isascii() else self._rows:
            if core in plain:
                plain = (
                    _of_sentences(phrase).sub(" ", plain) if phrase else plain.replace(core, " ")
                )
        return plain

    def may_be_in(self, plain: PlainText) -> bool:
        """Return whether a phrase may stand in a text: False is sure, and quick."""
        return any(core in plain.ascii for core, _ in self._ascii) or any(
            core in plain.other for core, _ in self._other
        )


class PlainText(NamedTuple):
    """A long text in two, to be searched quickly: its plain Latin letters, and what has others."""

    ascii: str
    other: str


def plain_text(sentences: Iterable[str]) -> PlainText:
    """Return sentences made plain."""
    plain = [plain_sentence(sentence) for sentence in sentences]
    other = [sentence for sentence in plain if not sentence.isascii()]
    latin = "\n".join(plain).encode("ascii", "replace").decode()
    return PlainText(latin, "\n".join(other))


@lru_cache(maxsize=20_000)
def plain_sentence(sentence: str) -> str:
    """Return a sentence with small letters and single spaces, so that phrases are found."""
    return _SPACES.sub(" ", sentence.casefold().replace("’", "'"))


@lru_cache(maxsize=20_000)
def _of_sentences(phrase: str) -> re.Pattern[str]:
    body = re.escape(phrase).replace(r"\*", r"[^\W_]*")
    return re.compile(rf"(?<![^\W_]){body}(?![^\W_])")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def texts_in(value: object, *, limit: int = 500) -> Iterator[str]:
    """Yield the keys and texts inside a value, at most `limit` of them."""
    left = [value]
    seen = 0
    while left and seen < limit:
        inner = left.pop()
        seen += 1
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, Mapping):
            left.extend(reversed([part for pair in inner.items() for part in pair]))
        elif isinstance(inner, list):
            left.extend(reversed(inner))
