"""Messages to partners: each kind's schema takes what is sent, and nothing more."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from plaudit.core.messages import KINDS, Kind, checked, schema_of

SAMPLES: dict[str, str | int] = {
    "text": "a",
    "number": 7,
    "instant": "2026-11-20T05:00:00Z",
    "day": "2026-11-01",
}


def sample(kind: Kind) -> dict[str, Any]:
    data = {field.name: SAMPLES[field.type] for field in kind.fields}
    return {"type": kind.id, "timestamp": "2026-11-20T05:00:00Z", "data": data}


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_the_schema_takes_a_message_and_refuses_one_with_more_or_less(kind: Kind) -> None:
    schema = schema_of(kind)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(sample(kind), schema)

    wrong: list[dict[str, Any]] = [{}, sample(kind)["data"] | {"name": "Somchai"}]
    for data in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(sample(kind) | {"data": data}, schema)


@pytest.mark.parametrize("kind", KINDS.values(), ids=str)
def test_no_message_names_a_person_or_a_total(kind: Kind) -> None:
    names = {field.name for field in kind.fields}

    assert not names & {"name", "phone", "email", "member_id", "points_held", "total", "balance"}


def test_a_number_is_one_that_every_reader_keeps() -> None:
    with pytest.raises(AssertionError):
        checked("statement.ready", {"statement": 2**53})
