"""Linking: a member shows a code, and the partner learns the member's handle at it, no more."""

from __future__ import annotations

from typing import Annotated

import psycopg
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field

from plaudit.actions.link import link
from plaudit.api.calling import answered_once
from plaudit.api.declaring import CODE_TEXT_MOST, Body, does_once
from plaudit.core.refusals import Code
from plaudit.core.voucher import Till
from plaudit.store.handles import Handles
from plaudit.store.secrets import secret

router = Router(tags=["linking"])


class ShownCode(Body):
    """The code that a member shows, as it was typed or scanned."""

    code: Annotated[str, Field(max_length=CODE_TEXT_MOST, examples=["7K3M-9QW2-0XTZ"])]


class Linked(Schema):
    """The member's handle at you: the `subject` of its deeds. At each partner it is another one."""

    handle: str


@router.post(
    "/links",
    response=Linked,
    operation_id="linkMember",
    summary="Link a member by the code that the member shows",
    openapi_extra=does_once(Code.NOTHING_TO_LINK, Code.LINK_CODE_UNKNOWN, Code.TOO_MANY_WRONG),
)
def link_member(request: HttpRequest, body: ShownCode) -> HttpResponse:
    """Use up the code and learn the handle: a QR code's text, or twelve characters that are typed.

    Each can be used once. A QR code changes every half minute, and can be used for one more.
    Typed characters last five minutes.
    """

    def do(connection: psycopg.Connection, till: Till, at: int) -> Linked:
        handles = Handles(secret("handles"))
        return Linked(handle=link(connection, till, body.code, handles=handles, now=at))

    return answered_once(request, do)
