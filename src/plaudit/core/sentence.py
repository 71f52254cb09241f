"""Sentences that know what they were made of: English as they stand, and sayable in any language.

A finding is told in English on the command line. A page that has a voice says it anew, from its
marked template and its facts. What stands in a finding is a `Sentence` by its type, and a template
is `Marked`: one that nobody can translate doesn't get past the type checker.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from plaudit.core.marking import Marked

if TYPE_CHECKING:
    from plaudit.core.voice import Voice

ENGLISH = "en"


class Sentence(str):
    """A text in English, with what it was made of: a marked template and its facts, or `texts`.

    A fact that is a sentence itself is said in the same language. `texts` are by language: what a
    file of the catalogue says itself. Neither of the two: it is the same in every language.
    """

    __slots__ = ("facts", "template", "texts")
    template: Marked | None
    facts: Mapping[str, str]
    texts: Mapping[str, str]


Words = Marked | Sentence
"""What a sentence can be made of, whole or as a part."""


def sentence(template: Marked, /, **facts: object) -> Sentence:
    """Return a sentence from a marked template and its facts.

    >>> from plaudit.core.marking import N_
    >>> made = sentence(N_("{name} is {words}."), name="at_most", words=worded(N_("a date")))
    >>> made, made.template, made.facts["name"]
    ('at_most is a date.', '{name} is {words}.', 'at_most')
    """
    said = {name: fact if isinstance(fact, str) else str(fact) for name, fact in facts.items()}
    return _made(template.format(**said), template=template, facts=said)


def worded(words: Words) -> Sentence:
    """Return marked words without facts as a sentence; a sentence stays as it is."""
    return words if isinstance(words, Sentence) else sentence(words)


def in_languages(texts: Mapping[str, str]) -> Sentence:
    """Return what a file says by language; of no language is what it says once.

    >>> in_languages({"en": "No.", "th": "ไม่ได้"}), in_languages({"": "No."}).texts
    ('No.', {'en': 'No.'})
    """
    known = {language or ENGLISH: text for language, text in texts.items()}
    return _made(known.get(ENGLISH) or next(iter(known.values()), ""), texts=known)


def as_written(text: str) -> Sentence:
    """Return a piece of a file, like `[people]`: it is the same in every language."""
    return _made(text)


def in_voice(said: Sentence, voice: Voice) -> str | None:
    """Return a sentence in a voice's language; None for a file's text that has none in it."""
    if said.template is None:
        return said.texts.get(voice.language) if said.texts else str(said)
    facts = {name: _fact_in_voice(fact, voice) for name, fact in said.facts.items()}
    return voice.say(said.template, **facts)


def _fact_in_voice(fact: str, voice: Voice) -> str:
    return (in_voice(fact, voice) if isinstance(fact, Sentence) else None) or fact


def _made(
    words: str,
    *,
    template: Marked | None = None,
    facts: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Sentence:
    made = Sentence(words)
    made.template, made.facts, made.texts = template, facts or {}, texts or {}
    return made
