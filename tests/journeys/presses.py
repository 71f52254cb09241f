"""Steps are counted where they are done: what is pressed, ticked and typed until something is."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Presses:
    """Counts what somebody presses, ticks or types until something is done."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def button(self, name: str) -> None:
        """Press a button."""
        self.press(self.page.get_by_role("button", name=name, exact=True))

    def link(self, name: str) -> None:
        """Follow a link."""
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def tick(self, label: str) -> None:
        """Tick a box."""
        self.count += 1
        self.page.get_by_label(label).check()

    def press(self, it: Locator) -> None:
        """Press what isn't found by its name."""
        self.count += 1
        it.click()

    def check(self, it: Locator) -> None:
        """Tick what isn't found by its label."""
        self.count += 1
        it.check()

    def type(self, it: Locator, text: str) -> None:
        """Fill a field."""
        self.count += 1
        it.fill(text)
