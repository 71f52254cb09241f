"""A city's own login, asked by OpenID Connect: the code flow with PKCE, and nothing but who it is.

The scope is `openid` alone: of a person we learn a number that the issuer chose. Of its answers the
subject is read and nothing else is kept. Source: OpenID Connect Core 1.0, 3.1; RFC 7636, 9207.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import jwt

ALGORITHMS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC", "EdDSA": "OKP"}
"""With the kind of key pair for each: none that a shared secret or nobody signs."""
ANSWER_BYTES_MAX = 262_144
WAIT_SECONDS = 8
LEEWAY_SECONDS = 60
KNOWN_SECONDS = 3_600
"""For how long addresses and keys are known before they are asked for again."""
_AT_ONCE = threading.BoundedSemaphore(8)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Issuer(NamedTuple):
    """A city's login as the settings name it. `secret` is "" for a client without one."""

    name: str
    issuer: str
    client: str
    secret: str
    back: str
    """Where the issuer leads back to."""


class Asking(NamedTuple):
    """What ties an answer to what was asked, kept by the browser in between."""

    state: str
    nonce: str
    verifier: str


class IssuerAway(Exception):
    """The issuer doesn't answer, or not as it should."""


class NotConfirmed(Exception):
    """The issuer's answer doesn't say who it is, or isn't the issuer's."""


class _Known(NamedTuple):
    until: float
    addresses: dict[str, str]
    keys: dict[str, Any]


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_said: object, **_named: object) -> None:
        """Follow nobody."""


_known: dict[str, _Known] = {}
_opener = build_opener(_NoRedirect)


def forget_issuers() -> None:
    """Ask for addresses and keys anew: after a test."""
    _known.clear()


def address_to(issuer: Issuer, asking: Asking) -> str:
    """Return where a browser is led, to say who it is.

    Refuses: IssuerAway.
    """
    proof = hashlib.sha256(asking.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "scope": "openid",
        "client_id": issuer.client,
        "redirect_uri": issuer.back,
        "state": asking.state,
        "nonce": asking.nonce,
        "code_challenge": urlsafe_b64encode(proof).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    address = _knowledge(issuer).addresses["authorization_endpoint"]
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"


def subject_of(issuer: Issuer, code: str, asking: Asking) -> str:
    """Return whom the issuer confirms by a code: the subject, a number that it chose.

    Refuses: NotConfirmed, IssuerAway.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": issuer.back,
        "code_verifier": asking.verifier,
        "client_id": issuer.client,
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if issuer.secret:
        both = f"{quote(issuer.client, safe='')}:{quote(issuer.secret, safe='')}"
        headers["Authorization"] = f"Basic {b64encode(both.encode()).decode()}"
    address = _knowledge(issuer).addresses["token_endpoint"]
    answer = _asked(address, urlencode(form).encode(), headers=headers)
    return _subject(issuer, str(answer.get("id_token", "")), asking)


def _subject(issuer: Issuer, token: str, asking: Asking) -> str:
    try:
        said = jwt.decode(
            token,
            _key_for(issuer, token),
            algorithms=list(ALGORITHMS),
            audience=issuer.client,
            issuer=issuer.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except jwt.PyJWTError as fault:
        raise NotConfirmed from fault
    is_for_us = said.get("azp", issuer.client) == issuer.client
    if isinstance(said["aud"], list) and len(said["aud"]) > 1:
        is_for_us = said.get("azp") == issuer.client
    is_ours = hmac.compare_digest(str(said.get("nonce")).encode(), asking.nonce.encode())
    if not (is_for_us and is_ours and said["sub"]):
        raise NotConfirmed
    return str(said["sub"])


def _key_for(issuer: Issuer, token: str) -> jwt.PyJWK:
    """Return the key that a token names; where it isn't known, the keys are asked for anew."""
    head = jwt.get_unverified_header(token)
    named, algorithm = head.get("kid"), str(head.get("alg"))
    for is_last_try in (False, True):
        found = _knowledge(issuer, anew=is_last_try).keys.get("keys")
        shown = found if isinstance(found, list) else []
        fitting = [one for one in shown if _fits(one, named, algorithm)]
        if len(fitting) == 1:
            return jwt.PyJWK(fitting[0], algorithm)
    raise NotConfirmed


def _fits(key: Any, named: str | None, algorithm: str) -> bool:
    """Return whether a key that an issuer shows is there to sign with, and so.

    Source: RFC 7517, 4. What a key doesn't say of itself is open.
    """
    return (
        isinstance(key, dict)
        and algorithm in ALGORITHMS
        and key.get("kty") == ALGORITHMS[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and named in (None, key.get("kid"))
    )


def _knowledge(issuer: Issuer, *, anew: bool = False) -> _Known:
    """Return the issuer's addresses and keys, asked for once an hour.

    Refuses: IssuerAway, also where the document isn't this issuer's.
    """
    known = _known.get(issuer.issuer)
    if known is not None and known.until > time.monotonic() and not anew:
        return known
    found = _asked(f"{issuer.issuer.rstrip('/')}/.well-known/openid-configuration")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    addresses = {name: str(found.get(name, "")) for name in names}
    if found.get("issuer") != issuer.issuer:
        raise IssuerAway
    _must_be_safe(addresses["authorization_endpoint"])
    keys = _asked(addresses["jwks_uri"])
    made = _Known(time.monotonic() + KNOWN_SECONDS, addresses, keys)
    _known[issuer.issuer] = made
    return made


def _must_be_safe(address: str) -> None:
    """Return where an address is one over https, or on this very machine.

    Refuses: IssuerAway.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return
    raise IssuerAway


def _asked(
    address: str, body: bytes | None = None, *, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the object that an address answers with.

    Refuses: NotConfirmed where it says 400 or 401, IssuerAway for all else that isn't one.
    """
    _must_be_safe(address)
    request = Request(  # noqa: S310 (the scheme was looked at)
        address, body, {"Accept": "application/json"} | (headers or {})
    )
    if not _AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise IssuerAway
    try:
        with _opener.open(request, timeout=WAIT_SECONDS) as answer:
            found = json.loads(answer.read(ANSWER_BYTES_MAX))
    except HTTPError as fault:
        with fault:
            raise (NotConfirmed if fault.code in (400, 401) else IssuerAway) from None
    except (OSError, HTTPException, ValueError, RecursionError) as fault:
        raise IssuerAway from fault
    finally:
        _AT_ONCE.release()
    if not isinstance(found, dict):
        raise IssuerAway
    return found
