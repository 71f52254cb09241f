"""Sending one message: where it may go, what is answered, and how long it may take."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from plaudit.jobs.posting import Answer, Post, Resolve
from tests.jobs.partners import free_port, partner

BODY = b'{"type":"statement.ready"}'


def resolving(*addresses: str) -> Resolve:
    """A resolver that gives these addresses for any host."""
    return lambda *_: list(addresses)


def post(*addresses: str) -> Post:
    """A sender with that resolver."""
    return Post(resolve=resolving(*addresses))


def test_a_message_arrives_with_its_headers_and_body() -> None:
    with partner() as there:
        answer = Post(to_loopback=True).send(there.url + "?a=1", {"webhook-id": "msg_1"}, BODY)

    assert answer == Answer(204, "204")
    assert answer.is_delivered
    (arrived,) = there.arrived
    assert arrived.path == "/hook?a=1"
    assert arrived.body == BODY
    assert arrived.headers["webhook-id"] == "msg_1"
    assert arrived.headers["host"] == f"127.0.0.1:{there.port}"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with partner() as elsewhere, partner(lambda _: status) as there:
        there.headers["location"] = elsewhere.url

        answer = Post(to_loopback=True).send(there.url, {}, BODY)

    assert (answer.status, answer.is_delivered) == (status, False)
    assert elsewhere.arrived == []


@pytest.mark.parametrize("status", [400, 410, 429, 500, 503])
def test_any_other_status_is_not_a_delivery(status: int) -> None:
    with partner(lambda _: status) as there:
        answer = Post(to_loopback=True).send(there.url, {}, BODY)

    assert (answer.status, answer.is_delivered, answer.is_gone) == (status, False, status == 410)


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["100.64.0.1"], ["::1"], ["fe80::1"],
        ["::ffff:127.0.0.1"], ["224.0.0.1"], ["93.184.216.34", "10.0.0.1"],
        ["2606:4700::1111", "::ffff:10.0.0.1"],
    ],
    ids=str,
)  # fmt: skip
def test_a_host_with_any_address_inside_is_refused(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object, **named: object) -> socket.socket:
        raise AssertionError("it connected")

    monkeypatch.setattr(socket, "create_connection", never)

    assert post(*addresses).send("https://partner.example/", {}, BODY) == Answer(
        None, "address_not_public"
    )


@pytest.mark.parametrize("url", ["http://partner.example/", "https://127.0.0.1/", "https://inside"])
def test_a_url_that_was_written_into_the_table_by_hand_is_refused(url: str) -> None:
    assert post("93.184.216.34").send(url, {}, BODY) == Answer(None, "url_refused")


def test_a_host_that_points_elsewhere_a_moment_later_gains_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    answer = Post(resolve=rebinding).send("https://partner.example/", {}, BODY)

    assert answer == Answer(None, "not_reached")
    assert asked == ["partner.example"]
    assert connected == [("93.184.216.34", 443)]


def test_what_is_not_there_is_said() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror

    nowhere = f"http://127.0.0.1:{free_port()}/"

    assert Post(to_loopback=True).send(nowhere, {}, BODY) == Answer(None, "not_reached")
    assert Post(resolve=unknown).send("https://a.example", {}, BODY) == Answer(None, "host_unknown")
    assert post().send("https://partner.example", {}, BODY) == Answer(None, "host_unknown")


def test_a_partner_that_takes_its_time_is_cut_off() -> None:
    with partner(slow_seconds=5) as there:
        begins = time.monotonic()
        answer = Post(to_loopback=True, seconds_most=0.3).send(there.url, {}, BODY)

    assert answer == Answer(None, "too_slow")
    assert time.monotonic() - begins < 3


def test_a_partner_that_sends_a_byte_now_and_then_is_cut_off_too() -> None:
    with dripping(b"HTTP/1.1 204 No Content\r\nx: " + b"a" * 10_000) as port:
        begins = time.monotonic()
        answer = Post(to_loopback=True, seconds_most=0.4).send(
            f"http://127.0.0.1:{port}/", {}, BODY
        )

    assert answer == Answer(None, "too_slow")
    assert time.monotonic() - begins < 3


@pytest.mark.parametrize("said", [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x00" * 99])
def test_what_is_no_answer_of_http_is_not_reached(said: bytes) -> None:
    with dripping(said, pause_seconds=0) as port:
        answer = Post(to_loopback=True).send(f"http://127.0.0.1:{port}/", {}, BODY)

    assert answer == Answer(None, "not_reached")


def test_a_certificate_must_be_of_the_name_though_the_address_is_pinned(tmp_path: Path) -> None:
    server, client = certificates(tmp_path, name="partner.example")
    here = Post(to_loopback=True, resolve=resolving("127.0.0.1"), tls=client)
    with partner(tls=server) as there:
        right = here.send(f"https://partner.example:{there.port}/hook", {}, BODY)
        wrong = here.send(f"https://other.example:{there.port}/hook", {}, BODY)
        unknown = Post(to_loopback=True, resolve=resolving("127.0.0.1")).send(
            f"https://partner.example:{there.port}/hook", {}, BODY
        )

    assert right == Answer(204, "204")
    assert there.arrived[0].headers["host"] == f"partner.example:{there.port}"
    assert wrong == unknown == Answer(None, "certificate_refused")
    assert len(there.arrived) == 1


@contextmanager
def dripping(said: bytes, *, pause_seconds: float = 0.05) -> Iterator[int]:
    """Run a server that answers one connection byte by byte, and return its port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            taken, _ = listening.accept()
            with taken:
                taken.recv(65536)
                try:
                    for byte in said:
                        taken.sendall(bytes([byte]))
                        time.sleep(pause_seconds)
                except OSError:
                    return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(10)


def certificates(folder: Path, *, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS of a server with a name, and of a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = made.public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(text)
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return server, ssl.create_default_context(cadata=text.decode())
