"""The page of a rehearsal in its readers' languages."""

from __future__ import annotations

import re
from copy import copy
from html import unescape
from typing import Any

import pytest

from plaudit.core.rehearsal_form import canonical, read_numbers
from plaudit.core.rehearsal_page import numbers_in
from plaudit.lab.bars import BARS_MAX
from plaudit.lab.report_page import page_of
from plaudit.pages.voices import GettextVoice, voice_of
from tests.rehearsals import numbers, side

NAMES = {"riverside", "cups", "cup_return", "cafe-lotus", "North", "month"}
SIGNS = {"SHA-", "JSON", "--spends"}
"""What is the same in every language."""
_NOT_READ = re.compile(r'<style>.*?</style>|<code>.*?</code>|<div lang="en">.*?</div>', re.DOTALL)
_SHOWN = re.compile(r'>([^<]+)<|aria-label="([^"]+)"')


def fullest() -> dict[str, Any]:
    """Return a report in which every part has something to show."""
    report = numbers()
    more: dict[str, Any] = {"others": 7}
    more |= {f"r{nth}": 10 + nth for nth in range(BARS_MAX + 2)}
    more["r0"] += report["draft"]["points"] - sum(more.values())
    report["draft"] |= {"by_rule": more, "by_partner": {"others": report["draft"]["points"]}}
    report["draft"]["splitting"][0] |= {"in_parts": 21}
    none = {"current_points": 0, "draft_points": 0}
    report["groups"].append(report["groups"][0] | {"at_least": 2, "at_most": 3} | none)
    return report


def barest() -> dict[str, Any]:
    """Return a report in which no part has anything."""
    empty: dict[str, Any] = {"ceilings": [], "limits": [], "splitting": [], "funding": None}
    empty |= {"by_hour": {}, "top_hundredth": {"points": None}}
    report = numbers(draft=side() | empty, current=side() | empty, groups=[])
    del report["over"]["without"]
    report["over"] |= {"first_day": None}
    return report


def running_from_right(voice: GettextVoice) -> GettextVoice:
    """Return the voice of a language whose lines run from right to left."""
    mirrored = copy(voice)
    mirrored.direction = "rtl"
    return mirrored


def english_in(page: str) -> set[str]:
    """Return the words in Latin letters that a page shows, but for names and what says it is so."""
    shown = " ".join(one or other for one, other in _SHOWN.findall(_NOT_READ.sub("", page)))
    words = re.findall("[A-Za-z_-]*[A-Za-z]{2}[A-Za-z_-]*", unescape(shown))
    return set(words) - NAMES - SIGNS


@pytest.mark.parametrize("language", ["th", "zh-Hans"])
def test_a_page_has_no_english_but_what_the_report_says_in_it(language: str) -> None:
    for report in (fullest(), barest()):
        raw = canonical(report)
        page = page_of(read_numbers(raw), voice_of(language))
        assert page.startswith(f'<!doctype html>\n<html lang="{language}" dir="ltr">')
        mirrored = page_of(report, running_from_right(voice_of(language)))
        assert mirrored.startswith(f'<!doctype html>\n<html lang="{language}" dir="rtl">')
        assert english_in(page) == set()
        assert numbers_in(page.encode()) == raw  # its hash is of the same bytes in every language
        written = report["difference"][0]
        assert f'<div lang="en"><ul><li>{written}</li></ul></div>' in page
        told = page_of(report, voice_of(language), told=["说的话"])
        assert f"<li>{written}" not in told
        assert "<ul><li>说的话</li></ul>" in told
    assert len(english_in(page_of(report, voice_of("en")))) > 100


def test_days_months_and_numbers_are_the_readers() -> None:
    english, thai = (page_of(numbers(), voice_of(code)) for code in ("en", "th"))

    for said in ("19 Nov 2026", "October 2026", "1,200 points", "+20 %", "1 Jun 2027"):
        assert said in english
    for said in ("19 พ.ย. 2569", "ตุลาคม 2569", "1,200 คะแนน", "+20 %", "1 มิ.ย. 2570"):
        assert said in thai


def test_where_the_current_edition_gives_nothing_no_share_of_it_is_said() -> None:
    nothing = side(0)
    nothing["top_hundredth"]["points"] = nothing["liability"]["if_spent"][0]["owed"] = 0
    nothing["liability"]["if_spent"][0]["ends_after_month"] = {}
    report = numbers(current=nothing)
    report["groups"][0]["current_points"] = 0
    page = page_of(read_numbers(canonical(report)), voice_of("en"))

    assert "would have given 1,200 points instead of 0 (–)." in page
    assert "+120,000 %" not in page
