"""The door keeps to the OpenAPI document that it serves, whatever is tried on it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.parameters import ParameterLocation
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from plaudit.ingest.openapi import openapi_document
from plaudit.ingest.ports import Receive, Scope, Send
from tests.doors.fakes import BATCH, KEY, FakeBook, ask, door_of, with_door

BOOK = FakeBook()


class Reopened:
    """A new door for each life: the client of schemathesis opens and closes it for every call."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self._door = door_of(BOOK)
        await self._door(scope, receive, send)


schema = schemathesis.pytest.from_fixture("served")


@pytest.fixture
def served(request: pytest.FixtureRequest) -> BaseSchema:
    """The document: what is sent is made up where it is sent, not by each worker beforehand."""
    # schemathesis names each operation there; pytest 9.2 keeps a test's name elsewhere.
    request.node._nodeid = request.node.nodeid
    return schemathesis.openapi.from_asgi("/v1/openapi.json", Reopened())


def test_the_document_is_served_as_it_is_made() -> None:
    reply = with_door(
        FakeBook(), lambda door: ask(door, method="GET", path="/v1/openapi.json", key=None)
    )

    assert json.loads(reply.body) == openapi_document()


@schema.parametrize()  # type: ignore[untyped-decorator]  # its types are not read
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_names(case: Any) -> None:
    response = case.call(headers={"Authorization": f"Bearer {KEY}"})

    # Which facts an activity has is in the catalogue, so the document can't promise acceptance.
    passed_over = [positive_data_acceptance]
    if case.media_type == BATCH and response.status_code == 200:
        # In a batch each faulty deed is refused for itself; the answer as a whole is a 200.
        statuses = [one["status"] for one in response.json()["outcomes"]]
        assert not is_negative(case) or "refused" in statuses, case.body
        passed_over.append(negative_data_rejection)
    if response.status_code == 413:  # a no as well, which schemathesis doesn't count as one
        passed_over.append(negative_data_rejection)
    case.validate_response(response, excluded_checks=passed_over)


def is_negative(case: Any) -> bool:
    """Whether schemathesis broke the body on purpose; a broken header is ours to mend above."""
    body = case.meta.components.get(ParameterLocation.BODY)
    return body is not None and bool(body.mode.is_negative)
