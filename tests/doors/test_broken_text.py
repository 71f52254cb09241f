"""JSON that is broken, or that could be read in two ways, is refused as a whole."""

from __future__ import annotations

import json

import pytest

from plaudit.core.refusals import Code, Refused
from plaudit.ingest.limits import DEPTH_MAX
from plaudit.ingest.reading import Reader
from tests.doors.bodies import ACTIVITIES, body, code_of_batch, code_of_one, deed

READER = Reader(ACTIVITIES)

TEXT_FAULTS = [
    (b"", Code.JSON_BROKEN),
    (b"   ", Code.JSON_BROKEN),
    (b"{", Code.JSON_BROKEN),
    (b"nul", Code.JSON_BROKEN),
    (b"\xef\xbb\xbf%b", Code.TEXT_BROKEN),
    (b"%b\x00", Code.TEXT_BROKEN),
    (b"%b x", Code.JSON_BROKEN),
    (b"%b%b", Code.JSON_BROKEN),
    (b"%b,", Code.JSON_BROKEN),
    (b"/* deed */ %b", Code.JSON_BROKEN),
    (b"\xff%b", Code.TEXT_BROKEN),
    (b'{"id":"caf\xe9"}', Code.TEXT_BROKEN),
    (b'{"id":"\xed\xa0\x80"}', Code.TEXT_BROKEN),
    (b'{"id":"\xc0\x80"}', Code.TEXT_BROKEN),
    (b'{"id":"a\x00b"}', Code.TEXT_BROKEN),
    (b'{"id":"a\\u0000b"}', Code.TEXT_BROKEN),
    (b'{"id":"\\ud800"}', Code.TEXT_BROKEN),
    (b'{"id":"\\udc00\\ud800"}', Code.TEXT_BROKEN),
    (b'{"id":"\\ud800\\u0041"}', Code.TEXT_BROKEN),
    (b'{"\\ud800":1}', Code.TEXT_BROKEN),
    (b'{"id":"a\nb"}', Code.JSON_BROKEN),
    (b'{"id":"\\x41"}', Code.JSON_BROKEN),
    (b'{"id":"\\u12"}', Code.JSON_BROKEN),
    (b"{'id':'x'}", Code.JSON_BROKEN),
    (b'{"id":"x",}', Code.JSON_BROKEN),
    (b'{id:"x"}', Code.JSON_BROKEN),
    (b'{"data":{"cups":NaN}}', Code.JSON_BROKEN),
    (b'{"data":{"cups":-Infinity}}', Code.JSON_BROKEN),
    (b'{"data":{"cups":01}}', Code.JSON_BROKEN),
    (b'{"data":{"cups":+1}}', Code.JSON_BROKEN),
    (b'{"data":{"cups":1.}}', Code.JSON_BROKEN),
    (b'{"data":{"cups":0x1}}', Code.JSON_BROKEN),
    (b'{"id":"x","id":"x"}', Code.KEY_TWICE),
    (b'{"id":"x","\\u0069d":"x"}', Code.KEY_TWICE),
    (b'{"data":{"cups":1,"cups":2}}', Code.KEY_TWICE),
    (b'{"data":{"a\\"":1,"a\\"":2}}', Code.KEY_TWICE),
    (b'{"data":{"a":{"b":1,"b":1}}}', Code.KEY_TWICE),
    (b'{"a":{"b":{"c":{"d":{}}}}}', Code.TOO_DEEP),
    (b"[" * (DEPTH_MAX + 1) + b"]" * (DEPTH_MAX + 1), Code.TOO_DEEP),
    (b"[" * 500_00, Code.TOO_DEEP),
    (b'{"a":' * 5_000, Code.TOO_DEEP),
]


@pytest.mark.parametrize(("raw", "code"), TEXT_FAULTS)
def test_a_broken_text_is_refused_as_a_whole(raw: bytes, code: Code) -> None:
    raw = raw.replace(b"%b", json.dumps(deed()).encode())

    assert code_of_one(READER, raw) == code
    if raw.strip() and not raw.startswith(b"["):
        prefix, rest = (raw[:3], raw[3:]) if raw.startswith(b"\xef\xbb\xbf") else (b"", raw)
        assert code_of_batch(READER, prefix + body(deed(2))[:-1] + b"," + rest + b"]") in {
            code, Code.JSON_BROKEN
        }  # fmt: skip


def test_the_key_that_stands_twice_is_named() -> None:
    with pytest.raises(Refused) as broken:
        READER.read_batch(body(deed()).replace(b'"time"', b'"id": "y", "time"'))

    assert '"id"' in broken.value.refusal.sentence()
