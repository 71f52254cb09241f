"""The fonts of papers: where they are, and which ones a language needs.

They are Debian's packages: Noto for Latin and Chinese letters (SIL Open Font License), Loma for
Thai ones (GPL with the font exception: what is printed with it stays its writer's). What has no
letter in them is refused: a paper never shows boxes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import typst

FOLDERS = (
    "/usr/share/fonts/truetype/noto",
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/truetype/tlwg",
)
SETTING = "PLAUDIT_FONTS"
"""Folders instead of Debian's, as PATH lists them."""


class Font(NamedTuple):
    """A family, and the Debian package that has it."""

    family: str
    package: str


LATIN = Font("Noto Sans", "fonts-noto-core")
# Not Noto: its marks stand a hair off the line, and syllables are then doubled in copied text.
THAI = Font("Loma", "fonts-tlwg-loma-ttf")
CHINESE = Font("Noto Sans CJK SC", "fonts-noto-cjk")
OF_LANGUAGE = {
    "en": (LATIN, THAI, CHINESE),
    "th": (LATIN, THAI, CHINESE),
    # Chinese first: its quotation marks and dots are as wide as its letters.
    "zh-Hans": (CHINESE, LATIN, THAI),
}
"""In the order in which a letter is looked for: a name may be in another language."""
NEEDED = {"en": (LATIN,), "th": (LATIN, THAI), "zh-Hans": (CHINESE, LATIN)}
"""Without these, no paper in that language."""


class FontMissing(Exception):
    """A font that a language needs isn't installed, or none has a letter of a text."""


def open_fonts(languages: Iterable[str]) -> typst.Fonts:
    """Return the fonts for papers in some languages.

    Refuses: FontMissing, with what to install.
    """
    folders = os.environ.get(SETTING)
    fonts = _read(FOLDERS if folders is None else tuple(folders.split(os.pathsep)))
    found = set(fonts.families())
    missing = {font for one in languages for font in NEEDED[one] if font.family not in found}
    if missing:
        raise FontMissing(
            f"The font {_listed(font.family for font in missing)} wasn't found, and without it the "
            f"paper would show boxes. Install {_listed(font.package for font in missing)} "
            f"(Debian), or name the font's folder in {SETTING}."
        )
    return fonts


@cache
def _read(folders: tuple[str, ...]) -> typst.Fonts:
    return typst.Fonts(False, False, list(folders))  # noqa: FBT003 (neither the system's nor its own)


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(set(names)))
