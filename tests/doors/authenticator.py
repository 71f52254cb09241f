"""A device that makes and shows passkeys, so that each part of its answer can be made wrong."""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.http import HttpResponse

from tests.doors.visitor import Seen, Visitor

PRESENT, VERIFIED, NEW = 0x01, 0x04, 0x40
ORIGIN = "http://localhost"


class Authenticator:
    """Holds one passkey, of the site `localhost`."""

    def __init__(self, id: bytes = b"a passkey's number") -> None:
        self.id = id
        self._key = ec.generate_private_key(ec.SECP256R1())

    def makes(self, options: str, **wrong: object) -> str:
        """Answer what is asked for a new passkey. `wrong`: what is said instead of the truth."""
        point = self._key.public_key().public_numbers()
        key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        new = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(key)
        told = _told(NEW | _flags(wrong), new, wrong)
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": told})
        client = _client("webauthn.create", options, wrong)
        return self._answer({"clientDataJSON": text(client), "attestationObject": text(made)})

    def shows(self, options: str, **wrong: object) -> str:
        """Answer what is asked for a passkey that is there, truly signed whatever is wrong."""
        client = _client("webauthn.get", options, wrong)
        told = _told(_flags(wrong), b"", wrong)
        signed = told + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(client),
            "authenticatorData": text(told),
            "signature": text(signature),
        }
        return self._answer(response)

    def _answer(self, response: dict[str, str]) -> str:
        id = text(self.id)
        return json.dumps({"id": id, "rawId": id, "type": "public-key", "response": response})


def text(some: bytes) -> str:
    """Return bytes as Base64 for URLs, without padding."""
    return urlsafe_b64encode(some).decode().rstrip("=")


def read(some: str) -> bytes:
    """Return the bytes of Base64 for URLs."""
    return urlsafe_b64decode(some + "=" * (-len(some) % 4))


def _client(kind: str, options: str, wrong: dict[str, object]) -> bytes:
    said = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": ORIGIN}
    told = {name: value for name, value in wrong.items() if name not in ("site", "flags")}
    return json.dumps(said | told).encode()


def _told(flags: int, new: bytes, wrong: dict[str, object]) -> bytes:
    site = str(wrong.get("site", "localhost")).encode()
    return hashlib.sha256(site).digest() + bytes([flags]) + bytes(4) + new


def _flags(wrong: dict[str, object]) -> int:
    flags = wrong.get("flags", PRESENT | VERIFIED)
    assert isinstance(flags, int)
    return flags


def with_device(
    visitor: Visitor, page: str, to: str, device: Authenticator, **typed: str
) -> HttpResponse:
    """Open a page, answer what it asks of the device, and send its form with what was typed."""
    seen = Seen(visitor.get(page))
    given = {str(has.get("name")): str(has.get("value") or "") for has in seen.having("input")}
    (asked,) = [has["data-passkey"] for has in seen.having("button") if "data-passkey" in has]
    acts = device.makes if page == to else device.shows
    return visitor.sends(to, given | typed | {"answer": acts(str(asked))})
