"""Bytes to reports: strict CloudEvents 1.0, read in two ways that agree.

The quick way is one `msgspec` call for a whole batch. It can't see a key that stands twice, so
the double quotes are counted: each key and each text that was decoded has two of them. One that
was dropped, or a quote inside a text, makes the text have more, never fewer. Where the count is
not even, and wherever the quick way stumbles over anything at all, the exact way reads the same
bytes again and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from plaudit.core.activity import Activity
from plaudit.core.deed import (
    NAME_CHARACTERS_MAX,
    Report,
    Unread,
    desk_id_fault,
    facts_of,
    kind_of,
    name_fault,
    shown,
)
from plaudit.core.instant import instant_of
from plaudit.core.refusals import Code, Refusal, Refused, refusal
from plaudit.ingest.limits import (
    BATCH_DEEDS_MAX,
    DEED_BYTES_MAX,
    KNOWN_SHOWN_MAX,
    NUMBER_CHARACTERS_MAX,
)
from plaudit.ingest.lines import without_end
from plaudit.ingest.strict_json import decimal_of, values_of

SPECVERSION = "1.0"
TYPE_PREFIX = "deed."
DATA_CONTENT_TYPE = "application/json"

_REQUIRED = ("specversion", "id", "source", "type", "subject", "time")
_OPTIONAL = ("datacontenttype", "data")
_NAMES = ("id", "source", "subject")
_TEXTS_REQUIRED = 2 * len(_REQUIRED)
"""The keys and the texts of a deed's required attributes, each between two double quotes."""

_LONG_NUMBER = 10 ** (NUMBER_CHARACTERS_MAX - 2)
"""From here on a number may have too many characters; the exact way counts them."""

_STUMBLES = (msgspec.DecodeError, ValueError, ArithmeticError, RecursionError)
"""What the quick way raises over a text; broken UTF-8 is a ValueError."""

_new_tuple = tuple.__new__


