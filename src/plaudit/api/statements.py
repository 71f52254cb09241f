"""Settlement statements: list them, read one as JSON or CSV, and dispute it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import psycopg
from django import conf  # its settings are looked up late: reading this file needs none
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from ninja import Path, Router, Schema
from pydantic import Field

from plaudit.actions.dispute import dispute
from plaudit.api.calling import answered_once, opened, till_of
from plaudit.api.declaring import Body, does_once, gives_file, reads
from plaudit.core.instant import shown_instant
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.core.settlement import DISPUTE_REASONS, DISPUTE_WORDS_MOST, month_named, shown_month
from plaudit.core.settlement_csv import statement_csv
from plaudit.core.voucher import Till
from plaudit.store.disputes import Disputed, read_disputes
from plaudit.store.settled_names import SettledNames, read_names
from plaudit.store.settlement import Made, read_owed, read_partner, read_statements

router = Router(tags=["statements"])
Month = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-11"])]
LINE_MOST = 1_000_000
Paper = Callable[[Made, SettledNames], bytes | None]
"""Sets a statement as PDF. It is with the pages' words and fonts: the settings say where.

None where a font is missing.
"""


class Balance(Schema):
    """One statement in the list. `sha256`: of its text."""

    month: str
    number: int
    vouchers: int
    opening_points: int
    closing_points: int
    sha256: str
    closed_at: str


class Statements(Schema):
    """A partner's statements, the newest first, and what is owed now, stated or not."""

    owed_points: int
    statements: list[Balance]


class Line(Schema):
    """What was owed for one reward on one day, or one correction or payment."""

    day: str
    kind: str
    what: str
    vouchers: int
    points: int
    numbers: str
    reference: str


class Statement(Schema):
    """A statement: its text is canonical, and `sha256` of the list is of exactly these bytes."""

    format: int
    programme: str
    partner: str
    month: str
    number: int
    previous_sha256: str | None
    opening_points: int
    honoured_points: int
    corrected_points: int
    paid_points: int
    closing_points: int
    lines: list[Line]


@router.get(
    "/statements",
    response=Statements,
    operation_id="listStatements",
    summary="Your statements, and what you are owed now",
    openapi_extra=reads(),
)
def list_statements(request: HttpRequest) -> Statements:
    """List what was stated month by month."""
    partner_id = till_of(request).partner_id
    with opened() as connection:
        made = read_statements(connection, partner_id)
        owed = read_owed(connection, partner_id)
    return Statements(owed_points=owed, statements=[_balance(one) for one in made])


@router.get(
    "/statements/{month}",
    response=Statement,
    operation_id="readStatement",
    summary="One statement, as the text that its hash is of",
    openapi_extra=reads(Code.STATEMENT_UNKNOWN),
)
def read_statement(request: HttpRequest, month: Month) -> HttpResponse:
    """Answer with the canonical text. ETag is its SHA-256."""
    made = _statement_of(request, month)
    return _file(made, made.statement.text, content_type="application/json")


@router.get(
    "/statements/{month}/csv",
    response={200: None},
    operation_id="readStatementCsv",
    summary="One statement as CSV",
    openapi_extra=gives_file(Code.STATEMENT_UNKNOWN, media="text/csv"),
)
def read_statement_csv(request: HttpRequest, month: Month) -> HttpResponse:
    """Answer with RFC 4180, a row for each line. No text is one that spreadsheets calculate."""
    made = _statement_of(request, month)
    return _file(made, statement_csv(made.statement), content_type="text/csv; charset=utf-8")


@router.get(
    "/statements/{month}/pdf",
    response={200: None},
    operation_id="readStatementPdf",
    summary="One statement as PDF, once in each language of the programme",
    openapi_extra=gives_file(Code.STATEMENT_UNKNOWN, Code.PDF_NOT_MADE, media="application/pdf"),
)
def read_statement_pdf(request: HttpRequest, month: Month) -> HttpResponse:
    """Answer with the paper: the same bytes each time."""
    made = _statement_of(request, month)
    with opened() as connection:
        names = read_names(connection, till_of(request).partner_id, made.statement)
    paper: Paper = import_string(conf.settings.PLAUDIT_STATEMENT_PDF)
    content = paper(made, names)
    if content is None:
        raise Refused(refusal(Code.PDF_NOT_MADE, csv=f"/v1/statements/{month}/csv"))
    return _file(made, content, content_type="application/pdf")


