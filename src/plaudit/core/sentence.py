"""Sentences that know what they were made of: English as they stand, and sayable in any language.

A finding is told in English on the command line. A page that has a voice says it anew, from its
marked template and its facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plaudit.core.voice import Voice


class Sentence(str):
    """A text in English, with the marked template and the facts that it was made of.

    A fact that is a sentence itself is said in the same language.
    """

    __slots__ = ("facts", "template")
    template: str
    facts: Mapping[str, str]


def sentence(template: str, /, **facts: object) -> Sentence:
    """Return a sentence from a marked template and its facts.

    >>> made = sentence("{name} is {words}.", name="at_most", words=worded("a date"))
    >>> made, made.template, made.facts["name"]
    ('at_most is a date.', '{name} is {words}.', 'at_most')
    """
    made = Sentence(template.format(**facts))
    made.template = template
    made.facts = {
        name: fact if isinstance(fact, str) else str(fact) for name, fact in facts.items()
    }
    return made


def worded(words: str) -> str:
    """Return marked words without facts as a sentence; a sentence stays as it is.

    Words with a piece of TOML in braces stay what they are: they can't be a template.
    """
    if isinstance(words, Sentence) or "{" in words:
        return words
    made = Sentence(words)
    made.template, made.facts = words, {}
    return made


def in_voice(said: str, voice: Voice) -> str | None:
    """Return a sentence in a voice's language; None for a text that isn't one."""
    if not isinstance(said, Sentence):
        return None
    if not said.facts:
        return voice.say(said.template)
    facts = {name: in_voice(fact, voice) or fact for name, fact in said.facts.items()}
    return voice.say(said.template, **facts)
