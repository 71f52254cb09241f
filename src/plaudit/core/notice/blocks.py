"""A notice as blocks of words, the same for page, print and file; its JSON, and its fingerprint."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a section: a heading, paragraphs, a list, and pairs of a term and its words."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One question that a notice answers. `id` is the same in every language."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A privacy notice in one language. `agreement` is what a member says yes to on joining."""

    programme: str
    edition: str
    language: str
    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    agreement: str


def notice_json(notice: Notice) -> str:
    """Return a notice as JSON: what is kept word for word, and what its fingerprint is of."""
    return json.dumps(asdict(notice), ensure_ascii=False, indent=2) + "\n"


def fingerprint(notice: Notice) -> str:
    """Return the SHA-256 of a notice as it is kept, as hexadecimal digits."""
    return sha256(notice_json(notice).encode()).hexdigest()


def read_notice(text: str) -> Notice:
    """Return the notice that was kept as JSON.

    >>> block = Block("A", ("b",), ("c",), (("d", "e"),))
    >>> notice = Notice("p", "1", "en", "T", ("l",), (Section("s", "S", (block,)),), "yes")
    >>> read_notice(notice_json(notice)) == notice
    True
    """
    kept: dict[str, Any] = json.loads(text)
    sections = tuple(
        Section(one["id"], one["title"], tuple(map(_block, one["blocks"])))
        for one in kept["sections"]
    )
    return Notice(**{**kept, "lead": tuple(kept["lead"]), "sections": sections})


def _block(kept: dict[str, Any]) -> Block:
    return Block(
        heading=kept["heading"],
        paragraphs=tuple(kept["paragraphs"]),
        items=tuple(kept["items"]),
        pairs=tuple((term, words) for term, words in kept["pairs"]),
    )
