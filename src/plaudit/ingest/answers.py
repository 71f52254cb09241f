"""Answers: outcomes and problems as bytes. What the member has is in none of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from plaudit.core.ledger import Outcome
from plaudit.core.problem import PROBLEM, headers_of, problem_of
from plaudit.core.refusals import REASONS, Refusal

JSON = b"application/json"

Headers = list[tuple[bytes, bytes]]


class Answer(NamedTuple):
    """A whole HTTP answer."""

    status: int
    headers: Headers
    body: bytes


class _Said(msgspec.Struct, omit_defaults=True):
    """One deed's outcome as JSON has it."""

    id: str | None
    status: str
    code: str | None = None
    sentence: str | None = None


class _Outcomes(msgspec.Struct):
    outcomes: list[_Said]


_encode = msgspec.json.Encoder().encode
_ONE = b'{"outcomes":[{"id":%b,"status":%b}]}'
"""What `outcomes_answer` says of one deed that wasn't refused."""
_ALWAYS: Headers = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


def answer_of(status: int, body: bytes, *, content_type: bytes = JSON) -> Answer:
    """Return an answer with the headers that each of ours has."""
    length = b"%d" % len(body)
    return Answer(
        status, [(b"content-type", content_type), (b"content-length", length), *_ALWAYS], body
    )


def outcomes_answer(
    outcomes: Sequence[Outcome | Refusal], deed_ids: Sequence[str | None]
) -> Answer:
    """Return one outcome for each deed, in order; a deed that wasn't read has its refusal."""
    said = []
    for outcome, deed_id in zip(outcomes, deed_ids, strict=True):
        refused = outcome if isinstance(outcome, Refusal) else outcome.refusal
        if refused is not None:
            said.append(_refused(refused, deed_id))
        else:
            assert isinstance(outcome, Outcome)
            said.append(_Said(deed_id, outcome.status))
    return answer_of(200, _encode(_Outcomes(said)))


def deed_answer(outcome: Outcome | Refusal, deed_id: str | None) -> Answer:
    """Return the answer to a request for one deed; a refusal is a problem with the outcome too."""
    refused = outcome if isinstance(outcome, Refusal) else outcome.refusal
    if refused is None:
        assert isinstance(outcome, Outcome)
        return answer_of(200, _ONE % (_encode(deed_id), _encode(outcome.status)))
    return problem_answer(refused, outcomes=[_refused(refused, deed_id)])


def _refused(refused: Refusal, deed_id: str | None) -> _Said:
    return _Said(deed_id, "refused", refused.code, refused.sentence())


def problem_answer(refused: Refusal, *, outcomes: list[_Said] | None = None) -> Answer:
    """Return a refused request as RFC 9457 problem details, with the headers of its status."""
    problem = problem_of(refused)
    if outcomes is not None:
        problem["outcomes"] = outcomes
    answer = answer_of(refused.status, _encode(problem), content_type=PROBLEM.encode())
    answer.headers.extend(
        (name.encode(), value.encode()) for name, value in headers_of(refused).items()
    )
    return answer


def refusals_answer() -> Answer:
    """Return every code with its status and its sentence, in order of precedence."""
    listed = [
        {"code": code, "status": reason.status, "sentence": reason.sentence}
        for code, reason in REASONS.items()
    ]
    return answer_of(200, _encode({"refusals": listed}))


def written(
    answer: Answer, more_headers: Iterable[tuple[bytes, bytes]], *, stays_open: bool
) -> bytes:
    """Return an answer as HTTP/1.1 has it."""
    pieces = [STATUS_LINE[answer.status]]
    for name, value in more_headers:
        pieces += (name, b": ", value, b"\r\n")
    for name, value in answer.headers:
        pieces += (name, b": ", value, b"\r\n")
    pieces += (b"\r\n" if stays_open else b"connection: close\r\n\r\n", answer.body)
    return b"".join(pieces)
