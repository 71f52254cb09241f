"""What `tomllib` has against a text, in our own words, so that they can be said in any language."""

from __future__ import annotations

import re

from plaudit.core.marking import N_
from plaudit.core.sentence import Sentence, sentence, worded

_REASONS = (
    ("Invalid statement", N_("neither a key nor a table nor a comment begins so")),
    (
        "Expected newline or end of document after a statement",
        N_("something stands after the end of the value"),
    ),
    ("Expected '(?P<sign>]]?)' at the end of .+", N_("the name of a table ends in {sign}")),
    ("Expected '=' after a key .+", N_("= is expected after a key")),
    (r"Expected (['\"])(?P<sign>.+)\1", N_("{sign} is expected here")),
    (
        r"(?:Found invalid|Illegal) character (?P<character>.+)",
        N_("the character {character} can't stand here"),
    ),
    (r"Cannot declare (?P<key>.+) twice", N_("the table {key} is begun twice")),
    ("Cannot overwrite a value", N_("a value stands there already")),
    (
        "Cannot mutate immutable namespace (?P<key>.+)",
        N_("{key} was closed above, so nothing can be added to it"),
    ),
    ("Cannot redefine namespace (?P<key>.+)", N_("{key} was written above in another way")),
    ("Invalid initial character for a key part", N_("a key can't begin so")),
    ("Unclosed array", N_("a list has no end, which is ]")),
    (r"Duplicate inline table key (?P<key>.+)", N_("the key {key} stands twice in one table")),
    ("Unclosed inline table", N_("a table in one line has no end, which is }}")),
    (
        r"Unescaped '\\' in a string",
        N_("a \\ in a text stands before a sign that it can't stand before"),
    ),
    (
        "Invalid hex value",
        N_("a \\u in a text needs four digits of 0 to 9 and a to f, a \\U eight"),
    ),
    (
        "Escaped character is not a Unicode scalar value",
        N_("a \\u in a text names a character that doesn't exist"),
    ),
    ("Unterminated string", N_("a text has no end")),
    ("Invalid date or datetime", N_("there is no such day or time")),
    ("Invalid value", N_("a value is expected here")),
)
_KNOWN = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _REASONS)


def reason_in_our_words(message: str) -> Sentence | str:
    r"""Return what a message of `tomllib` says, after "This is not TOML:"; else the message.

    >>> reason_in_our_words("Unterminated string"), reason_in_our_words("Something new")
    ('a text has no end', 'something new')
    """
    for pattern, words in _KNOWN:
        found = pattern.fullmatch(message)
        if found is not None:
            facts = found.groupdict()
            return sentence(words, **facts) if facts else worded(words)
    return f"{message[:1].lower()}{message[1:]}"
