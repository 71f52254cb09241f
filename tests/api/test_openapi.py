"""The API keeps to the OpenAPI document that it serves, whatever is tried; its page names all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.transport import Response
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from plaudit.config.openapi import openapi_document
from plaudit.ingest.app import PATHS
from tests.api.town import Town, said

DOCUMENT = openapi_document()
PAGE = (Path(__file__).parents[2] / "docs/reference/api.md").read_text("utf-8")
# Every request is sent with a key: who comes without one is the matrix's business.
OURS: dict[str, Any] = json.loads(json.dumps(DOCUMENT))
for _operations in OURS["paths"].values():
    for _operation in _operations.values():
        _operation.pop("security", None)
schema = schemathesis.pytest.from_fixture("ours").exclude(path=sorted(PATHS))


@pytest.fixture
def ours(request: pytest.FixtureRequest) -> BaseSchema:
    """The document: what is sent is made up where it is sent, not by each worker beforehand."""
    # schemathesis names each operation there; pytest 9.2 keeps a test's name elsewhere.
    request.node._nodeid = request.node.nodeid
    return schemathesis.openapi.from_dict(OURS)


def test_the_document_that_is_served_is_the_doors_and_the_apis(town: Town) -> None:
    assert town.ask("GET /v1/openapi.json", at=None).json() == DOCUMENT
    assert DOCUMENT["paths"].keys() > PATHS
    ours = {
        f"{method.upper()} {path}"
        for path, operations in DOCUMENT["paths"].items()
        for method in operations
        if path not in PATHS
    }
    named = set(re.findall(r"`((?:GET|POST|PUT|DELETE) /v1/[^`]*)`", PAGE))
    assert ours - named == {"GET /v1/statements/{month}/pdf"}, "named beside the CSV"
    assert len(ours) == 18


@schema.parametrize()  # type: ignore[untyped-decorator]  # its types are not read
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(case: Any, town: Town) -> None:
    sent = case.as_transport_kwargs(base_url="http://127.0.0.1:8000")
    headers = {name: str(value) for name, value in (sent.pop("headers", None) or {}).items()}
    method, url = sent.pop("method"), sent.pop("url")
    sent = {name: value for name, value in sent.items() if name in ("json", "content", "params")}

    answer = town.ask(f"{method} {url}", at="museum", headers=headers, **sent)

    if answer.status_code >= 400:
        code = said(answer)[1]
        assert f"`{code}`" in case.operation.definition.raw["responses"][str(answer.status_code)][
            "description"
        ]  # fmt: skip
    # What is there to be found, and whether a till waits, the document can't promise.
    case.validate_response(
        Response.from_httpx(answer, verify=False),
        excluded_checks=[positive_data_acceptance, ignored_auth],
    )