class NewDispute(Body):
    """What is wrong. `line`: from 1; left out or 0 for the whole. Don't name members."""

    reason: Annotated[str, Field(json_schema_extra={"enum": list(DISPUTE_REASONS)})]
    words: Annotated[str, Field(min_length=1, max_length=DISPUTE_WORDS_MOST)]
    line: Annotated[int, Field(ge=0, le=LINE_MOST)] = 0


class Dispute(Schema):
    """A dispute, and what a person decided. `points`: what a correction adds."""

    month: str
    line: int
    reason: str
    words: str
    disputed_at: str
    answer: str | None = None
    answered_at: str | None = None
    points: int | None = None


class Disputes(Schema):
    """A partner's disputes, those of the newest statement first."""

    disputes: list[Dispute]


@router.get(
    "/disputes",
    response=Disputes,
    operation_id="listDisputes",
    summary="What you disputed, and what became of it",
    openapi_extra=reads(),
)
def list_disputes(request: HttpRequest) -> Disputes:
    """List disputes."""
    with opened() as connection:
        return Disputes(disputes=_disputes(connection, till_of(request).partner_id))


@router.post(
    "/statements/{month}/disputes",
    response={201: Dispute},
    operation_id="disputeStatement",
    summary="Say that a statement, or a line of it, is wrong; once",
    openapi_extra=does_once(
        Code.STATEMENT_UNKNOWN,
        Code.LINE_UNKNOWN,
        Code.DISPUTED_ALREADY,
        Code.SETTLEMENT_REASON_UNKNOWN,
        Code.WORDS_MISSING,
        status=201,
    ),
)
def dispute_statement(request: HttpRequest, month: Month, body: NewDispute) -> HttpResponse:
    """Write down a dispute. A person of the programme answers."""

    def do(connection: psycopg.Connection, till: Till, at: int) -> Dispute:
        named = month_named(month)
        if named is None:
            raise Refused(_unknown(connection, till.partner_id, month))
        of = Disputed(till.partner_id, named, body.line)
        dispute(connection, of, reason=body.reason, words=body.words, now=at)
        (found,) = (
            one
            for one in _disputes(connection, till.partner_id)
            if (one.month, one.line) == (month, body.line)
        )
        return found

    return answered_once(request, do, status=201)


def _disputes(connection: psycopg.Connection, partner_id: int) -> list[Dispute]:
    return [
        Dispute(
            month=shown_month(one.month),
            line=one.line,
            reason=one.reason,
            words=one.words,
            disputed_at=shown_instant(one.disputed_at),
            answer=one.decided.words if one.decided else None,
            answered_at=shown_instant(one.decided.decided_at) if one.decided else None,
            points=one.decided.points if one.decided else None,
        )
        for one in read_disputes(connection, partner_id)
    ]


def _statement_of(request: HttpRequest, month: str) -> Made:
    """Return the partner's statement of a month.

    Refuses: STATEMENT_UNKNOWN.
    """
    partner_id = till_of(request).partner_id
    named = month_named(month)
    with opened() as connection:
        found = [] if named is None else read_statements(connection, partner_id, month=named)
        if not found:
            raise Refused(_unknown(connection, partner_id, month))
    return found[0]


def _unknown(connection: psycopg.Connection, partner_id: int, month: str) -> Refusal:
    id = read_partner(connection, partner_id).id
    return refusal(Code.STATEMENT_UNKNOWN, partner=id, month=month)


def _balance(made: Made) -> Balance:
    said = made.statement
    return Balance(
        month=shown_month(said.head.month),
        number=said.head.number,
        vouchers=said.vouchers,
        opening_points=said.opening_points,
        closing_points=said.closing_points,
        sha256=said.sha256,
        closed_at=shown_instant(made.closed_at),
    )


def _file(made: Made, content: str | bytes, *, content_type: str) -> HttpResponse:
    """Return a statement in one of its forms, named by the hash of its canonical text."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["ETag"] = f'"{made.statement.sha256}"'
    return answer
