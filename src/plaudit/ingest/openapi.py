"""The OpenAPI document of the door, made from the same limits and codes that the door uses."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from plaudit.core.refusals import Code
from plaudit.ingest.limits import (
    ATTRIBUTE_CHARACTERS_MAX,
    BATCH_DEEDS_MAX,
    BODY_BYTES_MAX,
    DEED_BYTES_MAX,
)

_NAME = {"type": "string", "minLength": 1, "maxLength": ATTRIBUTE_CHARACTERS_MAX}

_EXAMPLE = {
    "specversion": "1.0",
    "id": "till-7/000231",
    "source": "cafe-lotus",
    "type": "deed.cup_return",
    "subject": "mfrggzdfmztwq2lknnwg23tpoa",
    "time": "2026-04-03T09:12:00+07:00",
    "data": {"cups": 2},
}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: dict[str, Any], *, media: str = "application/json") -> dict[str, Any]:
    return {media: {"schema": schema}}


def _response(description: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": content}


def _problem(description: str, *header_names: str) -> dict[str, Any]:
    response = _response(description, _json(_ref("Problem"), media="application/problem+json"))
    if header_names:
        response["headers"] = {name: {"schema": {"type": "string"}} for name in header_names}
    return response


def _deed() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "One deed: a CloudEvent 1.0 in JSON, without extension attributes.",
        "required": ["specversion", "id", "source", "type", "subject", "time"],
        "additionalProperties": False,
        "properties": {
            "specversion": {"const": "1.0"},
            "id": _NAME
            | {"description": "Your own number of the deed. Sent again, it is a duplicate."},
            "source": _NAME | {"description": "Your partner id."},
            "type": {
                "type": "string",
                "description": "deed.<activity>",
                "examples": ["deed.cup_return"],
            },
            "subject": _NAME | {"description": "The member's handle at you."},
            "time": {
                "type": "string",
                "format": "date-time",
                "description": "When it happened, with the offset from UTC.",
            },
            "datacontenttype": {"const": "application/json"},
            "data": {
                "type": "object",
                "description": "The facts of the activity: whole or decimal numbers, or a choice.",
                "additionalProperties": {"type": ["number", "string"]},
            },
        },
        "examples": [_EXAMPLE],
    }


def _outcomes() -> dict[str, Any]:
    outcome = {
        "type": "object",
        "required": ["id", "status"],
        "additionalProperties": False,
        "properties": {
            "id": {
                "type": ["string", "null"],
                "description": "The deed's id; null where it couldn't be read.",
            },
            "status": {"enum": ["accepted", "duplicate", "refused"]},
            "code": _ref("Code"),
            "sentence": {"type": "string"},
        },
    }
    return {
        "type": "object",
        "required": ["outcomes"],
        "additionalProperties": False,
        "properties": {"outcomes": {"type": "array", "items": outcome}},
    }


def _problem_schema() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "Problem details. Source: RFC 9457.",
        "required": ["type", "title", "status", "detail", "code"],
        "additionalProperties": False,
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "code": _ref("Code"),
            "limit": {"type": "integer", "description": "The limit that was passed."},
            "outcomes": _outcomes()["properties"]["outcomes"]
            | {"description": "The deed's outcome, where there was one deed."},
        },
    }


def _post_deeds() -> dict[str, Any]:
    single, batch = "application/cloudevents+json", "application/cloudevents-batch+json"
    return {
        "operationId": "reportDeeds",
        "summary": "Report one deed or a batch of deeds",
        "description": (
            f"One deed ({single}, at most {DEED_BYTES_MAX} bytes) or a batch ({batch}, at most "
            f"{BATCH_DEEDS_MAX} deeds and {BODY_BYTES_MAX} bytes). It is answered once the deeds "
            "are stored. Sending the same deed again is harmless: it is a duplicate."
        ),
        "security": [{"PartnerKey": []}],
        "requestBody": {
            "required": True,
            "content": _json(_ref("Deed"), media=single)
            | _json(
                {"type": "array", "maxItems": BATCH_DEEDS_MAX, "items": _ref("Deed")}, media=batch
            ),
        },
        "responses": {
            "200": _response(
                "One outcome for each deed, in order. A single deed was accepted or is a "
                "duplicate; in a batch each deed may be refused for itself.",
                _json(_ref("Outcomes")),
            ),
            "400": _problem("The text or the single deed can't be taken as it is written."),
            "401": _problem("The key is missing or not known.", "WWW-Authenticate"),
            "403": _problem("The single deed is not yours to report."),
            "404": _problem("Nobody takes part under the single deed's handle."),
            "405": _problem("Only POST is taken here.", "Allow"),
            "408": _problem("The request came too slowly."),
            "409": _problem("The single deed's id was used for another deed."),
            "413": _problem("The request is too large."),
            "415": _problem("The content type is neither that of a deed nor of a batch."),
            "422": _problem("The single deed can't be counted: its time, edition or budget."),
            "500": _problem("Our fault; nothing was stored."),
            "503": _problem("Nothing was stored; send again after Retry-After.", "Retry-After"),
        },
    }


def _get(operation_id: str, summary: str, *, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation_id,
        "summary": summary,
        "security": [],
        "responses": {
            "200": _response(summary, _json(schema)),
            "405": _problem("Only GET is taken here.", "Allow"),
        },
    }


def openapi_document() -> dict[str, Any]:
    """Return the door's OpenAPI 3.1 document."""
    health = _get("health", "Whether deeds can be stored", schema={"type": "object"})
    health["responses"]["503"] = _problem("The database is away.", "Retry-After")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Plaudit: the door for deeds", "version": "1"},
        "paths": {
            "/v1/deeds": {"post": _post_deeds()},
            "/v1/health": {"get": health},
            "/v1/refusals": {
                "get": _get("refusals", "Every code with its sentence", schema={"type": "object"})
            },
            "/v1/openapi.json": {
                "get": _get("openapi", "This document", schema={"type": "object"})
            },
        },
        "components": {
            "securitySchemes": {"PartnerKey": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Deed": _deed(),
                "Outcomes": _outcomes(),
                "Problem": _problem_schema(),
                "Code": {"type": "string", "enum": [code.value for code in Code]},
            },
        },
    }


@cache
def openapi_text() -> bytes:
    """Return the document as JSON."""
    return json.dumps(openapi_document(), ensure_ascii=False, indent=1).encode()
