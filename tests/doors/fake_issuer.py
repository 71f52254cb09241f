"""A city's login on this machine: whoever comes is confirmed, and each answer can be made wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from plaudit.pages.sign_in.issuer import Issuer

CLIENT, SECRET = "plaudit test", "s/e+c"


class FakeIssuer:
    """What the issuer knows: its keys, who asked for what, and what to say wrongly."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.algorithm = "ES256"
        self.others: list[Any] = []
        """What is shown among the keys besides its own."""
        self.of_key: dict[str, str] = {"kid": "now", "use": "sig", "alg": "ES256"}
        self.subject = "8801"
        self.wrong: dict[str, Any] = {}
        """Claims, or `signed_by`, `shared_key`, `kid`, `token`: what is said instead."""
        self.asked: dict[str, str] = {}
        self.scopes: set[str] = set()
        self.leads_back_to = ""
        """Another address than the one asked for, where the service's port isn't known before."""
        self._codes = 0

    def issuer(self, back: str) -> Issuer:
        """Return it as the settings would."""
        return Issuer("Riverside ID", self.address, CLIENT, SECRET, back)

    def confirms(self, address: str) -> dict[str, str]:
        """Let somebody be confirmed who was led to an address; return what leads back."""
        self.asked = dict(parse_qsl(urlsplit(address).query))
        self.scopes.add(self.asked["scope"])
        self._codes += 1
        return {"code": f"code {self._codes}", "state": self.asked["state"], "iss": self.address}

    def answer(self, path: str, form: dict[str, str], secret: str) -> tuple[int, Any]:
        """Return a status and what is said."""
        if path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "login", "token_endpoint": "token"}
            said = {name: f"{self.address}/{end}" for name, end in names.items()}
            return 200, said | {"issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        if path == "/keys":
            return 200, {"keys": [*self.others, shown_key(self.key) | self.of_key]}
        return self._token(form, secret) if path == "/token" else (404, {})

    def _token(self, form: dict[str, str], secret: str) -> tuple[int, Any]:
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        both = base64.b64encode(b"plaudit%20test:s%2Fe%2Bc").decode()
        is_ours = (
            secret == f"Basic {both}"
            and form.get("code") == f"code {self._codes}"
            and form.get("redirect_uri") == self.asked["redirect_uri"]
            and challenge == self.asked["code_challenge"]
        )
        if not is_ours:
            return 400, {"error": "invalid_grant"}
        self._codes += 1  # a code is good once
        now = int(time.time())
        claims = {"iss": self.address, "sub": self.subject, "aud": CLIENT, "iat": now}
        claims |= {"exp": now + 300, "nonce": self.asked["nonce"], "email": "nok@example.org"}
        wrong = dict(self.wrong)
        signed_by, kid = wrong.pop("signed_by", self.key), wrong.pop("kid", "now")
        token, shared = wrong.pop("token", None), wrong.pop("shared_key", None)
        made = jwt.encode(claims | wrong, signed_by, algorithm=self.algorithm, headers={"kid": kid})
        if shared is not None:
            token = _signed_by_hand(made.split(".")[1], kid, shared)
        return 200, {"id_token": token or made, "access_token": "x", "token_type": "Bearer"}


def shown_key(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> dict[str, Any]:
    """Return the public half as an issuer shows it."""
    if isinstance(key, rsa.RSAPrivateKey):
        return jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return jwt.algorithms.ECAlgorithm.to_jwk(key.public_key(), as_dict=True)


def _signed_by_hand(claims: str, kid: str, key: bytes) -> str:
    """Return a token under a shared key, which no library makes of a public one."""
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": kid}).encode()).decode()
    signed = f"{head.rstrip('=')}.{claims}"
    mark = base64.urlsafe_b64encode(hmac.digest(key, signed.encode(), "sha256")).decode()
    return f"{signed}.{mark.rstrip('=')}"


class _Handler(BaseHTTPRequestHandler):
    fake: FakeIssuer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/login":
            said = self.fake.confirms(self.path)
            self.send_response(302)
            back = self.fake.leads_back_to or self.fake.asked["redirect_uri"]
            self.send_header("Location", f"{back}?{urlencode(said)}")
            self.end_headers()
            return
        self._say(parts.path, {})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self._say(urlsplit(self.path).path, form)

    def _say(self, path: str, form: dict[str, str]) -> None:
        status, said = self.fake.answer(path, form, self.headers.get("Authorization", ""))
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Keep quiet."""


@contextmanager
def fake_issuer() -> Iterator[FakeIssuer]:
    """Run an issuer on a port of this machine."""

    class Handler(_Handler):
        """Of this issuer."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        fake = FakeIssuer(f"http://127.0.0.1:{server.server_port}")
        Handler.fake = fake
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield fake
        finally:
            server.shutdown()
            thread.join()