class _Event(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """A deed as JSON has it."""

    specversion: Literal["1.0"]
    id: str
    source: str
    type: str
    subject: str
    time: str
    data: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    datacontenttype: Literal["application/json"] | msgspec.UnsetType = msgspec.UNSET


Reading = Report | Unread


class Reader:
    """Reads deeds of known activities: one object, a line of a file, or a batch.

    Units: `Report.happened_at` in microseconds since the epoch, numbers in millionths.
    Takes: `of_partners`: whether partners send these deeds themselves; then ids of the desk's are
           refused, which a count of the book's own deeds has to read.
    """

    def __init__(self, activities: Mapping[str, Activity], *, of_partners: bool = False) -> None:
        self._of_partners = of_partners
        self._by_type = {TYPE_PREFIX + name: one for name, one in activities.items()}
        known = sorted(self._by_type)
        more = ", …" if len(known) > KNOWN_SHOWN_MAX else ""
        self._known = ", ".join(known[:KNOWN_SHOWN_MAX]) + more
        self._decode_one = msgspec.json.Decoder(_Event, float_hook=decimal_of).decode
        self._decode_batch = msgspec.json.Decoder(list[_Event], float_hook=decimal_of).decode

    def read_one(self, raw: bytes) -> Reading:
        """Return the deed that a JSON object of its own is, or why it can't be taken.

        Refuses: what DEED_BYTES_MAX and `values_of` refuse, and each fault of a deed, as Unread.
        """
        if len(raw) > DEED_BYTES_MAX:
            return Unread(None, None, refusal(Code.BODY_TOO_LARGE, limit=DEED_BYTES_MAX))
        try:
            event = self._decode_one(raw)
        except _STUMBLES:
            pass
        else:
            readings = self._sound_readings((event,), raw)
            if readings is not None:
                return readings[0]
        try:
            return self._exact(values_of(raw))
        except Refused as broken:
            return Unread(None, None, broken.refusal)

    def read_line(self, raw: bytes) -> Reading:
        """Return the deed of one line of a JSON lines file: the same rules, one object a line.

        The line's end isn't a part of the deed.
        """
        return self.read_one(without_end(raw))

    def read_batch(self, raw: bytes) -> list[Reading]:
        """Return the deeds of a JSON list, in order; a faulty one is Unread and harms no other.

        Refuses: what `values_of` refuses, NOT_A_BATCH and TOO_MANY_DEEDS (the text as a whole).
        """
        readings = self.quick_batch(raw)
        return self.exact_batch(raw) if readings is None else readings

    def quick_batch(self, raw: bytes) -> list[Reading] | None:
        """Return the deeds of a batch, or None where only `exact_batch` can tell."""
        try:
            events = self._decode_batch(raw)
        except _STUMBLES:
            return None
        return self._sound_readings(events, raw) if len(events) <= BATCH_DEEDS_MAX else None

    def exact_batch(self, raw: bytes) -> list[Reading]:
        """Do what `read_batch` does, the exact way: it takes four times as long, or more."""
        values = values_of(raw)
        if not isinstance(values, list):
            raise Refused(refusal(Code.NOT_A_BATCH, seen=_capital(kind_of(values))))
        if len(values) > BATCH_DEEDS_MAX:
            raise Refused(refusal(Code.TOO_MANY_DEEDS, seen=len(values), limit=BATCH_DEEDS_MAX))
        return [self._exact(value) for value in values]

    def _sound_readings(self, events: Iterable[_Event], raw: bytes) -> list[Reading] | None:
        """Return the readings of decoded events, or None where the text may say more than they."""
        if b"\\" in raw and b"\\u0000" in raw:  # msgspec takes it; a text of ours may not have it
            return None
        texts = 0
        readings: list[Reading] = []
        for event in events:
            texts += _TEXTS_REQUIRED
            data = event.data
            if data is msgspec.UNSET:
                data = {}
            else:
                texts += 1 + len(data)
                for value in data.values():
                    if type(value) is str:
                        texts += 1
                    elif type(value) is int:
                        if not -_LONG_NUMBER < value < _LONG_NUMBER:
                            return None
                    elif type(value) is list or type(value) is dict:
                        return None
            if event.datacontenttype is not msgspec.UNSET:
                texts += 2
            readings.append(self._read(event, data))
        return readings if raw.count(b'"') == 2 * texts else None

    def _read(self, event: _Event, data: Mapping[str, object]) -> Reading:
        named = event.id + event.source + event.subject
        if not (
            named.isascii()
            and named.isprintable()
            and " " not in named
            and len(named) <= NAME_CHARACTERS_MAX
            and event.id
            and event.source
            and event.subject
        ):
            for name in _NAMES:
                wrong = name_fault(name, getattr(event, name))
                if wrong is not None:
                    return _unread(event, wrong)
        desks = desk_id_fault(event.id) if self._of_partners else None
        if desks is not None:
            return _unread(event, desks)
        happened_at = instant_of(event.time)
        if happened_at is None:
            return _unread(event, refusal(Code.TIME_WRONG, seen=shown(event.time)))
        activity = self._by_type.get(event.type)
        if activity is None:
            seen = shown(event.type)
            return _unread(event, refusal(Code.ACTIVITY_UNKNOWN, seen=seen, known=self._known))
        facts = facts_of(activity, data)
        if isinstance(facts, Refusal):
            return _unread(event, facts)
        return _new_tuple(
            Report, (event.id, event.source, event.subject, activity, happened_at, facts)
        )

    def _exact(self, value: object) -> Reading:
        """Return the reading of one decoded JSON value, whatever it is."""
        if not isinstance(value, dict):
            return Unread(None, None, refusal(Code.NOT_AN_OBJECT, seen=kind_of(value)))
        fault = _attribute_fault(value)
        if fault is not None:
            return Unread(_sound(value, "id"), _sound(value, "source"), fault)
        data = value.pop("data", {})
        return self._read(_Event(**value), data)


def _attribute_fault(value: Mapping[str, Any]) -> Refusal | None:
    for name in _REQUIRED:
        if name not in value:
            return refusal(Code.ATTRIBUTE_MISSING, name=name)
    for name in value:
        if name not in _REQUIRED and name not in _OPTIONAL:
            return refusal(Code.ATTRIBUTE_UNKNOWN, name=shown(name))
    fault = _type_fault(value)
    if fault is None and value["specversion"] != SPECVERSION:
        return refusal(Code.SPECVERSION_UNKNOWN, seen=shown(value["specversion"]))
    return fault


def _type_fault(value: Mapping[str, Any]) -> Refusal | None:
    for name in _REQUIRED:
        if not isinstance(value[name], str):
            return _wrong(name, value[name], expected="a text")
    for name in _NAMES:
        fault = name_fault(name, value[name])
        if fault is not None:
            return fault
    if value.get("datacontenttype", DATA_CONTENT_TYPE) != DATA_CONTENT_TYPE:
        return _wrong("datacontenttype", value["datacontenttype"], expected=DATA_CONTENT_TYPE)
    if not isinstance(value.get("data", {}), dict):
        return _wrong("data", value["data"], expected="an object with the facts of the deed")
    return None


def _sound(value: Mapping[str, object], name: str) -> str | None:
    text = value.get(name)
    return text if isinstance(text, str) and name_fault(name, text) is None else None


def _unread(event: _Event, fault: Refusal) -> Unread:
    named = {"id": event.id, "source": event.source}
    return Unread(_sound(named, "id"), _sound(named, "source"), fault)


def _wrong(name: str, value: object, *, expected: str) -> Refusal:
    return refusal(Code.ATTRIBUTE_WRONG, name=name, seen=kind_of(value), expected=expected)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
