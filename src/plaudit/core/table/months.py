"""Names of months as spreadsheet programs write them, in English and Thai."""

from __future__ import annotations

import unicodedata

_ENGLISH = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_THAI = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
_THAI_SHORT = (
    "ม.ค",
    "ก.พ",
    "มี.ค",
    "เม.ย",
    "พ.ค",
    "มิ.ย",
    "ก.ค",
    "ส.ค",
    "ก.ย",
    "ต.ค",
    "พ.ย",
    "ธ.ค",
)

MONTHS: dict[str, int] = {
    unicodedata.normalize("NFKC", name): month
    for names in (
        _ENGLISH,
        [name[:3] for name in _ENGLISH],
        ["", "", "", "", "", "", "", "", "sept"],
        _THAI,
        _THAI_SHORT,
    )
    for month, name in enumerate(names, start=1)
    if name
}
"""The number of a month by its name: small letters, without a point at the end."""
