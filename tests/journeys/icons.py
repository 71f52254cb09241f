"""Draws the icons of the installed page from the one drawing: python -m tests.journeys.icons."""

from __future__ import annotations

import sys

from playwright.sync_api import sync_playwright

from plaudit.pages.files import FOLDER
from tests.journeys.program import chromium_program

ICONS = {"icon-192": 192, "icon-512": 512, "icon-whole-180": 180, "icon-whole-512": 512}
"""By name, with the pixels of a side. A whole one has no corners cut off: the phone cuts them."""
_WHOLE = ' style="background:#0b6b5e" viewBox="-5 -5 42 42"'


def main() -> int:
    """Draw them."""
    drawing = (FOLDER / "plaudit.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_program(), args=["--no-sandbox"]
        )
        for name, side in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            text = drawing.replace("<svg", f'<svg width="{side}" height="{side}"')
            if "whole" in name:
                text = text.replace(' viewBox="0 0 32 32"', _WHOLE)
            page.set_content(f"<body style='margin:0'>{text}")
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
