"""The page of a rehearsal has its numbers inside, so that one file is the whole report.

A person reads the page; what is named by its hash are the numbers, byte for byte as in the JSON.
"""

from __future__ import annotations

import re
from html import escape, unescape

_BLOCK = '<pre id="rehearsal">%s</pre>'
_BLOCKS = re.compile(re.escape(_BLOCK).replace("%s", "([^<]*)"))
_PAGE_STARTS = b"<"


class NoReport(ValueError):
    """A file that isn't the report of a rehearsal."""


def block_of(numbers: bytes) -> str:
    """Return the part of a page that holds the numbers: text, which no browser runs.

    >>> block_of(b'{"a":"<b>"}')
    '<pre id="rehearsal">{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</pre>'
    """
    return _BLOCK % escape(numbers.decode())


def numbers_in(page: bytes) -> bytes | None:
    r"""Return the numbers that a page has inside, byte for byte; None for none.

    >>> numbers_in(f"<p>{block_of(b'{}')}</p>\r\n".encode())
    b'{}'
    >>> numbers_in(b"<p>none</p>") is None
    True
    """
    try:
        found = _BLOCKS.findall(page.decode())
    except UnicodeDecodeError:
        return None
    return unescape(found[0]).replace("\r\n", "\n").encode() if len(found) == 1 else None


def numbers_of(file: bytes) -> bytes:
    """Return the numbers of a report, which is a page with them inside, or the numbers alone.

    Refuses: NoReport for a page without them.

    >>> numbers_of(b"{}"), numbers_of(block_of(b"{}").encode())
    (b'{}', b'{}')
    """
    if not file.lstrip().startswith(_PAGE_STARTS):
        return file
    inside = numbers_in(file)
    if inside is None:
        raise NoReport("the page has no numbers inside")
    return inside
