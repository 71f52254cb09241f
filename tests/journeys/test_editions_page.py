"""The pages of editions in a real browser, without JavaScript, by keyboard, on a small phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.reader import NARROW
from tests.riverside import EDITIONS


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A phone that runs no script."""
    visit = browser.new_context(viewport=NARROW, java_script_enabled=False, locale="en")
    yield visit.new_page()
    visit.close()


def test_a_reader_goes_from_the_start_to_the_text_as_it_was_published(
    page: Page, town: str, tmp_path: Path
) -> None:
    page.goto(f"{town}/")
    page.get_by_role("link", name="All editions of these rules").click()
    expect(page.get_by_text("80 points for 1 deed, was 60 points.")).to_be_visible()
    page.get_by_role("link", name="2026-10", exact=True).click()
    expect(page.locator("pre")).to_be_hidden()

    page.get_by_text("2026-10.toml").focus()
    page.keyboard.press("Enter")

    expect(page.locator("pre")).to_be_visible()
    assert page.locator("pre").inner_text().strip() == EDITIONS[1].read_text("utf-8").strip()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Download its text").click()
    fetched.value.save_as(tmp_path / "fetched.toml")
    assert (tmp_path / "fetched.toml").read_bytes() == EDITIONS[1].read_bytes()
