"""An edition that uses every key there is, changed leaf by leaf, and what is made from it."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from plaudit.core.catalogue.mistakes import Mistakes
from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.registries import Registries
from plaudit.core.charter.view import View, World
from plaudit.core.notice.blocks import notice_json
from plaudit.core.notice.making import notice_of
from plaudit.core.notice.particulars import Particulars, particulars_of
from plaudit.pages.voices import voice_of
from tests.core.charter.cases import accepted, registries
from tests.core.charter.toml_text import toml_text

Path = tuple[str | int, ...]
Table = dict[str, Any]

MORE = """
[[ceiling]]
id      = "all-books"
rules   = ["books", "book-days"]
per     = "month"
at_most = 15
source  = "annex 4, line 5"
says    = { en = "The most that books give", th = "คะแนนสูงสุดจากหนังสือ" }

[[partner_check]]
id         = "many-at-once"
looks_at   = "reports_of_a_partner"
says       = { en = "Ten times the usual reports in a day", th = "รายงานสิบเท่าของปกติในหนึ่งวัน" }
decided_by = "Pim Chaiyo, points office"

[rehearsal]
rehearsed_on   = 2026-03-02
edition_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
report_sha256  = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"

[[answer]]
question    = "q-0123456789"
says        = "It is the name of the bay."
by          = "Anan Wongsa, city council"
answered_on = 2026-03-08
"""
DEED = """
id       = "book_swap"
title    = { en = "Books given", th = "หนังสือที่นำมาให้" }
class    = "sharing"
evidence = "partner_report"
without_phone = { en = "The library stamps a card.", th = "ห้องสมุดประทับตราบนบัตร" }
keep_days = 80
[facts.books]
type     = "integer"
title    = { en = "Books", th = "หนังสือ" }
unit     = "book"
units    = { en = "books", th = "เล่ม" }
min      = 1
max      = 20
required = true
[facts.weight_of_books]
type     = "decimal"
kind     = "kilograms"
title    = { en = "Weight", th = "น้ำหนัก" }
unit     = "kg"
units    = { en = "kg", th = "กก." }
places   = 1
min      = 0.5
max      = 30
required = false
[facts.thing]
type     = "choice"
title    = { en = "Thing", th = "สิ่งของ" }
values   = ["book", "other"]
required = true
[facts.thing.labels]
book  = { en = "a book", th = "หนังสือ" }
other = { en = "another thing", th = "อย่างอื่น" }
"""


def fullest() -> tuple[Table, Table]:
    """Return the edition, and the deed type that it counts, as tables."""
    text = accepted()["museum-evening"] + MORE
    text = text.replace("stock            = 200", "stock = 200\nat_most_a_month = 2")
    text = text.replace("at_most = 1\n", 'at_most = 1\nsource = "annex 4, line 1"\n')
    text = text.replace("ladder  = [[3, 5]", "at_most = 12\nladder  = [[3, 5]")
    text = text.replace("within_days = 90", "within_days = 90\nalone_points_max = 300")
    read = (tomllib.loads(one, parse_float=Decimal) for one in (text, DEED))
    edition, deed = read
    return edition, deed


def view_of(edition: Mapping[str, Any], deed: Mapping[str, Any], known: Registries) -> View:
    """Return an edition in its world, read from the text that its table gives."""
    id = str(deed["id"])
    activities = {id: read_source(f"{id}.toml", toml_text(deed).encode())}
    source = read_source("edition.toml", toml_text(edition).encode())
    return View(source, "edition", World(known, activities))


def made_of(
    edition: Mapping[str, Any], deed: Mapping[str, Any], known: Registries | None = None
) -> Particulars:
    """Return the particulars of an edition with one deed type."""
    return particulars_of(view_of(edition, deed, known or registries()))


def notices(particulars: Particulars) -> str:
    """Return the notice in every language of the edition."""
    voices = map(voice_of, particulars.edition.languages)
    return "".join(notice_json(notice_of(particulars, voice)) for voice in voices)


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the place of each value that holds no other values."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    for key, one in inner:
        yield from leaves(one, (*path, key))
    if path and not inner:
        yield path


def changed(table: Table, path: Path) -> Iterator[Table]:
    """Yield a table with the value at a place changed, in several ways."""
    value = _at(table, path)
    for other in _others(path, value):
        if other == value:
            continue
        copied = copy.deepcopy(table)
        _at(copied, path[:-1])[path[-1]] = other
        yield copied


def sound(editions: Iterator[Table], deed: Table) -> Particulars | None:
    """Return the particulars of the first edition of several that is sound."""
    for edition in editions:
        try:
            return made_of(edition, deed)
        except Mistakes:
            continue
    return None


def named(path: Path) -> str:
    """Return a place without numbers of entries and without languages: "rule.says"."""
    words = [str(key) for key in path if not isinstance(key, int)]
    return ".".join(word for word in words if word not in {"en", "th"})


def _at(table: Any, path: Path) -> Any:
    for key in path:
        table = table[key]
    return table


_OTHER = {
    "consent": "contract",
    "everyone": "residents",
    "partner_report": "paper_list",
    "items": "kilograms",
    "integer": "decimal",
}


def _others(path: Path, value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    if isinstance(value, Decimal):
        return [value + 1, value - 1]
    if isinstance(value, date):
        return [value + timedelta(days=1)]
    if value in _OTHER:
        return [_OTHER[value]]
    if "languages" in path:
        return ["zh-Hans"]
    if path[-1] == "provider":
        return ["green-depot"]
    return ["wrong_day", "kilograms", f"{value}x", f"{value[:-1]}0", "book_swap"]
