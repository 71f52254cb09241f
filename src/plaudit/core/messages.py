"""Messages: what a partner is told after it happened. This is the one list of their kinds.

A new kind is an entry here; `plaudit webhook kinds --write` puts it into the reference.
A message holds codes and ids, and of a person at most the partner's own handle (charter, C15).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

TEXT_CHARACTERS_MOST = 200
NUMBER_MOST = 2**53 - 1
"""The largest number that every reader of JSON keeps exactly."""

FieldType = Literal["text", "number", "instant", "day"]


class Field(NamedTuple):
    """One value of a message: its name, what it is, and what it says."""

    name: str
    type: FieldType
    says: str


class Kind(NamedTuple):
    """A kind of message: its name, when it is sent, and its fields, all of them required.

    `waits_for_webhook`: it is kept for a partner that has no webhook yet, or a stopped one.
    """

    id: str
    says: str
    fields: tuple[Field, ...]
    waits_for_webhook: bool = False


_KINDS = (
    Kind(
        "voucher.honoured",
        "A voucher was honoured at this partner.",
        (
            Field(
                "voucher", "text", "its number at this partner, as the monthly statement lists it"
            ),
            Field("reward", "text", "the reward's id in the catalogue"),
            Field("honoured_at", "instant", "when it was honoured"),
        ),
    ),
    Kind(
        "deed.struck_out",
        "A deed that this partner reported was taken out of the count. A right report of it comes "
        "under a new id.",
        (
            Field("deed", "text", "the report's id"),
            Field("reason", "text", "why, from the programme's closed list"),
            Field("decided_at", "instant", "when a person decided it"),
        ),
    ),
    Kind(
        "deed.counted_again",
        "A deed that had been struck out is counted again: the first report stands.",
        (
            Field("deed", "text", "the report's id"),
            Field("decided_at", "instant", "when a person decided it"),
        ),
    ),
    Kind(
        "member.erased_at_partner",
        "A member has been erased. Forget this handle and what is kept under it.",
        (Field("member", "text", "the member's handle at this partner"),),
        waits_for_webhook=True,
    ),
    Kind(
        "statement.ready",
        "A monthly statement is ready to be fetched.",
        (
            Field("statement", "text", "the statement's number"),
            Field("starts_on", "day", "the first day that it covers"),
            Field("ends_on", "day", "the day after the last one that it covers"),
            Field("sha256", "text", "the statement's hash, hexadecimal"),
        ),
    ),
)
KINDS: Mapping[str, Kind] = {kind.id: kind for kind in _KINDS}
WAITING_KINDS = tuple(kind.id for kind in _KINDS if kind.waits_for_webhook)
"""What is kept for a partner that has no webhook yet, or a stopped one."""

_JSON_TYPES: dict[FieldType, dict[str, object]] = {
    "text": {"type": "string", "maxLength": TEXT_CHARACTERS_MOST},
    "number": {"type": "integer", "minimum": 0, "maximum": NUMBER_MOST},
    "instant": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
}


def checked(kind: str, payload: Mapping[str, str | int]) -> Mapping[str, str | int]:
    """Return a message's payload, which holds exactly the fields of its kind.

    Refuses: an assertion for another kind, field or type: that would be our doing.

    >>> checked("member.erased_at_partner", {"member": "0f" * 16})["member"][:4]
    '0f0f'
    """
    assert kind in KINDS, kind
    fields = {field.name: field for field in KINDS[kind].fields}
    assert payload.keys() == fields.keys(), (kind, sorted(payload))
    for name, value in payload.items():
        if fields[name].type == "number":
            assert type(value) is int, (kind, name)
            assert 0 <= value <= NUMBER_MOST, (kind, name)
        else:
            assert type(value) is str, (kind, name)
            assert len(value) <= TEXT_CHARACTERS_MOST, (kind, name)
    return payload


def schema_of(kind: Kind) -> dict[str, object]:
    """Return the JSON Schema of a message's body."""
    data = {
        field.name: _JSON_TYPES[field.type] | {"description": field.says} for field in kind.fields
    }
    return {
        "type": "object",
        "description": kind.says,
        "properties": {
            "type": {"const": kind.id},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {
                "type": "object",
                "properties": data,
                "required": list(data),
                "additionalProperties": False,
            },
        },
        "required": ["type", "timestamp", "data"],
        "additionalProperties": False,
    }
