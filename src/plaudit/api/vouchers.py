"""Vouchers at a till: look one up, honour it, take a mistake back; and tills that were offline."""

from __future__ import annotations

from typing import Annotated, Literal

import psycopg
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from plaudit.actions.accept_offline import Answer, accept_offline
from plaudit.actions.honour import honour
from plaudit.actions.look_up import look_up
from plaudit.actions.undo import undo
from plaudit.api.calling import answered_once, now, opened, till_of
from plaudit.api.declaring import CODE_TEXT_MOST, Body, does_once, reads
from plaudit.core.instant import instant_of, shown_instant
from plaudit.core.period import date_of
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.signed_voucher import ACCEPTED_MAX, KEY_CHARACTERS_MAX, Accepted
from plaudit.core.voucher import Till
from plaudit.store.offline import till_list

router = Router(tags=["vouchers"])
NUMBER_MOST = 2**63 - 1

Text = Annotated[str, Field(max_length=CODE_TEXT_MOST)]
Number = Annotated[int, Path(ge=1, le=NUMBER_MOST)]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}, max_length=40)]


class Code12(Body):
    """A voucher's code as it was typed, or the text of its QR code."""

    code: Annotated[Text, Field(examples=["7K3M-9QW2-0XTZ"])]


class Voucher(Schema):
    """A voucher at its partner. It doesn't say whose it is."""

    state: Literal["open", "honoured", "cancelled", "lapsed"]
    reward: str
    title: dict[str, str]
    points: int
    last_on: str


class Honour(Schema):
    """What is owed for a voucher. `number` names it in statements and to take it back."""

    number: int
    reward: str
    title: dict[str, str]
    points: int
    honoured_at: str
    ticket: str | None


class Undone(Schema):
    """An honour that was taken back: the voucher is open again."""

    number: int
    undone: Literal[True] = True


@router.post(
    "/vouchers/look",
    response=Voucher,
    operation_id="lookAtVoucher",
    summary="Look at a voucher, before it is honoured",
    openapi_extra=reads(Code.VOUCHER_UNKNOWN, Code.TOO_MANY_WRONG, body=True),
)
def look(request: HttpRequest, body: Code12) -> Voucher:
    """Say what a voucher is for and how it stands. A wrong code counts as in honouring."""
    with opened() as connection:
        found = look_up(connection, till_of(request), body.code, now=now())
    return Voucher(
        state=found.state.value,
        reward=found.reward,
        title=dict(found.title),
        points=found.points,
        last_on=date_of(found.last_on).isoformat(),
    )


@router.post(
    "/honours",
    response={201: Honour},
    operation_id="honourVoucher",
    summary="Honour a voucher, once",
    openapi_extra=does_once(
        Code.VOUCHER_UNKNOWN,
        Code.TOO_MANY_WRONG,
        Code.VOUCHER_USED,
        Code.VOUCHER_CANCELLED,
        Code.VOUCHER_LAPSED,
        status=201,
    ),
)
def honour_voucher(request: HttpRequest, body: Code12) -> HttpResponse:
    """Honour an open voucher of yours. The answer has the ticket's own code where it is one."""

    def do(connection: psycopg.Connection, till: Till, at: int) -> Honour:
        done = honour(connection, till, body.code, now=at)
        return Honour(
            number=done.number,
            reward=done.reward,
            title=dict(done.title),
            points=done.points,
            honoured_at=shown_instant(done.honoured_at),
            ticket=done.ticket,
        )

    return answered_once(request, do, status=201)


@router.post(
    "/honours/{number}/undo",
    response=Undone,
    operation_id="undoHonour",
    summary="Take back what a till honoured by mistake, within a minute",
    openapi_extra=does_once(Code.CANNOT_UNDO, body=False),
)
def undo_honour(request: HttpRequest, number: Number) -> HttpResponse:
    """Open the voucher again. It goes at the till that honoured it, and not for a ticket."""

    def do(connection: psycopg.Connection, till: Till, at: int) -> Undone:
        undo(connection, till, number, now=at)
        return Undone(number=number)

    return answered_once(request, do)


class DayKey(Schema):
    """The Ed25519 public key of the vouchers that were taken on one day, in hexadecimal."""

    day: int
    key: str


class TillDay(Schema):
    """What a till takes with it for a day on which it may be offline. Days are day numbers."""

    day: int
    made_at: str
    keys: list[DayKey]
    used_up: list[int]
    limit: int


@router.get(
    "/till",
    response=TillDay,
    operation_id="tillForTheDay",
    summary="What a till takes with it, should it lose its connection",
    openapi_extra=reads(),
)
def till_for_the_day(request: HttpRequest) -> TillDay:
    """Say today's keys, and which of your vouchers are used up. See offline vouchers."""
    with opened() as connection:
        found = till_list(connection, till_of(request).partner_id, now=now())
    return TillDay(
        day=found.day,
        made_at=shown_instant(found.made_at),
        keys=[DayKey(day=day, key=key.hex()) for day, key in sorted(found.keys.items())],
        used_up=sorted(found.used_up),
        limit=found.limit,
    )


class TakenOffline(Body):
    """A voucher that a till took while offline.

    `key`: the till's own number of it, of this voucher alone for ever: a UUID, for instance.
    """

    key: Annotated[str, Field(min_length=1, max_length=KEY_CHARACTERS_MAX)]
    text: Text
    accepted_at: Instant
    list_at: Instant


class OfflineVouchers(Body):
    """What a till took while offline."""

    accepted: list[TakenOffline]


class Told(Schema):
    """What became of one voucher.

    `covered`: the programme pays, as it was given back or its days were over meanwhile.
    """

    key: str
    status: Literal["accepted", "refused"]
    number: int | None = None
    points: int | None = None
    covered: bool | None = None
    code: str | None = None
    sentence: str | None = None


class OfflineAnswers(Schema):
    """One answer for each voucher, in order."""

    answers: list[Told]


@router.post(
    "/honours/offline",
    response=OfflineAnswers,
    operation_id="syncOffline",
    summary="Tell what a till took while it was offline",
    openapi_extra=reads(Code.OFFLINE_TOO_MANY, body=True),
    exclude_none=True,
)
def sync_offline(request: HttpRequest, body: OfflineVouchers) -> OfflineAnswers:
    """Record what was accepted, one by one. Sent again under the same keys it moves nothing."""
    if len(body.accepted) > ACCEPTED_MAX:
        said = refusal(Code.OFFLINE_TOO_MANY, seen=len(body.accepted), limit=ACCEPTED_MAX)
        raise Refused(said)
    accepted = [_accepted(one, place) for place, one in enumerate(body.accepted)]
    with opened() as connection:
        answers = accept_offline(connection, till_of(request), accepted, now=now())
    return OfflineAnswers(answers=[_told(answer) for answer in answers])


def _accepted(one: TakenOffline, place: int) -> Accepted:
    times = {}
    for name in ("accepted_at", "list_at"):
        instant = instant_of(getattr(one, name))
        if instant is None:
            raise Refused(refusal(Code.FIELD_WRONG, name=f"accepted.{place}.{name}"))
        times[name] = instant
    return Accepted(one.key, one.text, **times)


def _told(answer: Answer) -> Told:
    if answer.told is None:
        assert answer.refusal is not None
        said = answer.refusal
        return Told(
            key=answer.key, status="refused", code=said.code.value, sentence=said.sentence()
        )
    told = answer.told
    return Told(
        key=answer.key,
        status="accepted",
        number=told.number,
        points=told.points,
        covered=told.is_covered,
    )
