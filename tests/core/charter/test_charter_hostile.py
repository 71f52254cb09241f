"""Hostile sources: a clear refusal in bounded time and memory. Charter, C26."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plaudit.core.catalogue.source import read_source
from plaudit.core.charter.check import Report, check_file
from plaudit.core.charter.finding import Result
from plaudit.core.charter.view import View, World
from tests.core.charter.cases import accepted, registries

SECONDS = 5
BYTES = 60 * 1024 * 1024
TEXT = accepted()["litter-pick-mornings"]
SPECIAL = "".join(map(chr, (0x202E, 0x2066, 0x200B, 0x200D, 0xFEFF, 0xAD, 0x3164, 0xE0041, 0x2800)))


def _report(raw: bytes) -> Report:
    source = read_source("hostile.toml", raw)
    return check_file(View(source, "edition", World(registries())))


@contextmanager
def _bounded(seconds: float = SECONDS) -> Iterator[None]:
    tracemalloc.start()
    began = time.process_time()
    yield
    spent, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert spent < seconds, spent
    assert peak < BYTES, peak


HOSTILE = {
    "a hundred megabytes": b"a = 1\n" * (100 * 1024 * 1024 // 6),
    "deep lists": b"a = " + b"[" * 10_000 + b"]" * 10_000,
    "deep inline tables": b"a = " + b"{ b = " * 10_000 + b"1" + b" }" * 10_000,
    "a dotted key without end": b"a" + b".a" * 10_000 + b" = 1",
    "a dotted table without end": b"[a" + b".a" * 10_000 + b"]",
    "many dotted tables": b"".join(b"[a%d.b.c.d.e]\n" % n for n in range(12_000)),
    "a million lists of tables": b"[[a]]\n" * 40_000,
    "a number without end": b"a = " + b"9" * 200_000,
    "an exponent without end": b"a = 1e" + b"9" * 200,
    "a text without end": b'a = "' + b"x" * 200_000,
    "quotes without end": b'a = """' + b'""\\' * 60_000,
    "a key twice": TEXT.replace("[leaving]", "[leaving]\nusable_days = 1").encode(),
    "a table twice": (TEXT + "\n[leaving]\nusable_days = 90\n").encode(),
    "broken UTF-8": TEXT.encode() + b"\xff\xfe",
    "zero bytes": TEXT.encode() + b"\x00" * 100,
    "hidden characters everywhere": TEXT.replace(" ", f" {SPECIAL}").encode(),
    "a mark before all": b"\xef\xbb\xbf" + TEXT.encode(),
    "only marks": ("\u202e" * 60_000).encode(),
    "comments alone": b"# nothing\n" * 20_000,
    "infinity": TEXT.replace("points = 20", "points = inf").encode(),
    "not a number": TEXT.replace("points = 20", "points = nan").encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_source_is_refused_in_bounded_time_and_memory(name: str) -> None:
    raw = HOSTILE[name]
    with _bounded():
        report = _report(raw)

    assert report.result is Result.REFUSED
    assert report.findings[0].mistake.seen
    assert len(report.findings) < 20_000


LOOKS = {
    "Cyrillic in Latin": "Rivеrside",
    "Greek in Latin": "Rivεrside",
    "Cyrillic alone": "саfе",
    "mathematical letters": "𝐑iverside",
    "full-width letters": "Ｒiverside",
    "Armenian": "Riverѕide",
    "Cherokee": "Ꭱiverside",
    "piled marks": "Rive\u0301\u0302rside",
    "marks apart from their letters": "Cafe\u0301",
    "IPA": "Rivɑrside",
    "letter-like signs": "ℛiverside",
    "ligatures": "oﬃce",
}


@pytest.mark.parametrize("name", LOOKS)
def test_letters_that_look_like_others_are_refused(name: str) -> None:
    changed = TEXT.replace("Riverside Thanks", f"{LOOKS[name]} Thanks")

    report = _report(changed.encode())
    assert "C26" in {found.clause for found in report.findings}


@pytest.mark.parametrize(
    "title", ["Café Zürich", "Ñandú & Œuvre", "Thanks! 100 % – “yes” … 20 °C", "🚲 Thanks"]
)
def test_ordinary_letters_and_signs_are_not(title: str) -> None:
    report = _report(TEXT.replace("Riverside Thanks", title).encode())

    assert "C26" not in {found.clause for found in report.findings}


def test_a_language_may_use_its_own_letters() -> None:
    spoken = TEXT.replace('["en", "th"]', '["en", "th", "el"]').replace(
        'title     = { en = "Riverside Thanks"',
        'title     = { el = "Ευχαριστώ", en = "Riverside Thanks"',
    )

    assert "C26" not in {found.clause for found in _report(spoken.encode()).findings}


@pytest.mark.parametrize(
    "code", ["<script>", "<b>x</b>", "{{ x }}", "{% x %}", "${x}", "javascript:x"]
)
def test_text_that_looks_like_code_is_refused(code: str) -> None:
    report = _report(TEXT.replace("Riverside Thanks", code).encode())

    assert "C26" in {found.clause for found in report.findings}
