"""Handles: the name of a member at one partner, derived and never stored.

A handle is one block of AES-256 over (member id, partner id, zeros): 32 hexadecimal digits. Two
partners' handles of one member have nothing in common, a made-up one opens to nothing, and there
is no table of who goes where. Source: charter, C15; docs/decisions/0006-handles.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB

_BLOCK = Struct(">QII")
HANDLE_DIGITS = 2 * _BLOCK.size


class Handles:
    """Makes and opens handles with one secret key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        # One block for each handle, each different: what ECB is bad at doesn't come up.
        self._cipher = Cipher(AES256(key), ECB())  # noqa: S305

    def handle_of(self, member_id: int, partner_id: int) -> str:
        """Return a member's handle at a partner."""
        return self.handles_of([member_id], partner_id)[0]

    def handles_of(self, member_ids: Sequence[int], partner_id: int) -> list[str]:
        """Return the handles of several members at a partner."""
        plain = b"".join(_BLOCK.pack(member_id, partner_id, 0) for member_id in member_ids)
        encryptor = self._cipher.encryptor()
        text = (encryptor.update(plain) + encryptor.finalize()).hex()
        return [text[at : at + HANDLE_DIGITS] for at in range(0, len(text), HANDLE_DIGITS)]

    def members_of(self, handles: Sequence[str], partner_ids: Sequence[int]) -> list[int | None]:
        """Return whose handles these are at these partners; None where one opens to nothing."""
        text = "".join(handles)
        if set(map(len, handles)) != {HANDLE_DIGITS} or not _is_hex(text):
            text = "".join(handle if _is_handle(handle) else _NOBODYS for handle in handles)
        decryptor = self._cipher.decryptor()
        plain = decryptor.update(bytes.fromhex(text)) + decryptor.finalize()
        return [
            member_id if rest == 0 and at == partner_id else None
            for (member_id, at, rest), partner_id in zip(
                _BLOCK.iter_unpack(plain), partner_ids, strict=True
            )
        ]


_NOBODYS = "0" * HANDLE_DIGITS
_DIGITS = b"0123456789abcdef"


def _is_hex(text: str) -> bool:
    return not text.encode(errors="replace").translate(None, _DIGITS)


def _is_handle(handle: str) -> bool:
    return len(handle) == HANDLE_DIGITS and _is_hex(handle)
