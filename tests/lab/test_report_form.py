"""A report that somebody sends: what isn't exactly one is refused, and what is can't run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from plaudit.core.rehearsal_form import (
    ENTRIES_MAX,
    NAME_MAX,
    NUMBER_MAX,
    TEXT_MAX,
    canonical,
    read_numbers,
)
from plaudit.core.rehearsal_page import NoReport, block_of, numbers_of
from plaudit.lab.report_page import page_of
from plaudit.pages.voices import voice_of
from tests.rehearsals import numbers, written

EN = voice_of("en")

Way = tuple[str | int, ...]
SCRIPT = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>'\"&amp;"
_KNOWN = (
    "html head meta title style body div h1 h2 p ul li section table thead tbody tr th td figure "
    "svg text rect line strong br code details summary pre"
)
_TAG = re.compile(rf"<(?!/?(?:{_KNOWN.replace(' ', '|')})\b|!doctype)", re.IGNORECASE)


def leaves(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """Yield every value of a report that holds no other, with the way to it."""
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*way, key))
    else:
        yield way, value


def with_value(way: Way, value: object) -> dict[str, Any]:
    """Return a report with one value in place of another."""
    report = numbers()
    inside: Any = report
    for key in way[:-1]:
        inside = inside[key]
    inside[way[-1]] = value
    return report


def is_refused(raw: bytes) -> bool:
    try:
        read_numbers(raw)
    except NoReport:
        return True
    return False


LEAVES = list(leaves(numbers()))


def test_what_plaudit_writes_is_read_and_shown_whether_sent_as_numbers_or_inside_a_page() -> None:
    page = page_of(read_numbers(written()), EN)

    assert read_numbers(written()) == numbers()
    assert numbers_of(page.encode()) == numbers_of(written()) == written()
    assert "1,200 points" in page
    forged = page.replace("1,200 points", "9 points").encode()
    assert page_of(read_numbers(numbers_of(forged)), EN) == page


def test_whatever_a_text_says_nothing_in_the_page_can_run() -> None:
    texts = [way for way, value in LEAVES if isinstance(value, str)]
    open_ones = [way for way in texts if not is_refused(canonical(with_value(way, SCRIPT)))]

    assert len(open_ones) >= 10
    report: Any = numbers()
    for way in open_ones:
        inside = report
        for key in way[:-1]:
            inside = inside[key]
        inside[way[-1]] = f"{SCRIPT}{way}"
    for edition in (report["draft"], report["current"]):
        for name in ("by_rule", "by_activity", "by_partner", "by_district"):
            edition[name] = {f"{SCRIPT}{name}": edition["points"]}
    page = page_of(read_numbers(canonical(report)), EN)

    assert _TAG.findall(page) == []
    assert re.findall(r"<\w+[^<>]*\son\w+\s*=", page) == []
    assert page.count("&lt;script&gt;") >= len(open_ones)
    assert "<script>" in unescape(page)


def test_a_value_of_another_kind_is_refused_wherever_it_stands() -> None:
    never: tuple[object, ...] = (
        True,
        1.5,
        -1,
        NUMBER_MAX + 1,
        [],
        {},
        {"x": None},
        "\u202e",
        "x" * (TEXT_MAX + 1),
    )
    for way, value in LEAVES:
        other = 7 if isinstance(value, str) else "7"
        taken = [one for one in (*never, other) if not is_refused(canonical(with_value(way, one)))]
        assert taken == [], way


def test_a_missing_key_and_one_more_are_refused_wherever_they_are() -> None:
    tables = {way[:cut] for way, _ in LEAVES for cut in range(len(way))}
    for way in sorted(tables, key=str):
        report = numbers()
        inside: Any = report
        for key in way:
            inside = inside[key]
        if not isinstance(inside, dict) or inside.keys() & {"2026-10", "2027-10"}:
            continue
        for key in [key for key in inside if key != "without"]:
            held = inside.pop(key)
            is_by_name = str(way[-1] if way else "").startswith("by_")
            assert is_by_name or is_refused(canonical(report)), (way, key)
            inside[key] = held
        inside["more"] = "x"
        assert is_refused(canonical(report)), way


def test_what_a_form_cant_say_is_told_apart_too() -> None:
    sums = [
        with_value(way, value)
        for way, value in (
            (("draft", "top_hundredth", "points"), 1_201),
            (("draft", "by_month"), {"2026-10": 1_199}),
            (("draft", "by_rule"), {"cups": 1_200, "more": 1}),
            (("draft", "by_activity"), {}),
            (("current", "by_partner"), {"cafe-lotus": 999}),
            (("current", "by_district"), {"North": 1_001}),
            (("current", "by_hour"), {"9": 1_000, "10": 1}),
            (("current", "ceilings", 0, "cut"), 10),
            (("current", "liability", "owed_at_most"), 999),
            (("current", "liability", "ends_after_month"), {"2027-10": 999}),
            (("current", "liability", "if_spent", 0, "owed"), 1_001),
            (("groups", 0, "draft_points"), 1_201),
            (("groups", 0, "lose"), 11),
            (("over", "members"), 991),
            (("over", "deeds"), 1_001),
            (("over", "first_day"), "2031-01-01"),
            (("draft", "by_month"), {"autumn": 1_200}),
            (("draft", "by_month"), {"2026-13": 1_200}),
            (("draft", "by_hour"), {"24": 1_200}),
            (("draft", "liability", "ends_after_month"), {"2027-10-01": 1_200}),
            (("draft", "liability", "if_spent", 0, "ends_after_month"), {SCRIPT: 5}),
        )
    ]
    other = with_value(("draft", "liability", "if_spent", 0, "spent_in_thousand"), 60)
    every = with_value(("draft", "by_partner"), {str(nth): 1 for nth in range(ENTRIES_MAX + 1)})
    long = with_value(("draft", "by_partner"), {"x" * (NAME_MAX + 1): 1})

    assert [one for one in (*sums, other, every, long) if not is_refused(canonical(one))] == []


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 500_000,
        b'{"a":' * 100_000,
        b"9" * 500_000,
        written().replace(b"990", b"9" * 5_000),
        written().replace(b"990", b"1e999"),
        written().replace(b"990", b"NaN"),
        written().replace(b"autumn", b"\\ud800"),
        written().replace(b'"form":', b'"form":"x","form":'),
        written().replace(b'"form":', b' "form":'),
        written().rstrip(),
        json.dumps(numbers()).encode(),
        written().replace(b"2026-11-19", b"2026-02-30"),
        written().replace(b"rehearsal/1", b"rehearsal/2"),
    ],
    ids=lambda raw: raw[:20].decode("latin-1"),
)
def test_what_isnt_byte_for_byte_a_report_is_refused(raw: bytes) -> None:
    assert is_refused(raw)


def test_a_page_without_numbers_or_with_two_is_none() -> None:
    for page in (b"<p>page", block_of(written()).encode() * 2, b"<p>\xff"):
        with pytest.raises(NoReport):
            numbers_of(page)
