"""Which sentences of the check a language can't say."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plaudit.core.catalogue.mistakes import Mistake
from plaudit.core.charter.finding import Finding
from plaudit.core.sentence import in_voice
from plaudit.pages.voices import voice_of

OTHERS = ("th", "zh-Hans")
_QUOTED = re.compile(r'"[^"]*"?|\[[^\]]*\]|\{[^}]*\}|\([^)]*\)|U\+[^.]*')
_ENGLISH = re.compile(r"[a-z']{2,} [a-z']{2,} [a-z']+", re.IGNORECASE)


def untold(found: Iterable[Finding | Mistake]) -> list[tuple[str, str]]:
    """Return what stands in English in findings told in other languages.

    Names and pieces of TOML stay what they are.
    """
    mistakes = [one.mistake if isinstance(one, Finding) else one for one in found]
    sentences = dict.fromkeys(part for it in mistakes for part in (it.seen, it.write, it.place))
    return [
        (language, said or sentence)
        for language in OTHERS
        for sentence in sentences
        for said in [in_voice(sentence, voice_of(language))]
        if said is None or _ENGLISH.search(_QUOTED.sub("", said))
    ]
