"""A statement as text for a terminal: the same sentences as on the member's page."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from plaudit.core.refusals import N_
from plaudit.core.statement import Statement
from plaudit.core.told import ToldStep
from plaudit.pages.gauges import WIDTH, Bar, bar_of
from plaudit.pages.showing import ShownEntry, show
from plaudit.pages.voices import GettextVoice

_SPEND = N_("You can spend")
_REFUSED = N_("Not counted")
_UNTIL = N_("until {last}")
_OLDER = N_("Older deeds")
_LOOKED = N_("Who looked at your record")
_KEY = N_("Its key for commands: {key}")
_NOTHING = N_(
    "Nothing has been reported yet. When a partner reports a deed of yours, it stands here."
)
CELLS = 30


def statement_text(found: Statement, voice: GettextVoice, *, keys: bool = False) -> Group:
    """Return a statement for a terminal. `keys`: with those by which commands name its entries."""
    shown = show(found, voice)
    parts: list[RenderableType] = [
        Text(shown.programme, style="dim"),
        Text.assemble(voice.say(_SPEND), " ", (shown.points, "bold green")),
    ]
    parts += [Text(f"  {lot.points} {voice.say(_UNTIL, last=lot.last_day)}") for lot in shown.lots]
    parts += [Text(f"  {said}", "yellow") for said in shown.soon]
    parts += [Text(said) for said in (shown.expired, shown.left, shown.still) if said]
    for day, entries in shown.days:
        parts += [Text(), Text(day, style="bold")]
        for entry in entries:
            parts += _entry(entry, voice)
            if keys and entry.key:
                parts.append(_indented(Text(voice.say(_KEY, key=entry.key), style="dim"), 2))
    if not shown.days:
        parts += [Text(), Text(voice.say(_NOTHING))]
    if shown.older:
        parts += [Text(), Text(f"{voice.say(_OLDER)}: --deeds {2 * len(found.entries)}", "dim")]
    if shown.looks:
        parts += [Text(), Text(voice.say(_LOOKED), style="bold")]
        parts += [Text(f"  {look}") for look in shown.looks]
    return Group(*parts)


def _entry(entry: ShownEntry, voice: GettextVoice) -> Iterator[RenderableType]:
    about = " · ".join(filter(None, (*entry.facts, entry.partner, entry.time, entry.reported)))
    earned = entry.mark or entry.earned or voice.say(_REFUSED)
    style = "bold green" if entry.why or entry.is_move else "yellow"
    yield Text()
    yield Text.assemble("  ", (entry.title, "bold"), "  ", (earned, style))
    yield _indented(Text(about, style="dim"), 2)
    for said in (*entry.notes, entry.reason, entry.rules, entry.asked):
        if said:
            yield _indented(Text(said), 2)
    if entry.why is None:
        return
    for number, step in enumerate(entry.why.told.steps, start=1):
        yield from _step(number, step)
    if entry.why.told.sum:
        yield _indented(Text(entry.why.told.sum, style="bold"), 5)
    for said in (*entry.why.told.asides, entry.why.told.edition):
        yield _indented(Text(said, style="dim"), 5)


def _step(number: int, step: ToldStep) -> Iterator[RenderableType]:
    counted, move = step
    style = "yellow" if move.is_trimmed else "dim" if move.is_nothing else "green"
    yield _indented(Text.assemble(f"{number}. ", move.title, "  ", (move.result, style)), 2)
    for said in filter(None, (counted, move.rule)):
        yield _indented(Text(said), 5)
    yield _indented(Text(bar_text(bar_of(move.gauge)), style=style), 5)
    yield _indented(Text(move.moved), 5)
    if move.source:
        yield _indented(Text(move.source, style="dim"), 5)


def _indented(text: Text, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns), expand=False)


def bar_text(bar: Bar) -> str:
    """Return a bar of block letters: what was there, what came, and the limit at its end.

    >>> from fractions import Fraction
    >>> from plaudit.core.told import Gauge
    >>> bar_text(bar_of(Gauge(Fraction(10), Fraction(15), Fraction(20))))
    '▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒████████·······│'
    """
    before = bar.before_width * CELLS // WIDTH
    end = -(-(bar.before_width + bar.gain_width) * CELLS // WIDTH)
    gain = end - before if bar.gain_width else 0
    rest = CELLS - before - gain
    return "▒" * before + "█" * gain + "·" * rest + ("│" if bar.most_at else "")
