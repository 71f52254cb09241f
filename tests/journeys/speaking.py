"""Somebody at a page in one language after the other, who finds everything by its words."""

from __future__ import annotations

import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Locator, Page

from plaudit.core.staff import Role
from plaudit.core.voice import Voice
from plaudit.pages.voices import LANGUAGES, voice_of
from plaudit.store.staff import Workplace
from tests.journeys.reader import NARROW
from tests.journeys.waiting import PATIENCE_MS
from tests.riverside import Riverside
from tests.staff import cookie_of, hire

_NAMES = {
    Role.TILL: "Arthit",
    Role.PARTNER_ADMIN: "Busaba",
    Role.DESK: "Chalerm",
    Role.OFFICER: "Duang",
    Role.AUDITOR: "Fah",
}


class Speaker:
    """A browser of somebody who reads one language, and presses what it calls a thing."""

    def __init__(self, browser: Browser, *, scripts: bool = False) -> None:
        self.visit = browser.new_context(viewport=NARROW, java_script_enabled=scripts)
        self.page: Page = self.visit.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.voice: Voice = voice_of("en")

    def in_each_language(self) -> Iterator[str]:
        """Read English, then Thai, then Chinese; in the end the browser is closed."""
        for language in LANGUAGES:
            self.voice = voice_of(language)
            self.page.set_extra_http_headers({"Accept-Language": language})
            yield language
            assert self.page.locator("html").get_attribute("lang") == language
        self.visit.close()

    def works(self, riverside: Riverside, at: Workplace, role: Role, *, town: str) -> None:
        """Hire this person, and begin a shift."""
        name = f"{_NAMES[role]} Everytongue"
        person = hire(riverside.connection, at, name, {role})
        cookie, token = cookie_of(riverside.connection, person, now=time.time_ns() // 1_000)
        self.visit.add_cookies([{"name": cookie, "value": token, "url": f"{town}/staff/"}])

    def says(self, sentence: str, **facts: str) -> str:
        """Return a sentence in this language."""
        return self.voice.say(sentence, **facts)

    def press(self, sentence: str) -> None:
        """Press the button that says this."""
        self.page.get_by_role("button", name=self.says(sentence), exact=True).first.click()

    def follow(self, sentence: str) -> None:
        """Follow the link that says this."""
        self.page.get_by_role("link", name=self.says(sentence), exact=True).first.click()

    def fill(self, sentence: str, value: str) -> None:
        """Fill the field whose label says this."""
        self.page.get_by_label(self.says(sentence)).first.fill(value)

    def tick(self, words: str) -> None:
        """Tick what stands beside words: a choice's, in this language already."""
        self.page.get_by_label(words).first.check()

    def sees(self, sentence: str, **facts: str) -> Locator:
        """Return what shows a sentence."""
        return self.page.get_by_text(self.says(sentence, **facts)).first
