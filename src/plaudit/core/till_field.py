"""What a till's field holds: a voucher's code, or one that was scanned beside a mistyped one."""

from __future__ import annotations

from plaudit.core.signed_voucher import parts_of
from plaudit.core.voucher import read_code


def scanned_beside(text: str, mistyped: str) -> str:
    """Return the code that a field holds, without the mistyped one that stood there before.

    What was mistyped stays in the field, to be compared. A script selects it, so that the next code
    takes its place; without one a hand scanner writes beside it, or into it. Only a whole code
    counts as scanned: who completes what was mistyped means what stands there then. At an end it
    is always told apart. Written into the middle, a code can end in the very letter before it:
    then two fit, and the first is looked for. That one is nobody's, and the till says so.

    >>> scanned_beside("2DHR7K3M9QW20XTZ-B4JR", "2DHR-B4JR")
    '7K3M9QW20XTZ'
    >>> scanned_beside("2DHR-B4JR7K3M9QW20XTR", "2DHR-B4JR")
    '7K3M9QW20XTR'
    >>> scanned_beside("2DHR-B4JR-8BNX", "2DHR-B4JR"), scanned_beside("2DHR", "")
    ('2DHR-B4JR-8BNX', '2DHR')
    """
    if not mistyped or _is_whole(text):
        return text
    ends = (0, len(mistyped))
    for at in (*ends, *range(1, len(mistyped))):
        before, after = mistyped[:at], mistyped[at:]
        within = text.removeprefix(before).removesuffix(after)
        if before + within + after == text and _is_whole(within):
            return within
    return text


def _is_whole(text: str) -> bool:
    return read_code(text) is not None or parts_of(text) is not None
