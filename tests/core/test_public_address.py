"""Where messages may go: public addresses over https; every other way to write one is refused."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.public_address import Target, is_loopback, is_public, target_of

INSIDE = {
    "this network": ["0.0.0.0", "0.1.2.3"],
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12::1"],
    "shared by a provider's customers": ["100.64.0.1", "100.127.255.255"],
    "loopback": ["127.0.0.1", "127.255.255.254", "::1"],
    "link-local, where clouds keep their keys": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "documentation and benchmarks": [
        "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "2001:db8::1", "3fff::1",
    ],
    "multicast and broadcast": ["224.0.0.1", "239.1.1.1", "255.255.255.255", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "192.0.0.1", "192.88.99.1", "100::1", "2001:2::1", "5f00::1"],
    "unspecified": ["::"],
    "IPv4 written as IPv6": [
        "::ffff:10.0.0.1", "::ffff:93.184.216.34", "::ffff:7f00:1", "::7f00:1", "64:ff9b::a00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2001:0:a00:1::",
    ],
    "old site-local": ["fec0::1"],
    "no address": ["", "localhost", "0x7f000001", "127.1", "2130706433", "1.2.3.4.5", "::g"],
}  # fmt: skip


@pytest.mark.parametrize(
    "address", [one for addresses in INSIDE.values() for one in addresses], ids=repr
)
def test_an_address_inside_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111"]
)
def test_an_address_outside_is_taken(address: str) -> None:
    assert is_public(address)
    assert not is_loopback(address)


@given(number=st.integers(0, 2**32 - 1))
def test_no_ipv4_address_gets_in_dressed_as_ipv6(number: int) -> None:
    plain = IPv4Address(number)

    for dressed in (
        IPv6Address((0xFFFF << 32) | number),
        IPv6Address(number),
        IPv6Address((0x2002 << 112) | (number << 80)),
        IPv6Address((0x64FF9B << 96) | number),
    ):
        assert not is_public(str(dressed)), (plain, dressed)


@given(number=st.integers(0, 2**32 - 1))
def test_what_python_calls_private_is_never_public(number: int) -> None:
    found = ip_address(number)

    assert not (is_public(str(found)) and (found.is_private or found.is_multicast))


def test_a_url_comes_in_parts() -> None:
    assert target_of("https://partner.example/hooks?a=1") == Target(
        True, "partner.example", 443, "/hooks?a=1"
    )
    assert target_of("https://partner.example:8443") == Target(True, "partner.example", 8443, "/")
    assert target_of("http://127.0.0.1:9/x", to_loopback=True) == Target(
        False, "127.0.0.1", 9, "/x"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://partner.example/",
        "ftp://partner.example/",
        "partner.example",
        "https://",
        "https:///path",
        "https://user@partner.example/",
        "https://user:word@partner.example/",
        "https://partner.example/#part",
        "https://partner.example/#",
        "https://localhost/",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://0x7f000001/",
        "https://[::1]/",
        "https://[::1",
        "https://partner.example:99999/",
        "https://partner.example:x/",
        "https://пример.example/",
        "https://partner.example/a b",
        "https://partner.example/\r\nx: y",
        "https://partner_.example/",
        "https://" + "a" * 64 + ".example/",
        "https://partner.example/" + "a" * 500,
    ],
)
def test_a_url_that_could_mean_something_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        target_of(url)
