"""The style sheet: its colours can be read, by light and by dark."""

from __future__ import annotations

import re

import pytest

from plaudit.pages.files import FOLDER

TEMPLATES = FOLDER.parent / "templates"
SHEETS = sorted(FOLDER.glob("*.css"))
SIDES = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-)?(?:left|right)(?:-\w+)*:"
    r"|(?:float|text-align): (?:left|right)"
)
FOUR = re.compile(r"(?<![\w-])(?:padding|margin|inset): [^; ]+ ([^; ]+) [^; ]+ ([^; ]+);")
STYLE = "\n".join((FOLDER / name).read_text("utf-8") for name in ("plaudit.css", "member.css"))
TEXTS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "paper"),
    ("soft", "card"),
    ("soft", "track"),
    ("leaf", "paper"),
    ("leaf", "card"),
    ("leaf", "leaf-pale"),
    ("leaf-ink", "leaf"),
    ("amber", "card"),
    ("amber", "amber-pale"),
    ("code-ink", "code-paper"),
]
DRAWINGS = [
    ("gain", "card"),
    ("gain", "before"),
    ("amber", "before"),
    ("most", "card"),
    ("focus", "paper"),
    ("focus", "card"),
]


def colours(scheme: str) -> dict[str, str]:
    """Return the colour of each token; the dark ones replace the light ones."""
    light, dark = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))
    return found | {"most": found["ink"]}


def luminance(colour: str) -> float:
    """Return how light a colour is. Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21. Source: WCAG 2.2, contrast ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str) -> None:
    found = colours(scheme)

    ratios = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in TEXTS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_parts_of_a_bar_and_the_focus_can_be_told_from_what_is_beside_them(scheme: str) -> None:
    found = colours(scheme)

    ratios = {pair: contrast(found[pair[0]], found[pair[1]]) for pair in DRAWINGS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 3} == {}


def test_the_style_sheet_asks_for_no_other_file() -> None:
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_every_colour_is_one_of_the_tokens() -> None:
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)

    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(", rules) == []


def test_no_sheet_knows_left_from_right() -> None:
    """Where lines run from right to left everything is the other way round, by itself."""
    for sheet in SHEETS:
        text = sheet.read_text("utf-8")

        assert SIDES.findall(text) == [], sheet.name
        assert [one for one in FOUR.findall(text) if one[0] != one[1]] == [], sheet.name
    spoilt = (
        ".a { left: 0; } .b { padding: 1px 0 1px 2px; } .c { border-left: 0; text-align: left; }"
    )
    assert (len(SIDES.findall(spoilt)), len(FOUR.findall(spoilt))) == (3, 1)


def test_words_in_another_language_than_the_page_say_how_they_run() -> None:
    for template in TEMPLATES.rglob("*.html"):
        tags = re.findall(r'<[^>]* lang="[^>]*>', template.read_text("utf-8"))

        assert [tag for tag in tags if " dir=" not in tag and "hreflang" not in tag] == [], template
