"""C11: a reward costs the same for everyone."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.rewards import rewards
from plaudit.core.charter.view import View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence


def check(view: View) -> Iterator[Finding]:
    """Yield rewards that close before they open."""
    for path, _ in rewards(view):
        opens_on, closes_on = view.day(*path, "opens_on"), view.day(*path, "closes_on")
        if opens_on is not None and closes_on is not None and closes_on <= opens_on:
            yield view.refuse(
                "C11",
                (*path, "closes_on"),
                seen=sentence(
                    N_(
                        "The reward opens on {opens_on} and closes before {closes_on}: nobody "
                        "can take it."
                    ),
                    opens_on=opens_on,
                    closes_on=closes_on,
                ),
                write=sentence(N_("Write the day after the last one in closes_on.")),
            )


CLAUSE = Clause(
    number="C11",
    plain=N_(
        "A reward costs the same for everybody. All that counts is whether you have "
        "enough points and whether some are left."
    ),
    text="A reward costs the same for everyone; only enough points, stock and opening dates "
    "decide.",
    reason=N_("A price by person needs a picture of the person."),
    layers="GR",
    instead=(
        N_("Write one price: price_points = 150."),
        "Say how many there are and from when to when: stock, opens_on, closes_on.",
    ),
    cases=("price-by-group", "reward-with-condition", "members-pay-less", "free-reward"),
    names=NameWords(
        "for_group* for_members* student_price* member_price* senior_price* child_price* "
        "resident_price* eligib* qualif* personal* dynamic* surge* off_peak* invited* free_to* "
        "price_rises* price_falls* price_moves* price_varies* rises_with* invitation* "
        "by_invitation* approved_by* needs_approval* application* apply* auction* bid bids "
        "bidding* highest_bidder* negotia* group_price* family_price* price_per_* price_of_* "
        "second_price* early_bird* discount_percent* discount_percentage* free_of_charge_for* "
        "higher_for* not_for* closed_to* open_only* restricted* allowed_for* shown_to* "
        "offered_to* picks* selected* selection* chosen_by* personal_offer* personalised* "
        "personalized* individual_price* waiting_period* waiting_days* first_come*"
    ),
    hints=NameWords(
        "condition* requires* require* needs* if unless only_if when where who whom target* "
        "price* demand* only* group* student* senior* resident* staff* member* residents* "
        "students* family* families* approv* age* limit* max* min* quota* wait* extra* "
        "cheaper* pay_less* *_price *_price_points discount_for* lower_for* half_price* "
        "price_for* price_by* prices reduced_price* special_price* discount_by* "
        "discounted_for* cheaper_for* free_for* price_if* early_access* only_for* "
        "reserved_for* available_for* available_to* members_only* open_to_members*"
    ),
    phrases=Phrases(
        {
            "en": (
                "only for members who; reserved for members who; cheaper for; half price for; "
                "at a lower price for; price depends; personal price*; special price for; "
                "free for members who; members above; pay less; pays less; for selected members; "
                "by invitation; cheaper if; reduced for; a lower price for; "
                "lower price for members; discount for members; only for members with; "
                "selected members; chosen members; whoever offers most; auction*; "
                "to the highest bidder; price rises"
            ),
            "th": (
                "ราคาพิเศษสำหรับ; เฉพาะสมาชิกที่; จ่ายน้อยกว่า; เฉพาะผู้ได้รับเชิญ; ลดให้เฉพาะ; ประมูล; ฟรีสำหรับ; "
                "ราคานักเรียน"
            ),
            "zh-Hans": (
                "特价仅限; 仅限符合; 因人而异; 更便宜; 仅限受邀; 拍卖; 学生价; 专享价; 会员价; "
                "竞价; 仅限居民"
            ),
        }
    ),
    question=N_("Does every member get this reward at the same price and on the same conditions?"),
    check=check,
)
