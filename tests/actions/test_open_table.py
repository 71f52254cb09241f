"""Workbooks: the values of cells, the last value of a formula, and files made to do harm."""

from __future__ import annotations

import io
import zipfile

import pytest

from plaudit.actions.open_table import open_table
from plaudit.core.refusals import Code, Refusal, Refused
from plaudit.core.table.cells import CELL_CHARACTERS_MAX, FILE_BYTES_MAX, Exact, name_in
from tests.workbooks import bound, ods, packed, shared, xlsx

HEAD = ("id", "member", "time", "cups")


def code_of(raw: bytes) -> Code:
    with pytest.raises(Refused) as no:
        open_table(raw)
    return no.value.refusal.code


def test_a_workbook_says_what_its_cells_hold_and_what_a_formula_came_to_last() -> None:
    # 46115.4 is 3 April 2026, 09:36.
    row = ("'007", "กขค 归还", 46115.4, ("A1+1", "2"))

    heading, found, last = open_table(xlsx([HEAD, row, (), (7, "m", 46115, 0.1)], dates=[2]))

    assert heading.cells == HEAD
    time, cups = Exact("2026-04-03 09:36:00"), Exact("2")
    assert (found.number, found.cells) == (2, ("'007", "กขค 归还", time, cups))
    assert (last.number, last.cells) == (4, (Exact("7"), "m", Exact("2026-04-03"), Exact("0.1")))


def test_a_number_of_sixteen_digits_is_handed_on_in_a_form_that_no_id_has() -> None:
    _, *rows = open_table(xlsx([("id",), (1234567890123456.0,), (123456789012345.0,)]))

    long, kept = (name_in(row.cells[0]) for row in rows)
    assert isinstance(long, Refusal)
    assert (long.code, kept) == (Code.CELL_SHORTENED, "123456789012345")


@pytest.mark.parametrize(
    ("cell", "code", "seen"),
    [
        ('<c r="C9" t="e"><f>NA()</f><v>#N/A</v></c>', Code.CELL_ERROR, '"C9: #N/A"'),
        ('<c r="C9"><f>A1&amp;1</f></c>', Code.CELL_FORMULA, '"C9: =A1&1"'),
        ('<c r="C9"><f>A1+1</f><v /></c>', Code.CELL_FORMULA, '"C9: =A1+1"'),
    ],
)
def test_a_cell_that_would_seem_empty_and_is_not_refuses_the_workbook(
    cell: str, code: Code, seen: str
) -> None:
    more = f'<row r="9"><c r="A9" t="inlineStr"><is><t>a</t></is></c>{cell}</row>'
    with pytest.raises(Refused) as no:
        open_table(xlsx([HEAD], more=more))
    assert (no.value.refusal.code, dict(no.value.refusal.facts)["seen"]) == (code, seen)

    error = '<table:table-cell calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
    archive = zipfile.ZipFile(io.BytesIO(ods([HEAD])))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["content.xml"] = parts["content.xml"].replace(
        "</table:table-row>", f"{error}</table:table-row>"
    )
    assert code_of(packed(parts)) is Code.CELL_ERROR
    text = more.replace(cell, '<c r="C9" t="str"><f>""</f><v></v></c>')
    assert open_table(xlsx([HEAD], more=text))[1].cells[0] == "a"


def test_an_open_document_says_the_same() -> None:
    _, found = open_table(ods([HEAD, ("7", "m", "2026-04-03T09:36:00", ("[.A1]", "2"))]))

    assert found.cells == ("7", "m", Exact("2026-04-03 09:36:00"), Exact("2"))


def test_a_second_sheet_with_rows_refuses_the_workbook_and_an_empty_or_hidden_one_does_not() -> (
    None
):
    deeds, empty = xlsx([HEAD, ("7",)]), xlsx([])
    with pytest.raises(Refused) as no:
        open_table(bound(deeds, empty, xlsx([HEAD])))
    assert no.value.refusal.code is Code.SHEETS_TOO_MANY
    assert dict(no.value.refusal.facts) == {"names": '"Deeds", "Deeds 3"'}
    assert len(open_table(bound(empty, deeds, xlsx([HEAD]), hidden=[3]))) == 2

    archive = zipfile.ZipFile(io.BytesIO(ods([HEAD, ("7",)])))
    parts = {name: archive.read(name).decode() for name in archive.namelist()}
    start, end = "<table:table ", "</table:table>"
    content = parts["content.xml"]
    sheet = start + content.split(start)[1].split(end)[0] + end
    parts["content.xml"] = content.replace(end, end + sheet.replace("Deeds", "More"), 1)
    assert code_of(packed(parts)) is Code.SHEETS_TOO_MANY


def test_files_made_to_do_harm_are_refused_and_this_process_goes_on() -> None:
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    small = packed({"xl/workbook.xml": "<x/>"})
    at = small.index(b"PK\x01\x02") + 24  # where the directory says how large the part becomes
    bomb = small[:at] + (300_000_000).to_bytes(4, "little") + small[at + 4 :]
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><workbook>&a;</workbook>'

    assert code_of(xlsx([HEAD], more=corner)) is Code.TABLE_TOO_LARGE
    assert code_of(bomb) is Code.TABLE_TOO_LARGE
    assert code_of(packed({"xl/workbook.xml": entities})) is Code.NOT_A_TABLE
    assert code_of(packed({"word/document.xml": "<x/>"})) is Code.NOT_A_TABLE
    assert code_of(b"PK\x03\x04 and no more") is Code.NOT_A_TABLE
    assert code_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") is Code.NOT_A_TABLE
    assert code_of(b"x" * (FILE_BYTES_MAX + 1)) is Code.TABLE_TOO_LARGE
    assert code_of(xlsx([HEAD])) is Code.TABLE_EMPTY


def test_a_long_text_that_stands_in_many_cells_is_cut_before_it_is_handed_on() -> None:
    small = shared("x" * 100_000, cells=200)
    assert len(small) < 20_000

    _, *rows = open_table(small)

    assert {row.cells[0] for row in rows} == {"x" * CELL_CHARACTERS_MAX + "…"}
    assert len(rows) == 200
    spaces = f"{'a' * CELL_CHARACTERS_MAX}{' ' * 9_000}"
    assert open_table(shared(spaces, cells=1))[1].cells == ("a" * CELL_CHARACTERS_MAX,)
    held_back = f"a{' ' * 9_000}b"
    assert len(str(open_table(shared(held_back, cells=1))[1].cells[0])) > CELL_CHARACTERS_MAX
    assert code_of(shared("x" * 900, cells=80_000)) is Code.TABLE_TOO_LARGE
