"""The way in by a passkey. A device makes a key pair for this site; we keep the public half.

What is asked of the device stands in the form, signed; what it answers comes back with the form.
Source: W3C Web Authentication, level 3.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_bytes
from urllib.parse import urlsplit

from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpRequest
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from plaudit.actions.send_code import too_many
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.ways_in import WRONG_FROM_ONE_PLACE_MAX
from plaudit.pages.book import connected
from plaudit.pages.clock import now_instant
from plaudit.pages.sign_in.carried import seal, unseal
from plaudit.pages.sign_in.forms import place_mark
from plaudit.pages.sign_in.wish import Shown
from plaudit.store import sign_in
from plaudit.store.ways_in import opened_by

CHALLENGE_SECONDS = 3_600
"""As long as somebody may read the notice before joining."""
_CHALLENGE_BYTES = 32
_ANSWER_CHARACTERS_MAX = 16_384
_ID_BYTES_MAX = 1_023
_KEY_BYTES_MAX = 4_096
_UNREADABLE = (
    WebAuthnException,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    RecursionError,
)
"""What reading comes to when an answer isn't one; the library lets through what its own do."""
_MAKE, _SHOW = "passkey.make", "passkey.show"
KeyOf = Callable[[bytes], bytes]
"""Looks up the public half of a passkey, by its id; Refused where nobody knows it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device is asked (`options`, for the script), and the same challenge, signed."""

    act: str
    options: str
    challenge: str


def is_possible(request: HttpRequest) -> bool:
    """Return whether a browser makes passkeys for this address: a name, over https or at home."""
    host, _ = _site(request)
    return not host.replace(".", "").isdigit() and ":" not in host


def ask_to_make(request: HttpRequest, name: str, *, has: Sequence[bytes] = ()) -> Asked:
    """Ask a device for a new passkey. `name`: what it is shown as; `has`: ids that it may hold."""
    host, _ = _site(request)
    challenge = token_bytes(_CHALLENGE_BYTES)
    options = generate_registration_options(
        rp_id=host,
        rp_name="Plaudit",
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in has],
    )
    return Asked("create", options_to_json(options), _sealed(_MAKE, challenge))


def ask_to_show(request: HttpRequest) -> Asked:
    """Ask a device for one of the passkeys that it has for this site."""
    host, _ = _site(request)
    challenge = token_bytes(_CHALLENGE_BYTES)
    options = generate_authentication_options(
        rp_id=host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Asked("get", options_to_json(options), _sealed(_SHOW, challenge))


def made(request: HttpRequest) -> Shown:
    """Return the passkey that a form brings, new and checked.

    Refuses: PASSKEY_WRONG, SIGN_IN_OVER, TOO_MANY_SIGN_INS.
    """
    host, origin = _site(request)
    challenge = _used_challenge(request, _MAKE)
    try:
        answer = _answer(request)
        new = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
        if (
            len(new.credential_id) > _ID_BYTES_MAX
            or len(new.credential_public_key) > _KEY_BYTES_MAX
        ):
            raise ValueError
    except _UNREADABLE:
        raise _wrong(request) from None
    return Shown("passkey", new.credential_id, new.credential_public_key)


def shown(request: HttpRequest, key_of: KeyOf | None = None) -> Shown:
    """Return the passkey that a form shows, known and checked.

    What authenticators count is not kept: it would say how often somebody signed in.
    Takes:   `key_of`: where its public half is looked up; among members' ways in, if nowhere else.
    Refuses: PASSKEY_WRONG, WAY_IN_UNKNOWN, SIGN_IN_OVER, TOO_MANY_SIGN_INS, and as `key_of`.
    """
    host, origin = _site(request)
    challenge = _used_challenge(request, _SHOW)
    try:
        answer = _answer(request)
        mark = _bytes(str(answer["rawId"]))
        key = (key_of or _key_of)(mark)
        verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=key,
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _UNREADABLE:
        raise _wrong(request) from None
    return Shown("passkey", mark, key)


def _key_of(mark: bytes) -> bytes:
    with connected("doorkeeper") as connection:
        found = opened_by(connection, [mark])
    if not found or found[0].way.public_key is None:
        raise Refused(refusal(Code.WAY_IN_UNKNOWN))
    return found[0].way.public_key


def _site(request: HttpRequest) -> tuple[str, str]:
    """Return the site's name and origin: PLAUDIT_URL's, or at home the one that was typed."""
    url = str(conf.settings.PLAUDIT_URL)
    parts = urlsplit(url if url.startswith("https:") else f"http://{request.get_host()}")
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def _answer(request: HttpRequest) -> dict[str, object]:
    """Return what the device answered, as JSON; what comes from a frame of another site is wrong.

    Refuses: ValueError, KeyError, TypeError.
    """
    text = request.POST.get("answer", "")
    if len(text) > _ANSWER_CHARACTERS_MAX:
        raise ValueError
    answer: dict[str, object] = json.loads(text)
    response = answer["response"]
    if not isinstance(response, dict):
        raise TypeError
    said = json.loads(_bytes(response["clientDataJSON"]))
    if said.get("crossOrigin") or "topOrigin" in said:
        raise ValueError
    return answer


def _used_challenge(request: HttpRequest, purpose: str) -> bytes:
    """Return the challenge of a form, used up by this."""
    sealed = unseal(purpose, request.POST.get("challenge", ""))
    if sealed is None:
        raise Refused(refusal(Code.SIGN_IN_OVER))
    challenge = _bytes(sealed["challenge"])
    with connected("doorkeeper") as connection:
        if not sign_in.use_challenge(connection, challenge, ends_at=sealed["until"]):
            raise Refused(refusal(Code.SIGN_IN_OVER))
    return challenge


def _wrong(request: HttpRequest) -> Refused:
    """Count what went wrong from a place, and return the refusal."""
    now = now_instant()
    with connected("doorkeeper") as connection:
        tried = sign_in.add_try(connection, place_mark(request, "passkeys"), now=now)
    if tried.tries > WRONG_FROM_ONE_PLACE_MAX:
        return too_many(tried.ends_at, now=now)
    return Refused(refusal(Code.PASSKEY_WRONG))


def _sealed(purpose: str, challenge: bytes) -> str:
    said = {"challenge": urlsafe_b64encode(challenge).decode()}
    return seal(purpose, said, seconds=CHALLENGE_SECONDS)


def _bytes(text: str) -> bytes:
    """Return what Base64 for URLs says, with or without its padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
