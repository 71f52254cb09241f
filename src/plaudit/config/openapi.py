"""The one OpenAPI document: the door for deeds and the partners' API together."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from plaudit.ingest.openapi import openapi_document as document_of_the_door

TITLE = "Plaudit for partners"


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document. Needs Django to be set up."""
    from plaudit.api.application import api

    door = document_of_the_door()
    ours: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/v1/")))
    schemas = door["components"]["schemas"]
    assert not schemas.keys() & ours["components"]["schemas"].keys()
    return door | {
        "info": door["info"] | {"title": TITLE},
        "paths": door["paths"] | ours["paths"],
        "components": {
            "securitySchemes": door["components"]["securitySchemes"]
            | ours["components"]["securitySchemes"],
            "schemas": schemas | ours["components"]["schemas"],
        },
    }


@cache
def openapi_text() -> bytes:
    """Return the document as JSON."""
    return json.dumps(openapi_document(), ensure_ascii=False, indent=1).encode()
