"""C11: a reward costs the same for everyone."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.rewards import rewards
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases


def check(view: View) -> Iterator[Finding]:
    """Yield rewards that close before they open."""
    for path, _ in rewards(view):
        opens_on, closes_on = view.day(*path, "opens_on"), view.day(*path, "closes_on")
        if opens_on is not None and closes_on is not None and closes_on <= opens_on:
            yield view.refuse(
                "C11",
                (*path, "closes_on"),
                seen=f"The reward opens on {opens_on} and closes before {closes_on}: nobody can "
                "take it.",
                write="Write the day after the last one in closes_on.",
            )


CLAUSE = Clause(
    number="C11",
    text="A reward costs the same for everyone; only enough points, stock and opening dates "
    "decide.",
    reason="A price by person needs a picture of the person.",
    layers="GR",
    instead=(
        "Write one price: price_points = 150.",
        "Say how many there are and from when to when: stock, opens_on, closes_on.",
    ),
    cases=("price-by-group", "reward-with-condition", "members-pay-less", "free-reward"),
    names=NameWords(
        "only_for* for_group* for_members* members_only* price_for* price_by* prices "
        "discount_for* reduced_price* student_price* member_price* senior_price* "
        "child_price* resident_price* special_price* condition* eligib* requires* "
        "require* needs* qualif* if unless only_if personal* dynamic* surge* off_peak* "
        "target* invited* reserved_for* when where who whom pay_less* cheaper* early_access* "
        "open_to_members*"
    ),
    phrases=Phrases(
        {
            "en": (
                "only for members who; reserved for members who; cheaper for; "
                "half price for; at a lower price for; price depends; personal price*; "
                "special price for; free for members who; members above; pay less; "
                "pays less; for selected members; by invitation"
            ),
            "th": "ราคาพิเศษสำหรับ; เฉพาะสมาชิกที่; จ่ายน้อยกว่า",
            "zh-Hans": "特价仅限; 仅限符合; 因人而异; 更便宜; 仅限受邀",
        }
    ),
    question="Does every member get this reward at the same price and on the same conditions?",
    check=check,
)
