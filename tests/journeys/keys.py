"""Pages used by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page


class Keys:
    """Uses a page by its keyboard alone, and counts what it ticks and presses."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.count = 0

    def reach(self, selector: str) -> None:
        """Press Tab until something is in focus."""
        for _ in range(80):
            self._page.keyboard.press("Tab")
            if self._page.evaluate("one => document.activeElement.matches(one)", selector):
                return
        pytest.fail(f"the keyboard doesn't reach {selector}")

    def tick(self, selector: str) -> None:
        """Reach a box, and tick it."""
        self.count += 1
        self.reach(selector)
        self._page.keyboard.press("Space")

    def press(self, selector: str) -> None:
        """Reach a link or a button that leads on, and press it."""
        self.count += 1
        self.reach(selector)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")
