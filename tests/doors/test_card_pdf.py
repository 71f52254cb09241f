"""A member's card on paper: what it says, and that its QR code is the number's."""

from __future__ import annotations

import pypdfium2
import pytest
import segno

from plaudit.core.card import card_number, shown_card_number
from plaudit.pages.papers.card_pdf import card_pdf
from plaudit.pages.voices import voice_of
from tests.riverside import NOW

TITLE = {"en": "Riverside Thanks", "th": "ริเวอร์ไซด์ขอบคุณ", "zh-Hans": "河畔致谢"}
MEMBER = 7_280_000
MILLIMETRES = 25.4 / 72
SAID = {
    "en": "Show it at the programme's desk.",
    "th": "แสดงบัตรนี้ที่โต๊ะบริการของโครงการ",
    "zh-Hans": "请在项目服务台出示。",
}


def card(language: str, *, times: int = 1) -> pypdfium2.PdfPage:
    """Return the only page of a card, whose programme's name says its title some times over."""
    title = {language: " ".join([TITLE[language]] * times)}
    made = card_pdf(MEMBER, "riverside", title, voice=voice_of(language), now=NOW)
    (page,) = pypdfium2.PdfDocument(made)
    return page


@pytest.mark.parametrize("language", list(SAID))
def test_a_long_name_leaves_the_number_on_the_one_side_of_the_card(language: str) -> None:
    assert_says(card(language, times=20), language)


@pytest.mark.parametrize("language", list(SAID))
def test_it_is_one_card_in_the_members_language(language: str) -> None:
    page = card(language)

    assert_says(page, language)
    width, height = (round(side * MILLIMETRES, 1) for side in page.get_size())
    assert (width, height) == (85.6, 54.0)


def assert_says(page: pypdfium2.PdfPage, language: str) -> None:
    text = "".join(page.get_textpage().get_text_range().split())
    for one in (TITLE[language], SAID[language], shown_card_number(card_number(MEMBER))):
        assert "".join(one.split()) in text


def test_the_squares_of_the_code_are_those_of_the_number_and_of_nothing_else() -> None:
    page = card("en")
    drawn = page.render(scale=10)
    pixels, to_pixels = bytes(drawn.buffer), 10 / MILLIMETRES
    expected = [list(row) for row in segno.make_qr(card_number(MEMBER), error="m").matrix]
    side = 30 / (len(expected) + 8)

    def is_dark(row: int, column: int) -> int:
        x, y = (50.6 + (column + 4.5) * side), (5 + (row + 4.5) * side)
        at = int(y * to_pixels) * drawn.stride + int(x * to_pixels) * drawn.n_channels
        return int(pixels[at] < 128)

    size = range(len(expected))
    assert [[is_dark(row, column) for column in size] for row in size] == expected
