"""The form of a rehearsal's numbers: what `plaudit rehearse` writes, and nothing else, is one.

A report is a file that somebody sends. What is read by this form can be shown: every text is short
and shows what it says, every number fits a ledger's, and nothing is missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from plaudit.core.catalogue.hidden import hidden_in
from plaudit.core.rehearsal_page import NoReport

FORM = "plaudit.rehearsal/1"
Numbers = dict[str, object]
"""A report as data: no float, nothing of one member."""

NUMBER_MAX = 2**63 - 1
TEXT_MAX = 2_000
NAME_MAX = 300
ENTRIES_MAX = 5_000
"""How many entries a list or a table of names may have."""

_SPLIT = ("by_month", "by_rule", "by_activity", "by_partner")
"""Every point is of one of each of these."""
_CUT = ("ceilings", "limits")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HOURS = {"others", *map(str, range(24))}
_SHA256 = re.compile("[0-9a-f]{64}")

Is = Callable[[object], bool]


def canonical(report: Numbers) -> bytes:
    r"""Return a report as the bytes that its hash is of.

    >>> canonical({"b": 1, "a": "x"})
    b'{"a":"x","b":1}\n'
    """
    text = json.dumps(report, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode() + b"\n"


def report_sha256(report: Numbers) -> str:
    """Return the SHA-256 that an approval names."""
    return sha256(canonical(report)).hexdigest()


def read_numbers(raw: bytes) -> Numbers:
    """Return the numbers of a rehearsal, read strictly.

    Refuses: NoReport for whatever `plaudit rehearse` wouldn't have written, byte for byte.
    """
    try:
        found = json.loads(raw.decode(), parse_float=_no_float, parse_constant=_no_float)
        is_one = _report(found) and canonical(found) == raw and _fits_together(found)
    except (ValueError, RecursionError) as wrong:
        raise NoReport("the numbers can't be read") from wrong
    if not is_one:
        raise NoReport("the numbers have another form")
    return dict(found)


def _fits_together(report: Any) -> bool:
    """Return whether what the page shows side by side is about the same, and sums add up."""
    sides = (report["draft"], report["current"])
    shares = [[one["spent_in_thousand"] for one in it["liability"]["if_spent"]] for it in sides]
    is_same = shares[0] == shares[1] and all(share <= 1_000 for share in shares[0])
    is_one = is_same and _over_fits(report["over"]) and _groups_fit(report)
    return is_one and all(map(_adds_up, sides))


def _over_fits(over: Any) -> bool:
    """Return whether deeds are of no more members, and days in their order."""
    is_few = over["members"] <= over["deeds"] <= over["arrived"]
    return is_few and (over["first_day"] or "") <= (over["last_day"] or over["first_day"] or "")


def _adds_up(side: Any) -> bool:
    """Return whether an edition's points are the same however they are split."""
    points, liability = side["points"], side["liability"]
    wholes = [side[key] for key in _SPLIT] + [liability["ends_after_month"]]
    if side["by_district"]:
        wholes.append(side["by_district"])
    parts = [side["by_hour"]] + [one["ends_after_month"] for one in liability["if_spent"]]
    lesser = [one["owed"] for one in liability["if_spent"]] + [side["top_hundredth"]["points"] or 0]
    return (
        all(sum(one.values()) == points for one in wholes)
        and liability["owed_at_most"] == points
        and max(*lesser, *(sum(one.values()) for one in parts)) <= points
        and all((one["cut"] or 0) <= _asked(one) for key in _CUT for one in side[key])
    )


def _asked(bite: Any) -> int:
    return NUMBER_MAX if bite["asked"] is None else int(bite["asked"])


def _groups_fit(report: Any) -> bool:
    """Return whether groups have no more than all have, and no more months than they have."""
    groups = report["groups"]
    return all(one["gain"] + one["lose"] <= one["months"] for one in groups) and all(
        sum(one[f"{name}_points"] for one in groups) <= report[name]["points"]
        for name in ("current", "draft")
    )


def _no_float(written: str) -> object:
    raise NoReport(f"{written[:NAME_MAX]} is no whole number")


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= NUMBER_MAX


