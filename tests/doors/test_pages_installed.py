"""The installed page: its manifest, its worker, what a phone keeps, and when it forgets."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import pytest

from plaudit.actions.cancel import cancel
from plaudit.core.staff import Role
from plaudit.pages import compiled
from plaudit.pages.files import address_of, linked_files
from plaudit.pages.member import installed
from plaudit.pages.passes import PASS_SECONDS, link_path
from plaudit.pages.voices import LANGUAGES
from plaudit.store.staff import Workplace
from tests.doors.visitor import Seen, Visitor
from tests.market import NOW, Market
from tests.staff import cookie_of, hire

KEPT = "/member/vouchers/kept"
LOST = "A check-in that was kept on this phone was not sent in time and doesn't count."


def test_the_manifest_leads_to_the_members_page_with_icons_that_are_there(shopper: Visitor) -> None:
    for language in LANGUAGES:
        page = Seen(shopper.get("/member/", language=language))
        (link,) = [one["href"] for one in page.having("link") if one["rel"] == "manifest"]
        response = shopper.get(str(link))
        said = json.loads(response.content)

        assert response.headers["Content-Type"] == "application/manifest+json"
        assert (said["lang"], said["start_url"], said["display"]) == (
            language, "/member/", "standalone",
        )  # fmt: skip
        assert {icon["sizes"] for icon in said["icons"]} == {"any", "192x192", "512x512"}
        assert [icon for icon in said["icons"] if icon.get("purpose") == "maskable"]
        for icon in said["icons"]:
            assert shopper.get(icon["src"]).headers["Content-Type"] == icon["type"]
        assert [shopper.get(one["url"]).status_code for one in said["shortcuts"]] == [200] * 3
    assert shopper.get("/member/manifest/xx.webmanifest").status_code == 404


def test_the_worker_may_fetch_from_us_alone_and_keeps_only_what_is_nobodys(
    shopper: Visitor,
) -> None:
    response = shopper.get("/member/worker.js")
    files = json.loads(re.findall(r"const FILES = (.*);", response.content.decode())[0])

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; connect-src 'self'"
    assert response.headers["Cache-Control"] == "no-cache"
    assert address_of("plaudit.css") in files
    shopper.sends("/member/leave")
    for file in files:
        answer = shopper.get(file, language="fi")
        assert answer.status_code == 200, file
        assert file in {f"/member/offline/{one}" for one in LANGUAGES} or (
            file.removeprefix("/static/") in linked_files()
        )
        assert "Clear-Site-Data" not in answer.headers


def test_the_start_page_without_a_connection_is_there_in_each_language(shopper: Visitor) -> None:
    said = {
        language: Seen(shopper.get(f"/member/offline/{language}", language="fi"))
        for language in LANGUAGES
    }

    assert [page.having("html")[0]["lang"] for page in said.values()] == list(LANGUAGES)
    assert "Your points are safe" in said["en"].text
    assert len({page.text for page in said.values()}) == len(LANGUAGES)
    assert shopper.get("/member/offline/xx").status_code == 404


def test_what_a_phone_keeps_is_the_open_vouchers_until_the_pass_ends(
    market: Market, shopper: Visitor
) -> None:
    assert not Seen(shopper.get(KEPT)).having("svg")
    first, second = market.take("mug"), market.take("coffee")
    market.take("tree")  # a gift has no code
    cancel(market.connection, market.members[0], first.voucher_id, now=NOW)

    response = shopper.get(KEPT)
    page = Seen(response)

    codes = re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
    assert [code.replace("-", "") for code in codes] == [second.code]
    assert [has["aria-label"] for has in page.having("svg")] == ["QR code for the till"]
    assert "Show this code at Cafe" in page.text
    assert not page.having("form")
    ends_in = parsedate_to_datetime(response.headers["Expires"]).timestamp() - time.time()
    assert PASS_SECONDS - 60 < ends_in <= PASS_SECONDS
    assert response.headers["Cache-Control"] == "no-store"


def test_each_pass_lets_the_browser_forget_the_one_before_and_marks_its_pages(
    market: Market, shopper: Visitor
) -> None:
    marks = []
    for member in market.members[:2]:
        entered = shopper.get(link_path(member))
        assert entered.headers["Clear-Site-Data"] == '"storage"'
        signed = shopper.client.cookies["member"].value
        pages = [Seen(shopper.get(address)) for address in ("/member/", "/member/vouchers/")]
        (mark,) = {page.having("script")[0]["data-mark"] for page in pages}
        assert mark
        assert str(mark) not in signed
        marks.append(mark)
    assert marks[0] != marks[1]


def test_closing_erasing_and_a_page_without_a_pass_let_the_browser_forget(
    market: Market, shopper: Visitor
) -> None:
    assert "Clear-Site-Data" not in shopper.get("/member/").headers
    closed = shopper.sends("/member/leave")
    assert closed.headers["Clear-Site-Data"] == '"storage"'
    assert shopper.get("/member/").headers["Clear-Site-Data"] == '"storage"'
    assert shopper.get(KEPT).headers["Clear-Site-Data"] == '"storage"'

    shopper.enters(market.members[0])
    erased = shopper.sends("/member/data/erase", {"sure": "yes"})
    assert erased.headers["Clear-Site-Data"] == '"storage"'


def test_where_staff_works_nothing_clears_the_queues_that_wait_on_the_device(
    market: Market, shopper: Visitor
) -> None:
    connection = market.connection
    at = Workplace(market.programme_id)
    person = hire(connection, at, "Malee Srisai", {Role.DESK})
    name, token = cookie_of(connection, person, now=NOW)
    shopper.client.cookies[name] = token
    assert "Malee Srisai" in Seen(shopper.get("/staff/")).text
    device = shopper.client.cookies["of_staff"]
    assert (device.value, device["path"], device["max-age"]) == ("yes", "/", 32 * 24 * 60 * 60)

    answers = [shopper.sends("/staff/leave"), shopper.get("/staff/"), shopper.get("/member/")]
    answers.append(shopper.get(link_path(market.members[1])))
    answers += [shopper.sends("/member/leave"), shopper.get("/member/"), shopper.get(KEPT)]
    page = Seen(answers[-2])  # how to get in
    shopper.enters(market.members[1])
    answers.append(shopper.sends("/member/data/erase", {"sure": "yes"}))

    assert [one for one in answers if "Clear-Site-Data" in one.headers] == []
    for forgetful in (page, Seen(answers[-1])):  # where the script forgets in the header's place
        scripts = forgetful.having("script")
        assert [has["data-mark"] for has in scripts if "data-mark" in has] == [""]


def test_the_worker_changes_with_the_words_of_the_pages_that_it_keeps_and_with_nobody_who_asks(
    shopper: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser keeps these pages until the worker is another, so a mended sentence changes it."""
    before = shopper.get("/member/worker.js").content
    for address, language in (("/member/worker.js?", "th"), ("/member/worker.js?of=1", "fi")):
        assert shopper.get(address, language=language).content == before

    said_in = compiled._said_in
    for language in LANGUAGES:
        installed.pages_kept.cache_clear()
        monkeypatch.setattr(compiled, "_said_in", _mended(said_in, language))
        assert shopper.get("/member/worker.js").content != before, language
    monkeypatch.undo()
    installed.pages_kept.cache_clear()


def _mended(said_in: Callable[[str, str], str], mended: str) -> Callable[[str, str], str]:
    def said(language: str, sentence: str) -> str:
        words = said_in(language, sentence)
        is_mended = (language.lower(), sentence) == (mended.lower(), "No connection")
        return f"{words}!" if is_mended else words

    return said


def test_that_a_check_in_waited_outlives_what_the_browser_forgets_until_somebody_was_told(
    market: Market, shopper: Visitor
) -> None:
    """The page that is looked at tells it and deletes it: no answer that nobody reads does."""
    shopper.client.cookies["unsent"] = "yes"

    shopper.client.cookies.pop("member")  # the hour is over
    for address in ("/member/", KEPT, "/member/fresh", link_path(market.members[0])):
        assert "unsent" not in shopper.get(address).cookies, address
    assert Seen(shopper.get("/member/data/")).text.count(LOST) == 1
    for told in ("/member/leave", "/member/data/erase"):
        gone = shopper.sends(told, {"sure": "yes"}).cookies["unsent"]
        assert (gone["path"], gone["max-age"]) == ("/member/", 0)
        shopper.enters(market.members[1])
