"""Adding tickets: a house's codes, out of a CSV file, go sealed into a reward's stock."""

from __future__ import annotations

import csv
import io

import psycopg

from plaudit.core.refusals import Code, Refused, refusal
from plaudit.core.rewards import KINDS
from plaudit.store import tickets

FILE_BYTES_MAX = 4 * 1024 * 1024
TICKETS_MAX = 50_000
TICKET_CHARACTERS_MAX = 200
"""Limits of one file."""


def add_tickets(
    connection: psycopg.Connection, programme_id: int, reward: str, raw: bytes, *, now: int
) -> int:
    """Add the tickets of a CSV file and return how many are new.

    Takes:   `raw`, a file in UTF-8: a ticket's code in the first column, one a line; a first line
             that says `code` is a heading. A code that is there already, or was used,
             isn't added again.
    Refuses: Refused, and then none is added.
    """
    read = read_tickets(raw)
    with connection.transaction():
        known = tickets.reward_number(connection, programme_id, reward)
        if known is None:
            raise Refused(refusal(Code.REWARD_UNKNOWN))
        reward_id, kind = known
        if not KINDS[kind].needs_ticket:
            raise Refused(refusal(Code.NO_TICKETS_HERE))
        return tickets.add_tickets(connection, reward_id, read, now=now)


def read_tickets(raw: bytes) -> list[str]:
    """Return the codes of a file, each once, in its order.

    Refuses: Refused, with the line where there is one.
    """
    if len(raw) > FILE_BYTES_MAX:
        raise Refused(refusal(Code.BODY_TOO_LARGE, limit=FILE_BYTES_MAX))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        broken = refusal(Code.TEXT_BROKEN, seen=f"0x{raw[fault.start]:02x}", at=fault.start)
        raise Refused(broken) from fault
    found: dict[str, None] = {}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            code = row[0].strip() if row else ""
            if not code or (reader.line_num == 1 and code.lower() == "code"):
                continue
            if len(code) > TICKET_CHARACTERS_MAX or not code.isprintable():
                raise Refused(
                    refusal(Code.TICKET_WRONG, line=reader.line_num, limit=TICKET_CHARACTERS_MAX)
                )
            found[code] = None
    except csv.Error as fault:
        raise Refused(refusal(Code.ROW_BROKEN, seen=f"{fault}, line {reader.line_num}")) from fault
    if not found or len(found) > TICKETS_MAX:
        raise Refused(refusal(Code.TICKETS_TOO_MANY, seen=len(found), limit=TICKETS_MAX))
    return list(found)
