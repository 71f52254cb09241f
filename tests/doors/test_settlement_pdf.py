"""A settlement statement on paper: what it says is read back out of the PDF."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from plaudit.core.settlement import (
    CORRECTION_REASONS,
    OF_DISPUTE,
    PAYMENT_REASONS,
    Head,
    Line,
    Statement,
    month_named,
)
from plaudit.pages.papers.fonts import SETTING, FontMissing
from plaudit.pages.papers.settlement_pdf import statement_pdf
from plaudit.pages.papers.settlement_words import REASONS
from plaudit.store.settled_names import SettledNames
from plaudit.store.settlement import Made
from tests.riverside import instant

NOVEMBER = month_named("2026-11") or 0
LINES = (
    Line(NOVEMBER - 3, "offline", "coffee", 2, 120, "17..18"),
    Line(NOVEMBER + 2, "undone", "coffee", 1, -60, "31"),
    Line(NOVEMBER + 9, "correction", "wrong_price", 0, -5, "2", "A-2"),
    Line(NOVEMBER + 20, "honoured", "", 10, 1500, "40..49"),
    Line(NOVEMBER + 21, "honoured", "coffee", 9, 0, " ".join(f"6{one:015}" for one in range(9))),
)
STATEMENT = Statement(Head("riverside", "cafe-lotus", NOVEMBER, 2), 60, LINES, "ab" * 32)
MADE = Made(STATEMENT, instant("2026-12-01T00:30:00+07:00"))
NAMES = SettledNames(
    partner="ร้านกาแฟบัวน้ำ 河畔咖啡馆",
    time_zone="Asia/Bangkok",
    languages=("en", "th", "zh-Hans"),
    programme={"en": "Riverside Thanks", "th": "ริเวอร์ไซด์ขอบคุณ", "zh-Hans": "河畔致谢"},
    rewards={"coffee": {"en": "A coffee", "th": "กาแฟหนึ่งแก้วที่ริมน้ำ", "zh-Hans": "一杯咖啡"}},
)


@pytest.fixture(scope="module")
def paper() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(statement_pdf(MADE, NAMES))


def text_of(paper: pypdfium2.PdfDocument, page: int) -> str:
    """Return a page's text; how wide its spaces are is the reader's guess, so they are left out."""
    return "".join(paper[page].get_textpage().get_text_range().split())


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (0, ("Statement of settlement, November 2026", "Made on 1 Dec 2026", "For vouchers 1,560",
             "1 29 Oct 2026 A coffee taken while the till was offline · reported after its own",
             "Correction: wrong price reference A-2 · number 2", "−5", "A reward",
             "the numbers are in the CSV file")),
        (1, ("ใบแจ้งยอดชำระ พฤศจิกายน 2569", "ริเวอร์ไซด์ขอบคุณ", "ออกเมื่อวันที่ 1 ธ.ค. 2569",
             "กาแฟหนึ่งแก้วที่ริมน้ำ", "ยอดค้างจ่ายหลังเดือนนี้ เป็นคะแนน 1,615", "ค่าสิทธิ์ที่รับไว้")),
        (2, ("对账单，2026年11月", "河畔致谢", "一杯咖啡", "本月之后应付（积分） 1,615",
             "编号 40..49")),
    ],
)  # fmt: skip
def test_it_says_the_same_in_each_language_of_the_programme(
    paper: pypdfium2.PdfDocument, page: int, said: tuple[str, ...]
) -> None:
    text = text_of(paper, page)

    for one in (*said, "ร้านกาแฟบัวน้ำ 河畔咖啡馆", "cafe-lotus", STATEMENT.sha256, "ab" * 32):
        assert "".join(one.split()) in text, one
    assert len(paper) == 3


def test_a_page_is_drawn_on_a4_and_is_not_empty(paper: pypdfium2.PdfDocument) -> None:
    page = paper[1]
    drawn = bytes(page.render(scale=0.5).buffer)

    assert [round(side) for side in page.get_size()] == [595, 842]
    assert 0.01 < sum(byte < 200 for byte in drawn) / len(drawn) < 0.2


def test_the_same_statement_gives_the_same_bytes_and_another_gives_others() -> None:
    first, again = (statement_pdf(MADE, replace(NAMES, languages=("th",))) for _ in range(2))
    renamed = statement_pdf(MADE, replace(NAMES, languages=("th",), partner="ร้านอื่น"))

    assert first == again
    assert first != renamed


def test_it_can_be_kept_for_years_and_read_aloud() -> None:
    content = statement_pdf(MADE, replace(NAMES, languages=("zh-Hans",)))

    for mark in (b"<pdfaid:part>2", b"<pdfaid:conformance>A", b"<pdfuaid:part>1", b"/Lang"):
        assert mark in content, mark


def test_nothing_that_a_name_says_is_run() -> None:
    name = "#panic(1) *b* _i_ $x$ <a> @b // c \\ [d] `e`"
    content = statement_pdf(MADE, replace(NAMES, languages=("en",), partner=name))

    assert "".join(name.split()) in text_of(pypdfium2.PdfDocument(content), 0)


def test_a_missing_font_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, str(tmp_path))

    with pytest.raises(FontMissing) as missing:
        statement_pdf(MADE, NAMES)

    for said in ("Loma", "Noto Sans CJK SC", "fonts-tlwg-loma-ttf", "fonts-noto-cjk", SETTING):
        assert said in str(missing.value)


def test_a_letter_that_no_font_has_is_refused_and_not_printed_as_a_box() -> None:
    with pytest.raises(FontMissing, match="😀"):
        statement_pdf(MADE, replace(NAMES, partner="Café 😀"))


def test_a_programme_in_other_languages_gets_its_paper_in_english() -> None:
    content = statement_pdf(MADE, replace(NAMES, languages=("nl",)))

    assert "Statementofsettlement" in text_of(pypdfium2.PdfDocument(content), 0)


def test_each_reason_of_an_entry_has_words() -> None:
    assert set(REASONS) == {*CORRECTION_REASONS, *PAYMENT_REASONS, OF_DISPUTE}
