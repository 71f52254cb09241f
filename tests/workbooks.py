"""Workbooks made for tests, part by part: the smallest .xlsx and .ods that programs open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
DATE_STYLE = 1

Value = str | int | float | tuple[str, str]
"""A text, a number, or (formula, its last value)."""


def packed(parts: dict[str, str]) -> bytes:
    """Return a ZIP archive of parts."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return archive.getvalue()


def shared(text: str, *, cells: int) -> bytes:
    """Return an .xlsx that has a text once, and refers to it in many cells of one column."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    strings = f'<sst xmlns="{_MAIN}"><si><t>{text}</t></si></sst>'
    row = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>'
    more = "".join(row.format(number) for number in range(2, cells + 2))
    archive = zipfile.ZipFile(io.BytesIO(xlsx([("id",)], more=more)))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}
    types, relations = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{main}.sharedStrings+xml"/>'
    relation = (
        f'<Relationship Id="r3" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    parts[types] = parts[types].replace("</Types>", f"{part}</Types>")
    parts[relations] = parts[relations].replace("</Relationships>", f"{relation}</Relationships>")
    return packed(parts | {"xl/sharedStrings.xml": strings})


def bound(*books: bytes, hidden: Sequence[int] = ()) -> bytes:
    """Return one .xlsx with the sheet of each, called Deeds, Deeds 2 and so on."""
    archives = [zipfile.ZipFile(io.BytesIO(one)) for one in books]
    parts = {name: archives[0].read(name).decode() for name in archives[0].namelist()}
    types, relations, book = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    sheet = "xl/worksheets/sheet{}.xml"
    for at, archive in enumerate(archives[1:], start=2):
        parts[sheet.format(at)] = archive.read(sheet.format(1)).decode()
        state = ' state="hidden"' if at in hidden else ""
        more = {
            types: f'<Override PartName="/{sheet.format(at)}" ContentType="application/vnd.'
            'openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
            relations: f'<Relationship Id="s{at}" Type="{_RELATIONS}/worksheet"'
            f' Target="worksheets/sheet{at}.xml"/></Relationships>',
            book: f'<sheet name="Deeds {at}" sheetId="{at}"{state} r:id="s{at}"/></sheets>'
            "</workbook>",
        }
        for name, end in more.items():
            tags = "</" + end.split("</", 1)[1]
            parts[name] = parts[name].replace(tags, end)
    return packed(parts)


def xlsx(rows: Iterable[Sequence[Value]], *, dates: Sequence[int] = (), more: str = "") -> bytes:
    """Return rows as .xlsx. `dates`: columns whose numbers are shown as a date and time."""
    lines = [
        f'<row r="{number}">'
        + "".join(_xlsx_cell(value, is_date=at in dates) for at, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    ]
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
        )
    )
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
            "</Relationships>",
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
            '<sheet name="Deeds" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs><xf numFmtId="0"/>'
            '<xf numFmtId="22"/></cellXfs></styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}'
            f"{more}</sheetData></worksheet>",
        }
    )


def _xlsx_cell(value: Value, *, is_date: bool) -> str:
    if isinstance(value, tuple):
        return f"<c><f>{escape(value[0])}</f><v>{value[1]}</v></c>"
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c s="{DATE_STYLE if is_date else 0}"><v>{value!r}</v></c>'


def ods(rows: Iterable[Sequence[Value]]) -> bytes:
    """Return rows as .ods; a text that looks like an ISO date is written as a date."""
    lines = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
    )
    spaces = " ".join(f'xmlns:{name}="{_OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Deeds">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": manifest,
        }
    )


def _ods_cell(value: Value) -> str:
    if isinstance(value, tuple):
        formula, last = value
        return (
            f'<table:table-cell table:formula="of:={escape(formula)}" office:value-type="float" '
            f'office:value="{last}"><text:p>{last}</text:p></table:table-cell>'
        )
    if isinstance(value, str):
        if value[4:5] == "-" and value[10:11] == "T":
            return (
                f'<table:table-cell office:value-type="date" office:date-value="{value}">'
                f"<text:p>{value}</text:p></table:table-cell>"
            )
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(value)}</text:p></table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{value!r}">'
        f"<text:p>{value!r}</text:p></table:table-cell>"
    )
