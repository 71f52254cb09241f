"""The numbers of a rehearsal, as small as they can be and as large as the form lets them."""

from __future__ import annotations

from typing import Any

from plaudit.core.rehearsal_form import FORM, canonical

HASH = "0" * 64


def side(points: int = 1_000) -> dict[str, Any]:
    """Return an edition's part of a report."""
    return {
        "points": points,
        "by_month": {"2026-10": points},
        "by_rule": {"cups": points},
        "by_activity": {"cup_return": points},
        "by_partner": {"cafe-lotus": points},
        "by_district": {"North": points},
        "by_hour": {"9": points},
        "ceilings": [{"id": "month", "asked": 9, "cut": None, "cut_points": None}],
        "limits": [{"id": "cups", "asked": 90, "cut": 20, "cut_points": 70}],
        "top_hundredth": {"points": 100},
        "liability": {
            "owed_at_most": points,
            "ends_after_month": {"2027-10": points},
            "if_spent": [
                {"spent_in_thousand": 50, "owed": 900, "ends_after_month": {"2027-10": 300}}
            ],
        },
        "funding": {
            "budget_points_a_year": 40_000,
            "year_starts_on": "2027-01-01",
            "weeks": 5,
            "points_a_week": [100, 300],
            "used_up_on": ["2027-06-01", None],
        },
        "splitting": [
            {
                "activity": "cup_return",
                "fact": "cups",
                "amount": 14_000_000,
                "at_once": 14,
                "in_parts": 14,
                "over_days": 14,
            }
        ],
    }


def numbers(edition_sha256: str = HASH, **said: Any) -> dict[str, Any]:
    """Return the numbers of a rehearsal, with some of them said otherwise."""
    return {
        "form": FORM,
        "programme": "riverside",
        "edition": "2027-01",
        "edition_sha256": edition_sha256,
        "against": {"edition": "2026-10", "edition_sha256": HASH},
        "rehearsed_on": "2026-11-19",
        "over": {
            "files": [{"name": "autumn.jsonl", "sha256": HASH}],
            "first_day": "2026-10-04",
            "last_day": "2026-11-12",
            "arrived": 1_000,
            "deeds": 990,
            "members": 90,
            "without": {"name": "struck-out.csv", "sha256": HASH, "left_out": 10},
        },
        "draft": side(1_200),
        "current": side(),
        "groups": [
            {
                "activity": "cup_return",
                "at_least": 1,
                "at_most": None,
                "months": 40,
                "current_points": 1_000,
                "draft_points": 1_200,
                "gain": 30,
                "lose": 0,
            }
        ],
        "difference": ["Reusable cups returned: at most 20 points a day instead of 15."],
    } | said


def written(edition_sha256: str = HASH, **said: Any) -> bytes:
    """Return the same as the file that `plaudit rehearse` writes."""
    return canonical(numbers(edition_sha256, **said))
