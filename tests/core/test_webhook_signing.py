"""Standard Webhooks: what was signed verifies, and nothing that was changed does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plaudit.core.retrying import DELAYS_SECONDS, HOUR, JITTER_MOST_PERCENT, wait_seconds
from plaudit.core.webhook_signing import (
    BODY_BYTES_MOST,
    TOLERANCE_SECONDS,
    NotVerified,
    Why,
    secret_of,
    secret_text,
    signed_headers,
    verify,
)

NOW = 1_790_000_000
SECRET, OTHER = bytes(range(32)), bytes(32)
BODY = b'{"type":"statement.ready"}'

# The example of the specification, worked out by other people's code.
SPEC_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SPEC_ID, SPEC_TIME = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330
SPEC_BODY = b'{"test": 2432232314}'
SPEC_SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def headers(**changed: str) -> dict[str, str]:
    made = signed_headers("msg_1", BODY, timestamp=NOW, secrets=[SECRET])
    return made | {name.replace("_", "-"): value for name, value in changed.items()}


def why(given: dict[str, str], body: bytes = BODY, *, now: int = NOW) -> Why:
    with pytest.raises(NotVerified) as refused:
        verify(given, body, secrets=[SECRET], now=now)
    assert str(refused.value).endswith(".")
    return refused.value.why


def test_it_signs_as_the_specification_does() -> None:
    secrets = [secret_of(SPEC_SECRET)]

    made = signed_headers(SPEC_ID, SPEC_BODY, timestamp=SPEC_TIME, secrets=secrets)

    assert made["webhook-signature"] == SPEC_SIGNATURE
    assert verify(made, SPEC_BODY, secrets=secrets, now=SPEC_TIME) == SPEC_ID


@given(body=st.binary(max_size=200), at=st.integers(0, 10**11))
def test_what_was_signed_verifies_in_any_case_of_its_headers(body: bytes, at: int) -> None:
    made = signed_headers("msg_1", body, timestamp=at, secrets=[SECRET])

    for given_headers in (made, {name.title(): value for name, value in made.items()}):
        assert verify(given_headers, body, secrets=[SECRET], now=at) == "msg_1"


@given(place=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_one_changed_bit_of_the_body_is_refused(place: int, bit: int) -> None:
    changed = bytearray(BODY)
    changed[place] ^= 1 << bit

    assert why(headers(), bytes(changed)) == "not_signed"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"webhook_id": "msg_2"}, "not_signed"),
        ({"webhook_id": ""}, "header_missing"),
        ({"webhook_timestamp": str(NOW + 1)}, "not_signed"),
        ({"webhook_timestamp": ""}, "header_missing"),
        ({"webhook_timestamp": "soon"}, "timestamp_unreadable"),
        ({"webhook_timestamp": "-1"}, "timestamp_unreadable"),
        ({"webhook_timestamp": "1e9"}, "timestamp_unreadable"),
        ({"webhook_timestamp": "١٢٣"}, "timestamp_unreadable"),
        ({"webhook_timestamp": "9" * 5000}, "timestamp_unreadable"),
        ({"webhook_signature": ""}, "header_missing"),
        ({"webhook_signature": "v1,"}, "not_signed"),
        ({"webhook_signature": "v1"}, "not_signed"),
        ({"webhook_signature": "v1a," + "A" * 44}, "not_signed"),
        ({"webhook_signature": "v1,ключ"}, "not_signed"),
        ({"webhook_signature": headers()["webhook-signature"].lower()}, "not_signed"),
        ({"webhook_signature": headers()["webhook-signature"].replace("v1", "v2")}, "not_signed"),
    ],
)
def test_each_malformed_message_has_its_code(changed: dict[str, str], code: str) -> None:
    assert why(headers(**changed)) == code


def test_a_message_is_from_now() -> None:
    for off in (-TOLERANCE_SECONDS, TOLERANCE_SECONDS):
        assert verify(headers(), BODY, secrets=[SECRET], now=NOW + off) == "msg_1"
    assert why(headers(), now=NOW + TOLERANCE_SECONDS + 1) == "too_old"
    assert why(headers(), now=NOW - TOLERANCE_SECONDS - 1) == "too_new"
    assert why(headers(), bytes(BODY_BYTES_MOST + 1)) == "body_too_large"


def test_while_a_secret_is_replaced_either_one_verifies() -> None:
    made = signed_headers("msg_1", BODY, timestamp=NOW, secrets=[SECRET, OTHER])

    for held in ([SECRET], [OTHER], [OTHER, SECRET]):
        assert verify(made, BODY, secrets=held, now=NOW) == "msg_1"
    with pytest.raises(NotVerified):
        verify(made, BODY, secrets=[bytes([7]) * 32], now=NOW)


@given(secret=st.binary(min_size=24, max_size=64))
def test_a_secret_survives_being_written(secret: bytes) -> None:
    assert secret_of(secret_text(secret)) == secret


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_!!!", secret_text(bytes(23)), secret_text(bytes(65))]
)
def test_what_is_no_secret_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ValueError, match="24 to 64 bytes") as refused:
        secret_of(text)

    assert len(text) < 10 or text not in str(refused.value)


def test_tries_are_spread_over_three_days() -> None:
    assert sum(DELAYS_SECONDS) in range(70 * HOUR, 74 * HOUR)
    for tries in range(1, len(DELAYS_SECONDS) + 1):
        least = wait_seconds(tries, jitter_percent=0)
        most = wait_seconds(tries, jitter_percent=JITTER_MOST_PERCENT)
        assert least is not None
        assert most is not None
        assert least <= most <= least * 1.1
