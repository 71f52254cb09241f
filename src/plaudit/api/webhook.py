"""A partner's webhook: where its messages go, the secret that signs them, and how they fare."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import psycopg
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from plaudit.actions.connect_webhook import connect_webhook, disconnect_webhook, rotate_secret
from plaudit.actions.resend import resend
from plaudit.api.calling import answered_once, now, opened, till_of
from plaudit.api.declaring import Body, does_once, reads
from plaudit.core.instant import shown_instant
from plaudit.core.public_address import URL_CHARACTERS_MOST
from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.voucher import Till
from plaudit.core.webhook_signing import SIGNATURES_MOST
from plaudit.store import deliveries
from plaudit.store.instants import as_instant
from plaudit.store.webhooks import read_webhook

router = Router(tags=["webhook"])
MESSAGES_SHOWN = 100
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
MessageId = Annotated[str, Path(pattern=f"^msg_{_UUID}$")]


class NewWebhook(Body):
    """Where to send messages: https, a public host by its full name."""

    url: Annotated[
        str,
        Field(max_length=URL_CHARACTERS_MOST, examples=["https://partner.example/plaudit"]),
    ]


class Secret(Schema):
    """A secret that signs messages (Standard Webhooks). It is shown this once."""

    secret: str


class WebhookSet(Schema):
    """Where messages go now. `secret`: for a new webhook, shown this once; otherwise null.

    A secret that was lost is replaced at once: POST /v1/webhook/secret.
    """

    url: str
    secret: str | None


class Webhook(Schema):
    """A webhook, with how many messages wait, were delivered and were given up.

    `old_secret_until`: until then earlier secrets sign too.
    """

    url: str
    added_at: str
    stopped_at: str | None
    old_secret_until: str | None
    waiting: int
    delivered: int
    given_up: int


class Message(Schema):
    """How a message fares. `last_answer`: a status of HTTP, or a code of ours."""

    id: str
    kind: str
    happened_at: str
    state: Literal["waiting", "delivered", "given_up"]
    tries: int
    next_try_at: str | None
    last_answer: str | None
    ended_at: str | None


class Messages(Schema):
    """The last messages, the newest first."""

    messages: list[Message]


@router.get(
    "/webhook",
    response=Webhook,
    operation_id="readWebhook",
    summary="Your webhook",
    openapi_extra=reads(Code.WEBHOOK_UNKNOWN),
)
def read(request: HttpRequest) -> Webhook:
    """Say where messages go, and how many wait."""
    with opened() as connection:
        found = read_webhook(connection, till_of(request).partner_id)
    if found is None:
        raise Refused(refusal(Code.WEBHOOK_UNKNOWN))
    return Webhook(
        url=found.url,
        added_at=_shown(found.added_at) or "",
        stopped_at=_shown(found.stopped_at),
        old_secret_until=_shown(found.old_secret_until),
        waiting=found.waiting,
        delivered=found.delivered,
        given_up=found.given_up,
    )


@router.put(
    "/webhook",
    response=WebhookSet,
    operation_id="setWebhook",
    summary="Set where your messages go; a stopped webhook starts again",
    openapi_extra=does_once(Code.WEBHOOK_URL_WRONG),
)
def set_webhook(request: HttpRequest, body: NewWebhook) -> HttpResponse:
    """Set the URL. The first time a secret is made; it is in this answer alone."""

    def do(connection: psycopg.Connection, till: Till, at: int) -> WebhookSet:
        try:
            secret = connect_webhook(
                connection, till.partner_id, url=body.url, now=at, to_loopback=False
            )
        except ValueError:
            raise Refused(refusal(Code.WEBHOOK_URL_WRONG)) from None
        return WebhookSet(url=body.url, secret=secret)

    return answered_once(request, do)


@router.delete(
    "/webhook",
    response={204: None},
    operation_id="removeWebhook",
    summary="Forget your URL and secrets",
    openapi_extra=reads(Code.WEBHOOK_UNKNOWN),
)
def remove(request: HttpRequest) -> None:
    """Remove the webhook. Messages that wait are kept for 30 days."""
    with opened() as connection:
        if not disconnect_webhook(connection, till_of(request).partner_id):
            raise Refused(refusal(Code.WEBHOOK_UNKNOWN))


@router.post(
    "/webhook/secret",
    response={201: Secret},
    operation_id="rotateSecret",
    summary="Make a new secret; earlier ones sign too for two days",
    openapi_extra=does_once(Code.WEBHOOK_UNKNOWN, Code.STILL_CHANGING, status=201, body=False),
)
def rotate(request: HttpRequest) -> HttpResponse:
    """Replace the secret, also where the answer with the last one was lost: all sign meanwhile."""

    def do(connection: psycopg.Connection, till: Till, at: int) -> Secret:
        secret = rotate_secret(connection, till.partner_id, now=at)
        if secret is not None:
            return Secret(secret=secret)
        found = read_webhook(connection, till.partner_id)
        if found is None:
            raise Refused(refusal(Code.WEBHOOK_UNKNOWN))
        until = _shown(found.old_secret_until)
        raise Refused(refusal(Code.STILL_CHANGING, limit=SIGNATURES_MOST, until=until))

    return answered_once(request, do, status=201)


@router.get(
    "/webhook/messages",
    response=Messages,
    operation_id="listMessages",
    summary="What became of your last messages",
    openapi_extra=reads(),
)
def list_messages(request: HttpRequest) -> Messages:
    """List messages; what they said isn't kept once they are delivered."""
    partner_id = till_of(request).partner_id
    with opened() as connection:
        found = deliveries.last_deliveries(connection, partner_id, most=MESSAGES_SHOWN)
    return Messages(messages=[_message(one) for one in found])


@router.post(
    "/webhook/messages/{id}/resend",
    response={202: Message},
    operation_id="resendMessage",
    summary="Send a waiting message now",
    openapi_extra=reads(Code.MESSAGE_UNKNOWN, Code.MESSAGE_OVER),
)
def resend_message(request: HttpRequest, id: MessageId) -> Message:
    """Let a waiting message be tried at once. What was delivered or given up isn't kept."""
    with opened() as connection:
        message_id = id.removeprefix("msg_")
        return _message(resend(connection, till_of(request).partner_id, message_id, now=now()))


def _message(one: deliveries.Delivery) -> Message:
    ended: Literal["delivered", "given_up"] = "delivered" if one.was_delivered else "given_up"
    return Message(
        id=f"msg_{one.message_id}",
        kind=one.kind,
        happened_at=_shown(one.happened_at) or "",
        state="waiting" if one.ended_at is None else ended,
        tries=one.tries,
        next_try_at=_shown(one.next_try_at),
        last_answer=one.last_answer,
        ended_at=_shown(one.ended_at),
    )


def _shown(at: datetime | None) -> str | None:
    return None if at is None else shown_instant(as_instant(at))
