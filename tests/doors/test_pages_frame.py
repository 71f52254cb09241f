"""What holds for every page: headers, languages, linked files, and what went wrong."""

from __future__ import annotations

import json
import re

import psycopg
import pytest

from plaudit.pages.files import address_of
from plaudit.pages.member import views
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.doors.visitor import Seen, Visitor
from tests.riverside import NOW, Riverside

NOWHERE = "postgresql://127.0.0.1:1/plaudit?connect_timeout=1"


@pytest.fixture
def visitor(
    database_url: str, connection: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> Visitor:
    """Somebody with a browser, whose pass is for a member with deeds."""
    town = Riverside(connection)
    town.settle(
        town.report("cup_return", {"cups": 9}),
        town.report("litter_pick", {"bags": 12}, event_id="2"),
    )
    made = Visitor(database_url, monkeypatch, now=NOW)
    made.enters(town.members[0])
    return made


EDITIONS = "/programmes/riverside/"
ROOMS = ("", "rewards/", "rewards/coffee-and-cake", "vouchers/", "questions/", "data/")
OWN = [f"/member/{room}" for room in ROOMS]
OPEN = ["/", "/about/riverside", "/rewards/riverside", "/charter/"]
ASKING = "/member/enter/x"
"""Asks for a way in, by a passkey too."""
SCRIPTS = dict.fromkeys(OWN, "member.js") | {ASKING: "passkey.js"}
PAGES = [*OPEN, *OWN, ASKING, "/nothing-here", EDITIONS, f"{EDITIONS}2026-10/"]


def test_no_page_has_a_script_or_style_written_into_it_or_anything_from_elsewhere(
    visitor: Visitor,
) -> None:
    for address in PAGES:
        seen = Seen(visitor.get(address))

        assert not [tag for tag, _ in seen.elements if tag in {"style", "iframe"}]
        scripts = [has.get("src") for has in seen.having("script")]
        wanted = SCRIPTS.get(address)
        assert scripts == ([address_of(wanted)] if wanted else [])
        for tag, has in seen.elements:
            assert not [name for name in has if name == "style" or name.startswith("on")], tag
        assert all(re.match(r"/(?!/)|#", one) for one in seen.addresses())


def test_every_page_keeps_to_itself(visitor: Visitor) -> None:
    for address in PAGES:
        headers = visitor.get(address).headers

        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        allows_scripts = "script-src 'self';" in headers["Content-Security-Policy"]
        assert allows_scripts == (address in SCRIPTS)
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        has_a_form = address in SCRIPTS
        assert headers["Referrer-Policy"] == ("same-origin" if has_a_form else "no-referrer")
        assert headers["Cache-Control"] == "no-store"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_every_page_names_its_language_and_leads_to_the_others(visitor: Visitor) -> None:
    for address in PAGES:
        for language in LANGUAGES:
            seen = Seen(visitor.get(address, language=language))

            assert seen.having("html")[0]["lang"] == language
            switches = [has for has in seen.having("a") if has.get("hreflang")]
            assert [has["hreflang"] for has in switches] == list(LANGUAGES)
            assert [has["lang"] for has in switches if "aria-current" in has] == [language]


def test_a_language_that_runs_from_right_to_left_turns_the_page_and_what_is_installed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_of("th"), "direction", "rtl")
    for language, direction in (("th", "rtl"), ("en", "ltr")):
        installed = visitor.get(f"/member/manifest/{language}.webmanifest")

        assert Seen(visitor.get("/", language=language)).having("html")[0]["dir"] == direction
        assert json.loads(installed.content)["dir"] == direction


def test_the_language_that_was_chosen_stays_and_leads_back(visitor: Visitor) -> None:
    response = visitor.get("/language/th?back=/member/")

    assert response.headers["Location"] == "/member/"
    assert Seen(visitor.get("/member/", language="en")).having("html")[0]["lang"] == "th"


def test_the_switch_of_languages_leads_to_no_other_site(visitor: Visitor) -> None:
    for back in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", ""):
        response = visitor.client.get("/language/th", {"back": back})

        assert response.headers["Location"] == "/"


def test_a_language_that_is_not_spoken_is_not_found(visitor: Visitor) -> None:
    assert visitor.get("/language/xx").status_code == 404


def test_the_browsers_language_is_taken_where_it_is_spoken(visitor: Visitor) -> None:
    asked = {"zh-TW,zh;q=0.5": "zh-Hans", "zh-CN": "zh-Hans", "th-TH,en;q=0.5": "th", "fi": "en"}

    for wanted, answered in asked.items():
        assert Seen(visitor.get("/", language=wanted)).having("html")[0]["lang"] == answered


RULES = {
    "en": [
        "Riverside Thanks",
        "In force from 1 Oct 2026, as “2026-10”.",
        "1 point for 1 cup. At most 15 points a day.",
        "For 1 kg: paper: 1 point; cardboard: 0.8 points;",
        "The highest step reached counts: 5 points from 2 books; 15 points from 6 books;",
        "the first 5 trees: 4 points for 1 tree; the next 10 trees: 2 points for 1 tree.",
        "5 points for each full 30 minutes. At most 20 points a day.",
        "10 points for each full 5 of “Days with at least one deed”.",
        "Only: from 16 Nov 2026 to 22 Nov 2026.",
        "Counted separately for each: Museum.",
        "Points can be spent for 18 months after the deed",
        "nobody loses points for conduct, and nobody is ranked.",
    ],
    "th": ["ริเวอร์ไซด์ขอบคุณ", "1 ต.ค. 2569", "1 ใบ ได้ 1 คะแนน", "ไม่เกิน 15 คะแนนต่อวัน"],
    "zh-Hans": ["河畔致谢", "2026年10月1日", "1个得1分。每天最多15分。"],
}


def test_the_start_page_says_the_rules_in_force_in_each_language(visitor: Visitor) -> None:
    for language, sentences in RULES.items():
        seen = Seen(visitor.get("/", language=language)).text
        assert [sentence for sentence in sentences if sentence not in seen] == []


def test_linked_files_are_named_by_what_is_in_them_and_kept(visitor: Visitor) -> None:
    style = address_of("plaudit.css")
    response = visitor.get(style)

    assert style in Seen(visitor.get("/")).addresses()
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for name in ("plaudit.css", "../voices.py", "..%2fvoices.py", "plaudit.000000000000.css"):
        assert visitor.get(f"/static/{name}").status_code == 404


def test_where_the_database_is_away_the_page_says_so_and_when_to_come_again(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", NOWHERE)

    for address in ("/", *OWN, EDITIONS, f"{EDITIONS}2026-10.toml"):
        response = visitor.get(address)

        assert response.status_code == 503
        assert response.headers["Retry-After"] == "30"
        assert "Your points are safe." in Seen(response).text


def test_our_own_fault_is_called_ours_and_tells_nothing_inner(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("an inner name")

    monkeypatch.setattr(views, "member_and_statement", fails)

    response = visitor.get("/member/")

    seen = Seen(response).text
    assert response.status_code == 500
    assert "It is our fault, not yours" in seen
    assert "an inner name" not in seen
    assert "RuntimeError" in caplog.text
    assert "in fails" in caplog.text
    assert "Error: an inner name" not in caplog.text
    assert "/member/\n" not in caplog.text


def test_a_page_that_is_not_there_says_so_in_its_frame(visitor: Visitor) -> None:
    response = visitor.get("/nothing-here", language="th")

    assert response.status_code == 404
    assert "ไม่มีอะไรอยู่ที่ที่อยู่นี้" in Seen(response).text
