"""Making a PDF: a layout, what it says, and an instant. The same again gives the same bytes.

PDF/A-2a and PDF/UA-1: a file to be kept for years, which a screen reader can read. Both forbid
letters that no font has, so such a text is refused and never printed as boxes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import typst

from plaudit.pages.papers.fonts import FontMissing, open_fonts

FOLDER = Path(__file__).parent
STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_NO_LETTER = "could not be displayed"
_MICROSECONDS = 1_000_000


def typeset(layout: str, paper: list[dict[str, object]], *, made_at: int) -> bytes:
    """Return a layout's PDF. `paper`: what it says, language by language.

    Units:   `made_at` in microseconds since the epoch.
    Refuses: FontMissing.
    """
    fonts = open_fonts(str(said["language_code"]) for said in paper)
    compiler = typst.Compiler(FOLDER / layout, root=FOLDER, font_paths=fonts)
    try:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"paper": json.dumps(paper, ensure_ascii=False)},
            pdf_standards=list(STANDARDS),
            timestamp=made_at // _MICROSECONDS,
        )
    except typst.TypstError as fault:
        if _NO_LETTER not in fault.message:
            raise
        raise FontMissing(
            f"No font that is installed has all letters of this paper: {fault.message}. "
            "Write the name in letters of English, Thai or Chinese."
        ) from fault
    assert isinstance(made, bytes)
    return made
