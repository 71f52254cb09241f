"""Strict JSON: the slow and exact way, which also knows what to say.

RFC 8259 leaves open what happens to keys that stand twice, to lone surrogates and to numbers of
any length; here each of them is refused, and each refusal says what was seen and where.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from plaudit.core.deed import SEEN_MAX, shown
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.ingest.limits import DEPTH_MAX, NUMBER_CHARACTERS_MAX

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

_SOUND_ESCAPES = re.compile(
    rb"(?:[^\\]++|\\[^u]|\\u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4}"
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})*+"
)
"""The longest start of a JSON text without an escaped NUL and without half a surrogate pair."""

_IN_OUR_WORDS = {
    "Expecting value": "a value is missing",
    "Extra data": "more text follows after its end",
    "Expecting property name enclosed in double quotes": "a key in double quotes is missing",
    "Expecting ':' delimiter": "a colon is missing",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing",
    "Unterminated string starting at": "a text is not closed; it starts",
    "Invalid control character at": "a text has a control character",
    "Invalid \\escape": "a backslash is followed by something it can't be",
    "Invalid \\uXXXX escape": "\\u is not followed by four hexadecimal digits",
}


def values_of(raw: bytes) -> object:
    """Return what a JSON text says: dict, list, str, int, Decimal, bool or None, all exact.

    Refuses: TOO_DEEP, TEXT_BROKEN, JSON_BROKEN, KEY_TWICE, NUMBER_UNREADABLE (the text as a whole).

    >>> values_of(b'{"kg": 1.10, "bags": 3}')
    {'kg': Decimal('1.10'), 'bags': 3}
    """
    text = _text_of(raw)
    faults = _Faults()
    try:
        value: object = json.loads(
            text,
            object_pairs_hook=faults.object_of,
            parse_float=faults.decimal_of,
            parse_int=faults.int_of,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as broken:
        raise Refused(_json_broken(broken)) from None
    except RecursionError:
        raise Refused(refusal(Code.TOO_DEEP, limit=DEPTH_MAX)) from None
    if _is_deeper(value, DEPTH_MAX):
        raise Refused(refusal(Code.TOO_DEEP, limit=DEPTH_MAX))
    _check_escapes(raw)
    if faults.first is not None:
        raise Refused(faults.first)
    return value


class _Faults:
    """The hooks of one reading. They note what the text may not say, and go on."""

    def __init__(self) -> None:
        self.first: Refusal | None = None

    def object_of(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) != len(pairs) and self.first is None:
            self.first = refusal(Code.KEY_TWICE, key=shown(_repeated(pairs)))
        return found

    def decimal_of(self, token: str) -> Decimal:
        try:
            return decimal_of(token)
        except (ValueError, InvalidOperation):
            return Decimal(self._unreadable(token))

    def int_of(self, token: str) -> int:
        if len(token) > NUMBER_CHARACTERS_MAX:
            return self._unreadable(token)
        return int(token)

    def _unreadable(self, token: str) -> int:
        if self.first is None:
            seen = token if len(token) <= SEEN_MAX else token[: SEEN_MAX - 1] + "…"
            self.first = refusal(Code.NUMBER_UNREADABLE, seen=seen, limit=NUMBER_CHARACTERS_MAX)
        return 0


def decimal_of(token: str) -> Decimal:
    """Return a number with a point or an exponent, exactly as it is written.

    Refuses: ValueError for a longer one than NUMBER_CHARACTERS_MAX, InvalidOperation for an
             exponent that decimals don't have.
    """
    if len(token) > NUMBER_CHARACTERS_MAX:
        raise ValueError(token)
    return Decimal(token)


def _text_of(raw: bytes) -> str:
    if raw.startswith(_BYTE_ORDER_MARK):
        raise Refused(refusal(Code.TEXT_BROKEN, seen="a byte order mark", at=1))
    at = raw.find(b"\0")
    if at >= 0:
        raise Refused(refusal(Code.TEXT_BROKEN, seen="a NUL", at=at + 1))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        raise Refused(
            refusal(Code.TEXT_BROKEN, seen="a broken character", at=broken.start + 1)
        ) from None


def _check_escapes(raw: bytes) -> None:
    if b"\\u" not in raw:
        return
    sound = _SOUND_ESCAPES.match(raw)
    assert sound is not None
    at = sound.end()
    if at < len(raw):
        seen = "a NUL" if raw[at : at + 6] == b"\\u0000" else "half a surrogate pair"
        raise Refused(refusal(Code.TEXT_BROKEN, seen=seen, at=at + 1))


def _json_broken(broken: json.JSONDecodeError) -> Refusal:
    words = _IN_OUR_WORDS.get(broken.msg, "something can't be read")
    return refusal(
        Code.JSON_BROKEN, seen=f"{words} at line {broken.lineno}, character {broken.colno}"
    )


def _refuse_constant(name: str) -> NoReturn:
    raise Refused(refusal(Code.JSON_BROKEN, seen=f"{name} is not a number of JSON"))


def _repeated(pairs: list[tuple[str, object]]) -> str:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            return key
        seen.add(key)
    raise AssertionError(pairs)


def _is_deeper(value: object, levels: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        if levels == 0:
            return True
        return any(_is_deeper(one, levels - 1) for one in inner)  # type: ignore[attr-defined]
    return False
