"""Ten thousand malformed inputs: only 4xx, and nothing of them reaches the book.

Each way of breaking a deed breaks it for certain, whatever the reader thinks, so the reader isn't
its own judge here.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings

from plaudit.core.deed import Report
from plaudit.ingest.app import Door
from tests.doors.bodies import batch_texts, body, deed, mutated
from tests.doors.fakes import BATCH, READER, FakeBook, Reply, ask, opened, with_door

TIMES = 400
"""How often each way of breaking a deed is tried, each time otherwise."""

Breaks = Callable[[random.Random, dict[str, Any]], bytes]


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _somewhere(chance: random.Random, raw: bytes, filling: bytes) -> bytes:
    """Put something inside one of the texts of a deed."""
    at = raw.index(chance.choice([b"till-7", b"cafe-lotus", b"mfrggz", b"deed.", b"2026-"]))
    return raw[: at + 3] + filling + raw[at + 3 :]


def _filled(*fillings: bytes) -> Breaks:
    return lambda chance, one: _somewhere(chance, _text(one), chance.choice(fillings))


def _outside(*fillings: bytes) -> Breaks:
    def breaks(chance: random.Random, one: dict[str, Any]) -> bytes:
        raw, filling = _text(one), chance.choice(fillings)
        return chance.choice([raw + filling, filling + raw, raw[:-1] + filling + b"}"])

    return breaks


def _as_cups(*tokens: str) -> Breaks:
    def breaks(chance: random.Random, one: dict[str, Any]) -> bytes:
        whole = _text(one | {"type": "deed.cup_return", "data": {"cups": "?"}})
        return whole.replace(b'"?"', chance.choice(tokens).encode())

    return breaks


def _changed(name: str, *values: object) -> Breaks:
    return lambda chance, one: _text(one | {name: chance.choice(values)})


def _cut(chance: random.Random, one: dict[str, Any]) -> bytes:
    raw = _text(one)
    return raw[: chance.randrange(1, len(raw) - 1)]


def _key_twice(chance: random.Random, one: dict[str, Any]) -> bytes:
    raw, key = _text(one), chance.choice([*one, "cups" if "cups" in one["data"] else "id"])
    value = _text(chance.choice(["x", 7, None, one.get(key)]))
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in key)
    written = chance.choice([key, escaped]).encode()
    at = raw.index(f'"{key}"'.encode())
    return raw[:at] + b'"' + written + b'":' + value + b"," + raw[at:]


def _without(chance: random.Random, one: dict[str, Any]) -> bytes:
    del one[chance.choice(["specversion", "id", "source", "type", "subject", "time"])]
    return _text(one)


def _attribute_more(chance: random.Random, one: dict[str, Any]) -> bytes:
    name = chance.choice(["name", "Id", "data_base64", "dataschema", "partitionkey", "", "é"])
    return _text(one | {name: chance.choice(["x", 1, None, {}])})


def _fact_more(chance: random.Random, one: dict[str, Any]) -> bytes:
    name = chance.choice(["name", "location", "Cups", "", "__proto__", "kg "])
    return _text(one | {"data": one["data"] | {name: chance.choice([1, "x", None])}})


def _deep(chance: random.Random, one: dict[str, Any]) -> bytes:
    levels = chance.choice([5, 10, 500, 5_000])
    opening, closing = chance.choice([(b"[", b"]"), (b'{"a":', b"}")])
    deep = opening * levels + b"1" + closing * levels
    return _text(one | {"data": {"cups": "?"}}).replace(b'"?"', deep)


def _other_encoding(chance: random.Random, one: dict[str, Any]) -> bytes:
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7"])
    text = json.dumps(one | {"id": "ร้าน+7"}, ensure_ascii=False)
    return text.replace("{", "+ACI" if encoding == "utf-7" else "{").encode(encoding)


WAYS: dict[str, Breaks] = {
    "cut off": _cut,
    "a key twice": _key_twice,
    "without an attribute": _without,
    "an attribute more": _attribute_more,
    "a fact more": _fact_more,
    "too deep": _deep,
    "another encoding": _other_encoding,
    "a raw control character": _filled(*(bytes([n]) for n in range(32)), b"\x7f"),
    "an escaped control character": _filled(*(b"\\u%04x" % n for n in (*range(32), 127, 0x85))),
    "broken UTF-8": _filled(
        b"\xff", b"\xc3", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"
    ),
    "half a surrogate pair": _filled(
        b"\\ud800", b"\\udfff", b"\\udc00\\ud800", b"\\ud83d\\u0041", b"\\uDBFF\\n"
    ),
    "an unknown escape": _filled(b"\\x41", b"\\u12", b"\\'", b"\\", b"\\U0001f600", b"\\0"),
    "a character that can't be seen": _filled(
        *map(str.encode, "\u200b\u200d\u202e\u2066\ufeff\u00ad\u3164\u034f\ufe0f\u2028\U000e0041")
    ),
    "something after or before": _outside(
        b"x", b"{}", b"\x00", b",", b"]", b"//", b"\xef\xbb\xbf", b"\x0c", b"\xc2\xa0", b"1", b"'"
    ),
    "not a number": _as_cups(
        "NaN", "Infinity", "-Infinity", "nan", "1.", ".5", "01", "+1", "0x1", "1e", "1_000", "--1",
        "1e5e5", "\u0661", "1,5", "undefined", "True", "-",
    ),
    "a number that doesn't fit": _as_cups(
        "0", "-1", "51", "1.5", "2.0000001", "1e2", "1e400", "1e-400", "-1e999999999", "9" * 30,
        "1" * 41, "1" * 5_000, "0." + "1" * 5_000, "1e" + "9" * 30, "9223372036854775808",
        "18446744073709551616", "50.000000000000000000000000000000000001",
    ),
    "a value of the wrong type": _as_cups(
        "true", "null", '"2"', "[]", "[2]", "{}", '{"cups":2}', '""', "false"
    ),
    "a faulty id": _changed(
        "id", "", None, 7, [], {}, " x", "x ", "x" * 129, "a\u0000b", 1.5, True
    ),
    "a faulty source": _changed("source", "", None, 7, ["x"], "x" * 100_000, "\n", "a\tb"),
    "a faulty subject": _changed("subject", "", None, 0, False, "y" * 129, "\u200e"),
    "a faulty type": _changed("type", "", None, "cup_return", "deed.", "deed.x", "DEED.visit", 1),
    "a faulty time": _changed(
        "time", "", None, 0, "now", "2026-04-03", "2026-04-03T09:12:00", "2026-04-03 09:12:00Z",
        "2026-02-30T00:00:00Z", "2026-04-03T24:00:00Z", "2026-W14-5T09:12:00Z", 1775182320,
        "2026-04-03T09:12:00+25:00", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "2026-06-30T23:59:60Z", "2026-04-03T09:12:00.1234567890Z",
    ),
    "a faulty specversion": _changed("specversion", "", None, "1.1", "0.3", 1, 1.0, "1.0 ", []),
    "faulty data": _changed("data", None, [], "", 0, "cups=2", [{"cups": 2}], True, {"cups": "x"}),
    "a faulty datacontenttype": _changed(
        "datacontenttype", "", None, "text/xml", "application/JSON", "application/json; charset=x"
    ),
    "not an object": lambda chance, one: _text(
        chance.choice([None, True, 0, -1.5, "", "deed", [], [[]], [one], [1, 2], list(one)])
    ),
}  # fmt: skip


def a_deed(chance: random.Random) -> dict[str, Any]:
    """Return a sound deed, each time another."""
    kinds: list[tuple[str, dict[str, Any]]] = [
        ("deed.cup_return", {"cups": chance.randint(1, 50)}),
        ("deed.litter_pick", {"kg": chance.randint(0, 4000) / 100, "kind": "glass"}),
        ("deed.repair", {"hours": chance.randint(0, 100) / 10}),
    ]
    kind, data = chance.choice(kinds)
    return deed(
        id=f"till-7/{chance.randrange(10**9):09d}",
        type=kind,
        subject=f"mfrggz{chance.randrange(10**9):09d}",
        data=data,
    )


def test_what_is_broken_below_was_sound_before() -> None:
    chance = random.Random(1)

    for _ in range(200):
        assert isinstance(READER.read_one(_text(a_deed(chance))), Report)


def test_ten_thousand_malformed_inputs_are_meant() -> None:
    assert len(WAYS) * TIMES >= 10_000


@pytest.mark.parametrize("way", WAYS)
def test_a_malformed_deed_is_refused_and_reaches_nobody(way: str) -> None:
    chance = random.Random(way)
    book = FakeBook()

    async def asking(door: Door) -> list[tuple[bytes, Reply]]:
        raws = [WAYS[way](chance, a_deed(chance)) for _ in range(TIMES)]
        return [(raw, await ask(door, raw)) for raw in raws]

    for raw, reply in with_door(book, asking):
        assert 400 <= reply.status < 500, raw
        assert reply.json["detail"].isprintable()
        assert len(reply.body) < 1000
    assert book.settled == []


@pytest.mark.parametrize("way", WAYS)
def test_a_malformed_deed_in_a_batch_is_refused_and_only_the_sound_ones_count(way: str) -> None:
    chance = random.Random(way)
    book = FakeBook()

    async def asking(door: Door) -> list[tuple[bytes, Reply]]:
        replies = []
        for number in range(TIMES // 4):
            raw = WAYS[way](chance, a_deed(chance))
            first, last = body(deed(2 * number))[:-1], body(deed(2 * number + 1))[1:]
            whole = first + b"," + raw + b"," + last
            replies.append((raw, await ask(door, whole, content_type=BATCH)))
        return replies

    sound = 0
    for raw, reply in with_door(book, asking):
        if reply.status == 200:
            statuses = [one["status"] for one in reply.json["outcomes"]]
            assert statuses[0] == statuses[-1] == "accepted", raw
            assert set(statuses[1:-1]) <= {"refused"}, raw
            sound += 2
        else:
            assert 400 <= reply.status < 500, raw
    assert len(book.settled) == sound
    assert all(event_id < "till-7/000200" for event_id in book.settled)


def test_whatever_is_sent_there_is_no_5xx_and_only_sound_deeds_are_settled() -> None:
    book = FakeBook()
    runner = asyncio.Runner()
    context = opened(book)
    door = runner.run(context.__aenter__())

    @settings(max_examples=1_000, deadline=None)
    @given(raw=mutated(batch_texts))
    def send(raw: bytes) -> None:
        book.batches.clear()
        reply = runner.run(ask(door, raw, content_type=BATCH))
        assert reply.status == 200 or 400 <= reply.status < 500
        statuses = [one["status"] for one in reply.json.get("outcomes", [])]
        assert len(book.settled) == sum(status != "refused" for status in statuses)
        if book.settled:
            said = [one for one in json.loads(raw) if isinstance(one, dict)]
            assert set(book.settled) <= {one.get("id") for one in said}

    try:
        send()
    finally:
        runner.run(context.__aexit__(None, None, None))
        runner.close()
