"""Sealing: opens with its key, for what it belongs to, unchanged; nothing else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.store.sealed import NotOpened, Seal

KEY, OTHER_KEY = bytes(32), bytes([1]) * 32


@given(plain=st.binary(max_size=100), of=st.text(max_size=20))
def test_what_was_sealed_opens_and_shows_nothing(plain: bytes, of: str) -> None:
    sealed = Seal(KEY).seal(plain, of=of)

    assert Seal(KEY).open(sealed, of=of) == plain
    assert len(plain) < 4 or plain not in sealed
    assert sealed != Seal(KEY).seal(plain, of=of)


@given(place=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused(place: int, bit: int) -> None:
    sealed = bytearray(Seal(KEY).seal(b"a secret", of="webhook 7"))
    sealed[place % len(sealed)] ^= 1 << bit

    with pytest.raises(NotOpened):
        Seal(KEY).open(bytes(sealed), of="webhook 7")


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(12), bytes(27)])
def test_what_is_no_sealed_text_is_refused(sealed: bytes) -> None:
    with pytest.raises(NotOpened):
        Seal(KEY).open(sealed, of="webhook 7")


def test_it_does_not_open_elsewhere_or_with_another_key() -> None:
    sealed = Seal(KEY).seal(b"a secret", of="webhook 7")

    for key, of in [(KEY, "webhook 8"), (OTHER_KEY, "webhook 7")]:
        with pytest.raises(NotOpened, match="doesn't open"):
            Seal(key).open(sealed, of=of)
