"""Deeds for the tests of the door: four activities, sound deeds, and strategies for them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import strategies as st

from plaudit.core.activity import Activity, Fact, FactType
from plaudit.core.amount import MICRO
from plaudit.core.deed import Unread
from plaudit.core.refusals import Code, Refused
from plaudit.ingest.reading import Reader

CUP_RETURN = Activity(
    "cup_return", {"en": "Cups"}, (Fact("cups", FactType.INTEGER, low=MICRO, high=50 * MICRO),)
)
LITTER_PICK = Activity(
    "litter_pick",
    {"en": "Litter"},
    (
        Fact("kg", FactType.DECIMAL, low=0, high=40 * MICRO, places=2),
        Fact("kind", FactType.CHOICE, choices=("paper", "glass", "metal")),
    ),
)
REPAIR = Activity(
    "repair",
    {"en": "Repair"},
    (
        Fact("hours", FactType.DECIMAL, low=-MICRO, high=10 * MICRO, places=1),
        Fact("item", FactType.CHOICE, choices=("bicycle", "lamp"), required=False),
    ),
)
VISIT = Activity("visit", {"en": "Visit"})
ACTIVITIES = {one.id: one for one in (CUP_RETURN, LITTER_PICK, REPAIR, VISIT)}


def deed(number: int = 1, /, **changed: Any) -> dict[str, Any]:
    """Return a sound deed as JSON has it, with some attributes changed."""
    return {
        "specversion": "1.0",
        "id": f"till-7/{number:06d}",
        "source": "cafe-lotus",
        "type": "deed.cup_return",
        "subject": "abcdefghijklmnopqrstuvwxyz",
        "time": "2026-04-03T09:12:00+07:00",
        "data": {"cups": 2},
    } | changed


def body(*deeds: object) -> bytes:
    """Return deeds as the body of a batch."""
    return json.dumps(deeds, ensure_ascii=False).encode()


def without(name: str) -> dict[str, Any]:
    """Return a sound deed that lacks one attribute."""
    found = deed()
    del found[name]
    return found


def code_of_one(reader: Reader, value: object) -> Code:
    """Return why a deed by itself is not taken."""
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    found = reader.read_one(raw)
    assert isinstance(found, Unread), found
    return found.refusal.code


def code_of_batch(reader: Reader, raw: bytes) -> Code:
    """Return why a batch is refused as a whole."""
    with pytest.raises(Refused) as broken:
        reader.read_batch(raw)
    return broken.value.refusal.code


names = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs", "Cf", "Mn")), max_size=12
) | st.sampled_from(["till-7/000231", "cafe-lotus", "คาเฟ่", 'a"b', "a\\b", "a/b"])

_anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**60), 10**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)

_facts: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.fixed_dictionaries({"cups": st.integers(0, 60)}),
    st.fixed_dictionaries(
        {"kg": st.decimals(0, 45, places=3).map(float), "kind": st.sampled_from(["paper", "tin"])}
    ),
    st.fixed_dictionaries({"hours": st.integers(-1, 3)}, optional={"item": st.just("lamp")}),
    st.just({}),
    st.dictionaries(st.sampled_from(["cups", "kg", "kind", "hours", "item", "x"]), _anything),
)

sound_deeds: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "specversion": st.just("1.0"),
        "id": names,
        "source": names,
        "type": st.sampled_from([f"deed.{name}" for name in ACTIVITIES]),
        "subject": names,
        "time": st.sampled_from(["2026-04-03T09:12:00+07:00", "2026-04-03T09:12:00.5Z", "now"]),
    },
    optional={"data": _facts, "datacontenttype": st.just("application/json")},
)


def _changed(pair: tuple[dict[str, Any], list[tuple[str, Any]]]) -> dict[str, Any]:
    found = dict(pair[0])
    for name, value in pair[1]:
        if value is None:
            found.pop(name, None)
        else:
            found[name] = value
    return found


_attributes = st.sampled_from(
    ["specversion", "id", "source", "type", "subject", "time", "data", "datacontenttype", "x"]
)
faulty_deeds: st.SearchStrategy[Any] = (
    st.tuples(sound_deeds, st.lists(st.tuples(_attributes, _anything), max_size=2)).map(_changed)
    | _anything
)


def as_text(value: object, *, escaped: bool, spaced: bool) -> bytes:
    """Return a value as JSON text in one of the ways that partners' software writes it."""
    separators = (", ", ": ") if spaced else (",", ":")
    text = json.dumps(value, ensure_ascii=escaped, separators=separators)
    if escaped:
        text = text.replace("/", "\\/")
    return text.encode("utf-8", "surrogatepass")


_NASTY = [
    b'"', b"\\", b"\\u0000", b"\\ud800", b"\\udc00\\ud800", b"\\ud83d\\ude00", b"\x00", b"\xff",
    b"\xed\xa0\x80", b"\xef\xbb\xbf", b"NaN", b"-Infinity", b"1e999999999999999999999", b"1" * 50,
    b"0." + b"1" * 50, b"-0", b"01", b"1.", b",", b"[", b"]", b"{", b"}", b":", b"\x1f", b"\x7f",
    b'"id":"x",', b'"\\u0069d":"x",', b'"cups":2,', b'"data":{},', b"null", b"true", b"[[[[[",
    b'\\"', b'\\\\"', b"\\u00e9", b"\xc3\xa9", b"\xe2\x80\xae", b"/*x*/", b"\n", b"\x0c",
]  # fmt: skip


_KEY = re.compile(rb'"(?:[^"\\\\]|\\\\.)*"(?=\s*:)')


@st.composite
def _a_key_twice(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return a JSON text with one of its keys a second time, plain or escaped."""
    found = list(_KEY.finditer(raw))
    if not found:
        return raw
    key = draw(st.sampled_from(found))
    text = key.group()
    if draw(st.booleans()) and len(text) > 2 and text[1:2].isalpha():
        text = b'"\\u%04x' % text[1] + text[2:]
    value = draw(st.sampled_from([b'"x"', b"2", b"{}", b"null", b'"1.0"', b'{"cups":2}']))
    return raw[: key.start()] + text + b":" + value + b"," + raw[key.start() :]


@st.composite
def _a_place_broken(draw: st.DrawFn, raw: bytes) -> bytes:
    """Return a text with one place cut, doubled, or filled with something nasty."""
    start = draw(st.integers(0, len(raw)))
    end = min(len(raw), start + draw(st.integers(0, 12)))
    filling = draw(st.sampled_from([*_NASTY, b""]) | st.binary(max_size=3))
    rest_from = draw(st.sampled_from([start, end]))
    before = draw(st.sampled_from([start, end]))
    return raw[:before] + filling + raw[rest_from:]


def mutated(texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Return texts as they are, with a key twice, with up to three places broken, or both."""
    twice = texts.flatmap(_a_key_twice)
    broken = (texts | twice).flatmap(_a_place_broken)
    return texts | twice | broken | broken.flatmap(_a_place_broken).flatmap(_a_place_broken)


batch_texts: st.SearchStrategy[bytes] = st.builds(
    as_text,
    st.lists(sound_deeds, max_size=3) | st.lists(faulty_deeds, max_size=3) | faulty_deeds,
    escaped=st.booleans(),
    spaced=st.booleans(),
)
single_texts: st.SearchStrategy[bytes] = st.builds(
    as_text, sound_deeds | faulty_deeds, escaped=st.booleans(), spaced=st.booleans()
)
