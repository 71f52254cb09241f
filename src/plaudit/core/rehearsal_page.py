"""The page of a rehearsal has its numbers inside, so that one file is the whole report.

A person reads the page; what is named by its hash are the numbers, byte for byte as in the JSON.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape, unescape
from typing import NamedTuple

_BLOCK = '<pre id="rehearsal">%s</pre>'
_BLOCKS = re.compile(re.escape(_BLOCK).replace("%s", "([^<]*)"))
_PAGE_STARTS = b"<"
FILES_MAX = 2
"""The page, and the numbers beside it."""


class NoReport(ValueError):
    """Files that aren't the report of a rehearsal."""


class OfTwo(NoReport):
    """A page, and numbers of another rehearsal."""


class Report(NamedTuple):
    """The report of a rehearsal: its numbers as JSON, and its page where there is one."""

    numbers: bytes
    page: bytes | None


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


def report_of_files(files: Sequence[bytes]) -> Report:
    """Return the report that one or two files are: a page, numbers as JSON, or both.

    Refuses: NoReport; OfTwo where the page has other numbers inside than the file beside it.
    """
    pages = [one for one in files if one.lstrip().startswith(_PAGE_STARTS)]
    numbers = [one for one in files if one not in pages]
    if len(files) > FILES_MAX or len(pages) > 1 or len(numbers) > 1 or not files:
        raise NoReport(f"{len(pages)} pages, {len(numbers)} files of numbers")
    if not pages:
        return Report(numbers[0], None)
    inside = numbers_in(pages[0])
    if inside is None:
        raise NoReport("the page has no numbers inside")
    if numbers and numbers[0] != inside:
        raise OfTwo("the page has other numbers inside")
    return Report(inside, pages[0])
