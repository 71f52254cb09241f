"""What the pages of reports share: nothing is fetched, they read in light and dark and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --soft: #5b6470; --line: #c9d0d8;
  --draft: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ecf0; --paper: #14181d; --soft: #a3adb8;
  --line: #3a434e; --draft: #5cc9a3; } }
@media print { :root { --ink: #000; --paper: #fff; --soft: #333; --line: #999; --draft: #333; }
  section { break-inside: avoid; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: end; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: start; overflow-wrap: anywhere; min-width: 6rem; }
.wide { overflow-x: auto; }
figure { margin: 1rem 0; } svg { width: 100%; min-width: 34rem; height: auto; font-size: 12px; }
svg text { fill: var(--ink); } svg .label, svg .less { text-anchor: end; }
svg .draft, svg .middle { fill: var(--draft); }
svg .range { fill-opacity: .3; stroke: var(--draft); }
svg .axis { stroke: var(--line); } svg .month { text-anchor: middle; font-size: 10px; }
svg .current { fill: none; stroke: var(--soft); stroke-width: 1; }
svg .id { fill: var(--soft); font-size: 10px; } small { color: var(--soft); }
.note { color: var(--soft); } code, pre { overflow-wrap: anywhere; }
pre { white-space: pre-wrap; }
code, pre, svg, div[lang="en"] { direction: ltr; }
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What something is called, and the id that stands beside it in small; "" for none."""

    title: str
    id: str = ""


Label = str | Named


def page(title: str, parts: Sequence[str], *, language: str = "en", direction: str = "ltr") -> str:
    """Return a whole page: a title, and what stands under it.

    Takes:   `direction`: which way the language's lines run, "ltr" or "rtl".
    """
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>\n"
    )


def section(title: str, body: str) -> str:
    """Return a part of a page, with its heading."""
    return f"<section><h2>{escape(title)}</h2>{body}</section>"


def note(text: str) -> str:
    """Return a sentence that explains."""
    return f'<p class="note">{escape(text)}</p>'


def table(head: Sequence[str], rows: Iterable[Sequence[Label]]) -> str:
    """Return a table; its first column is text, the others are numbers."""
    cells = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = "".join(f"<tr>{''.join(f'<td>{_cell(one)}</td>' for one in row)}</tr>" for row in rows)
    written = f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"
    return sideways("div", written)


def _cell(label: Label) -> str:
    if isinstance(label, str):
        return escape(label)
    beside = f" <small><code>{escape(label.id)}</code></small>" if label.id else ""
    return escape(label.title) + beside


def sideways(tag: str, body: str) -> str:
    """Return something that is moved sideways where a screen is narrower, by keyboard too."""
    return f'<{tag} class="wide" role="group" tabindex="0">{body}</{tag}>'
