"""Every error of the API is a problem with a code (RFC 9457); what went wrong inside isn't told."""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from ninja import NinjaAPI
from ninja.errors import ValidationError

from plaudit.core.deed import shown
from plaudit.core.problem import PROBLEM, headers_of, problem_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal

log = logging.getLogger("plaudit.api")
PREFIX = "/v1/"
AWAY_SECONDS = 5
"""What Retry-After says when the database is away."""


def problem(refused: Refusal) -> HttpResponse:
    """Return a refusal as an answer."""
    return HttpResponse(
        json.dumps(problem_of(refused), ensure_ascii=False),
        status=refused.status,
        content_type=PROBLEM,
        headers=headers_of(refused),
    )


class Problems(MiddlewareMixin):
    """Middleware: under /v1/ what Django itself refuses is a problem as well."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the answer, or a problem in its place."""
        if not request.path.startswith(PREFIX) or response.status_code < 400:
            return response
        if response.headers.get("Content-Type") == PROBLEM:
            return response
        return problem(_refusal_of(request, response))


def _refusal_of(request: HttpRequest, response: HttpResponse) -> Refusal:
    if response.status_code == 404:
        return refusal(Code.NOT_FOUND)
    if response.status_code == 405:
        allowed = ", ".join(sorted(response.headers["Allow"].split(", ")))
        seen = shown(request.method or "")
        return refusal(Code.METHOD_NOT_ALLOWED, allowed=allowed, seen=seen)
    return refusal(Code.NOT_HTTP if response.status_code < 500 else Code.OUR_FAULT)


def tell_problems(api: NinjaAPI) -> None:
    """Let an API say each exception as a problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _unfit)
    api.add_exception_handler(psycopg.OperationalError, _away)
    api.add_exception_handler(Exception, _fault)


def _refused(_request: HttpRequest, no: Any) -> HttpResponse:
    assert isinstance(no, Refused)
    return problem(no.refusal)


def _unfit(_request: HttpRequest, unfit: Any) -> HttpResponse:
    """Say the first thing that doesn't fit what the address takes."""
    assert isinstance(unfit, ValidationError)
    first: dict[str, Any] = unfit.errors[0]
    _, *inner = first["loc"]
    name = shown(".".join(str(part) for part in inner[1:] or inner))
    code = {"missing": Code.FIELD_MISSING, "extra_forbidden": Code.FIELD_UNKNOWN}.get(
        first["type"], Code.FIELD_WRONG
    )
    return problem(refusal(code, name=name))


def _away(_request: HttpRequest, _fault: Any) -> HttpResponse:
    return problem(refusal(Code.SERVICE_AWAY, wait_seconds=AWAY_SECONDS))


def _fault(_request: HttpRequest, fault: Any) -> HttpResponse:
    """Log a fault's type and place. Its message is left out: it may hold what was sent."""
    assert isinstance(fault, Exception)
    where = "".join(traceback.format_tb(fault.__traceback__))
    log.error("A request could not be answered: %s\n%s", type(fault).__name__, where)
    return problem(refusal(Code.OUR_FAULT))
