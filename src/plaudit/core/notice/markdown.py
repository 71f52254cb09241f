"""Markdown: a notice, and what the records share. Text from an edition can't become markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plaudit.core.notice.blocks import Block, Notice

_COLONS = {"zh-Hans": "："}
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_OF_A_LIST = re.compile(r"^(\d*)([-+.)])(?=\s)")


def plain(text: str) -> str:
    r"""Return a text so that Markdown shows it as it is written, on one line.

    >>> plain("a_b <script> [x](y)"), plain("- no list")
    ('a\\_b \\<script\\> \\[x\\](y)', '\\- no list')
    """
    one_line = " ".join(text.split())
    return _OF_A_LIST.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", one_line))


def pairs(rows: Iterable[tuple[str, str]], colon: str = ": ") -> Iterator[str]:
    """Yield a list of terms with their words."""
    for term, words in rows:
        yield f"- **{plain(term)}**{colon}{plain(words)}"
    yield ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield a table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(plain, row))} |"
    yield ""


def notice_markdown(notice: Notice) -> str:
    """Return a notice as Markdown."""
    lines = [f"# {plain(notice.title)}", ""]
    for paragraph in notice.lead:
        lines += [plain(paragraph), ""]
    for section in notice.sections:
        lines += [f"## {plain(section.title)}", ""]
        for block in section.blocks:
            lines += _block(block, _COLONS.get(notice.language, ": "))
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, colon: str) -> Iterator[str]:
    if block.heading:
        yield from (f"### {plain(block.heading)}", "")
    for paragraph in block.paragraphs:
        yield from (plain(paragraph), "")
    if block.items:
        yield from (f"- {plain(item)}" for item in block.items)
        yield ""
    if block.pairs:
        yield from pairs(block.pairs, colon)
