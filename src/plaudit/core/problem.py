"""A refused request as HTTP has it: problem details and headers. Source: RFC 9457."""

from __future__ import annotations

from plaudit.core.refusals import Code, Refusal

PROBLEM = "application/problem+json"
REFUSALS_PATH = "/v1/refusals"
"""Where the codes are explained; `type` of a problem points there."""


def problem_of(refused: Refusal) -> dict[str, object]:
    """Return a refusal as problem details.

    >>> from plaudit.core.refusals import refusal
    >>> problem_of(refusal(Code.BODY_TOO_LARGE, limit=10))["limit"]
    10
    """
    limit = dict(refused.facts).get("limit")
    said: dict[str, object] = {
        "type": f"{REFUSALS_PATH}#{refused.code}",
        "title": title_of(refused.code),
        "status": refused.status,
        "detail": refused.sentence(),
        "code": refused.code.value,
    }
    return said if limit is None else said | {"limit": int(limit)}


def headers_of(refused: Refusal) -> dict[str, str]:
    """Return the headers that a refusal's status asks for.

    >>> from plaudit.core.refusals import refusal
    >>> headers_of(refusal(Code.KEY_MISSING))
    {'www-authenticate': 'Bearer'}
    """
    facts = dict(refused.facts)
    headers = {}
    if refused.status == 401:
        headers["www-authenticate"] = "Bearer"
    if "wait_seconds" in facts:
        headers["retry-after"] = facts["wait_seconds"]
    if refused.code is Code.METHOD_NOT_ALLOWED:
        headers["allow"] = facts["allowed"]
    return headers


def title_of(code: Code) -> str:
    """Return a code in words.

    >>> title_of(Code.BODY_TOO_LARGE)
    'Body too large'
    """
    return code.value.replace("_", " ").capitalize()
