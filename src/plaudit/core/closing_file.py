"""A file of closings: their texts with signatures and keys, to be checked without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from plaudit.core.closing_chain import Signed

FORMAT = 1
CHARACTERS_MAX = 20_000_000
"""A thousand years of closings; a larger file is none."""


def closings_file(signed: Sequence[Signed]) -> str:
    """Return closings as a JSON text, one closing a line.

    >>> closings_in(closings_file([Signed("{}", b"1", b"2")]))
    [Signed(text='{}', signature=b'1', public_key=b'2')]
    """
    rows = ",\n".join(json.dumps(_as_data(one), ensure_ascii=False) for one in signed)
    return f'{{"format": {FORMAT}, "closings": [\n{rows}\n]}}\n'


def _as_data(one: Signed) -> dict[str, str]:
    return {
        "text": one.text,
        "signature": one.signature.hex(),
        "public_key": one.public_key.hex(),
    }


def closings_in(text: str) -> list[Signed]:
    """Return the closings of a file.

    Refuses: ValueError with what is wrong with it.
    """
    if len(text) > CHARACTERS_MAX:
        raise ValueError(f"it has more than {CHARACTERS_MAX:,} characters")
    try:
        said: dict[str, Any] = json.loads(text)
        if said["format"] != FORMAT:
            raise ValueError(f"its format is {said['format']}; known is {FORMAT}")
        found = [
            Signed(
                str(one["text"]), bytes.fromhex(one["signature"]), bytes.fromhex(one["public_key"])
            )
            for one in said["closings"]
        ]
    except (KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"it isn't a file of closings ({wrong})") from None
    if not found:
        raise ValueError("it has no closing")
    return found
