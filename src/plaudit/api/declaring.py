"""What the OpenAPI document says of each address beside its bodies: refusals and headers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from plaudit.api.calling import KEY_PATTERN, REPLAYED
from plaudit.core.problem import PROBLEM
from plaudit.core.refusals import REASONS, Code

CODE_TEXT_MOST = 256
"""Characters of a code as a till typed or scanned it."""


class Body(Schema):
    """What is sent: each field known, and of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True)


_ALWAYS = (
    Code.KEY_MISSING,
    Code.KEY_UNKNOWN,
    Code.METHOD_NOT_ALLOWED,
    Code.FIELD_WRONG,
    Code.OUR_FAULT,
    Code.SERVICE_AWAY,
    Code.TOO_BUSY,
)
_WITH_A_BODY = (
    Code.NOT_JSON,
    Code.BODY_TOO_LARGE,
    Code.BODY_INCOMPLETE,
    Code.BODY_TOO_SLOW,
    Code.TOO_DEEP,
    Code.TEXT_BROKEN,
    Code.JSON_BROKEN,
    Code.KEY_TWICE,
    Code.NUMBER_UNREADABLE,
    Code.FIELD_MISSING,
    Code.FIELD_UNKNOWN,
)
_ONCE = (
    Code.IDEMPOTENCY_KEY_MISSING,
    Code.IDEMPOTENCY_KEY_WRONG,
    Code.IDEMPOTENCY_KEY_REUSED,
)
_KEY_PARAMETER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": (
        "Your own name for what you want done, a UUID for example. The same key with the same "
        "request gets the same answer for a day, and nothing is done twice."
    ),
    "schema": {"type": "string", "pattern": KEY_PATTERN},
}
_REPLAYED = {
    "description": (
        "Stands where the same request was answered under this key before: it is the same answer, "
        "and nothing was done this time."
    ),
    "schema": {"type": "string", "const": "true"},
}
_HEADERS = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After", 503: "Retry-After"}


def reads(*codes: Code, body: bool = False) -> dict[str, Any]:
    """Return what an address may refuse that changes nothing, or that may be sent again."""
    return {"responses": _refusals((*codes, *_ALWAYS, *(_WITH_A_BODY if body else ())))}


def gives_file(*codes: Code, media: str) -> dict[str, Any]:
    """Return what an address may refuse that answers with a file."""
    said = reads(*codes)
    said["responses"][200] = {"content": {media: {"schema": {"type": "string"}}}}
    return said


def does_once(*codes: Code, status: int = 200, body: bool = True) -> dict[str, Any]:
    """Return what an address may refuse that does something once for each Idempotency-Key.

    Takes:   `status`, as of `answered_once`.
    """
    said = reads(*codes, *_ONCE, body=body)
    said["responses"][status] = {"headers": {REPLAYED: _REPLAYED}}
    return said | {"parameters": [_KEY_PARAMETER]}


def _refusals(codes: Iterable[Code]) -> dict[int, dict[str, Any]]:
    by_status: dict[int, list[Code]] = {}
    for code in Code:  # in order of precedence
        if code in codes:
            by_status.setdefault(REASONS[code].status, []).append(code)
    return {status: _refusal(status, by_status[status]) for status in sorted(by_status)}


def _refusal(status: int, codes: list[Code]) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": ", ".join(f"`{code}`" for code in codes),
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in _HEADERS:
        said["headers"] = {_HEADERS[status]: {"schema": {"type": "string"}}}
    return said