def _text(value: object, most: int = TEXT_MAX) -> bool:
    is_short = isinstance(value, str) and len(value) <= most
    return is_short and next(hidden_in(str(value)), None) is None


def _name(value: object) -> bool:
    return _text(value, NAME_MAX)


def _sha256(value: object) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def _day(value: object) -> bool:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return False
    date.fromisoformat(value)
    return True


def _month(value: object) -> bool:
    return _day(f"{value}-01")


def _hour(value: object) -> bool:
    return value in _HOURS


def _is_none(value: object) -> bool:
    return value is None


def _either(*kinds: Is) -> Is:
    return lambda value: any(one(value) for one in kinds)


def _just(wanted: str) -> Is:
    return lambda value: isinstance(value, str) and value == wanted


def _list(of: Is, *, least: int = 0, most: int = ENTRIES_MAX) -> Is:
    return lambda value: (
        isinstance(value, list) and least <= len(value) <= most and all(map(of, value))
    )


def _by_name(of: Is, named: Is = _name) -> Is:
    return lambda value: (
        isinstance(value, dict)
        and len(value) <= ENTRIES_MAX
        and all(named(key) and of(inner) for key, inner in value.items())
    )


def _record(keys: Mapping[str, Is], **perhaps: Is) -> Is:
    """Return what tells a table of exactly these keys; those of `perhaps` may be missing."""
    known = {**keys, **perhaps}
    return lambda value: (
        isinstance(value, dict)
        and keys.keys() <= value.keys() <= known.keys()
        and all(known[key](inner) for key, inner in value.items())
    )


_count_or_none = _either(_count, _is_none)
_day_or_none = _either(_day, _is_none)
_points = _by_name(_count)
_by_month = _by_name(_count, named=_month)
_by_hour = _by_name(_count, named=_hour)
_named = {"name": _name, "sha256": _sha256}
_bite = _record(
    {"id": _name, "asked": _count_or_none, "cut": _count_or_none, "cut_points": _count_or_none}
)
_OWED = {"owed": _count, "ends_after_month": _by_month}
_liability = _record(
    {
        "owed_at_most": _count,
        "ends_after_month": _by_month,
        "if_spent": _list(_record({"spent_in_thousand": _count, **_OWED}), most=3),
    }
)
_funding = _record(
    {
        "budget_points_a_year": _count,
        "year_starts_on": _day_or_none,
        "weeks": _count,
        "points_a_week": _list(_count, least=2, most=2),
        "used_up_on": _list(_day_or_none, least=2, most=2),
    }
)
_split = _record(
    {
        "activity": _name,
        "fact": _name,
        "amount": _count,
        "at_once": _count,
        "in_parts": _count,
        "over_days": _count,
    }
)
_side = _record(
    {
        "points": _count,
        "by_month": _by_month,
        "by_rule": _points,
        "by_activity": _points,
        "by_partner": _points,
        "by_district": _points,
        "by_hour": _by_hour,
        "ceilings": _list(_bite),
        "limits": _list(_bite),
        "top_hundredth": _record({"points": _count_or_none}),
        "liability": _liability,
        "funding": _either(_funding, _is_none),
        "splitting": _list(_split),
    }
)
_group = _record(
    {
        "activity": _name,
        "at_least": _count,
        "at_most": _count_or_none,
        "months": _count,
        "current_points": _count,
        "draft_points": _count,
        "gain": _count,
        "lose": _count,
    }
)
_over = _record(
    {
        "files": _list(_record(_named)),
        "first_day": _day_or_none,
        "last_day": _day_or_none,
        "arrived": _count,
        "deeds": _count,
        "members": _count,
    },
    without=_record({**_named, "left_out": _count}),
)
_report = _record(
    {
        "form": _just(FORM),
        "programme": _name,
        "edition": _name,
        "edition_sha256": _sha256,
        "against": _record({"edition": _name, "edition_sha256": _sha256}),
        "rehearsed_on": _day,
        "over": _over,
        "draft": _side,
        "current": _side,
        "groups": _list(_group),
        "difference": _list(_text),
    }
)
