"""C20: no streaks, countdowns, lotteries or pre-ticked choices."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.rewards import rewards
from plaudit.core.charter.stages import TALLY_SIGN, watched
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import NameWords, Phrases
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

_DAYS = {"week": 7, "month": 28, "quarter": 90, "half_year": 181, "year": 365}


def check(view: View) -> Iterator[Finding]:
    """Ask a person about rules that want every day, and rewards that are open for one day."""
    days = [
        tally.get("id")
        for _, tally in view.entries("tally")
        if tally.get("per") == "day" and tally.get("at_most") == 1
    ]
    for index, rule in view.entries("rule"):
        on = watched(rule)
        whole = _DAYS.get(str(rule.get("per")))
        if whole and len(on) == 1 and on[0].removeprefix(TALLY_SIGN) in days:
            least = _least(rule)
            if least is not None and least >= whole:
                yield view.ask(
                    "C20",
                    ("rule", index),
                    seen=sentence(
                        N_(
                            "The rule pays only for {least} days out of a {value}: one day "
                            "missed loses all."
                        ),
                        least=least,
                        value=rule.get("per"),
                    ),
                    question=sentence(
                        N_("Is this a streak that people fear to lose? Fewer days would do.")
                    ),
                )
    yield from _one_day(view)


def _least(rule: Table) -> int | Decimal | None:
    """Return how many days the first points need."""
    every, ladder = rule.get("every"), rule.get("ladder")
    if isinstance(every, dict):
        per = every.get("per")
        return per if isinstance(per, int | Decimal) else None
    if isinstance(ladder, list):
        steps = [
            step[0]
            for step in ladder
            if isinstance(step, list)
            and len(step) == 2
            and all(isinstance(part, int | Decimal) for part in step)
            and step[1] > 0
        ]
        return min(steps, default=None)
    return None


def _one_day(view: View) -> Iterator[Finding]:
    for path, _ in rewards(view):
        opens_on, closes_on = view.day(*path, "opens_on"), view.day(*path, "closes_on")
        if opens_on is not None and closes_on is not None and (closes_on - opens_on).days == 1:
            yield view.ask(
                "C20",
                (*path, "closes_on"),
                seen=sentence(N_("The reward can be taken on one day only.")),
                question=sentence(N_("Is there a reason other than haste? Several days would do.")),
            )


CLAUSE = Clause(
    number="C20",
    plain=N_(
        "Nothing pushes you: no lottery, no lost series, no clock that runs down, no box "
        "that is ticked for you."
    ),
    text="No streak loss, countdown pressure, lottery or pre-ticked choice.",
    reason=N_("Such means work on people's weakness, not on their will."),
    layers="GP",
    instead=(
        sentence(
            N_(
                "Pay for each deed, or for every five days with a deed: "
                "every = {{ points = 10, per = 5 }}."
            )
        ),
        "Write what a reward is and what it costs; leave chance out.",
        "Let a reward be open for weeks.",
    ),
    cases=("lucky-box", "streak", "every-single-day", "countdown", "pre-ticked", "daily-login"),
    names=NameWords(
        "streak* countdown* count_down* lotter* draw draws drawing* raffle* random* chance* "
        "jackpot* lucky* luck prize* spin* wheel* scratch* loot* mystery* flash* last_chance* "
        "hurry* limited_time* timer* pre_tick* preticked* pre_check* prechecked* preselect* "
        "default_on* daily_bonus* daily_login* login* consecutive* in_a_row* combo* nudge* rush* "
        "gambl* bet bets surprise* probabilit* odds dice shuffle* expires_in_hours* page_open* "
        "app_open* tombola* up_to_random* chain_resets* chain_length* chain_of* chain_days* "
        "unbroken* without_gap* no_gap* every_day_for* daily_chain* days_running* in_succession* "
        "remind* reminder* reminders push_* notification* nag* nagging* daily_push* ticked* "
        "tick_box* pre_selected* preset_yes* dark_pattern* roulette* bingo* keno* casino* dip "
        "ends_tonight* tonight_only* today_only* only_today* hours_only* minutes_left* hours_left* "
        "ticking* seats_left* last_seats* fear* fomo* urgency* urgent_message* pressure* gacha* "
        "slot_machine* pot mega_pot* by_chance* by_lot* lots coin_flip* luckiest* winner_drawn* "
        "drawn* deal_of_the_day* happy_hour* bonus_hour* double_hour* lightning* freebie* in_row* "
        "ends_in_hours* ends_in_minutes* default_yes*"
    ),
    hints=NameWords(
        "speed* chain* default* between deadline_hours* stake* deadline* daily* every_day* "
        "message* minutes* hours* bonus_day*"
    ),
    ids=NameWords(
        "streak* countdown* lotter* prize_draw* lucky* raffle* random* jackpot* spin_* wheel_of* "
        "scratch* loot* mystery* flash_* last_chance* daily_bonus* daily_login* daily_check* "
        "login* log_in* app_open* open_app* opened_app* page_open* page_opened* page_view* "
        "page_visit* open_page* opened_page* open_the_page* website_visit* ad_view* watch_ad* "
        "watched_ad* in_a_row* consecutive* *_in_a_row gambl* tombola* surprise* chance* "
        "newsletter* push_* quiz_of_the_day* roulette* bingo* casino* keno* coin_flip* "
        "daily_visit* visit_the_page* visit_our_page* opened_the_* app_launch* app_visit* "
        "app_session* scroll* clicked_* click_* watch_the_ad* liked_* likes_* follow_us* "
        "followed_us* share_on_* shared_on_* daily_spin* daily_quiz* fortune_* wheel_spin* login_* "
        "check_in_every_day keep_the_chain* unbroken*"
    ),
    phrases=Phrases(
        {
            "en": (
                "streak*; countdown*; lottery; lotteries; raffle*; lucky; jackpot*; prize draw*; "
                "win up to; chance to win; chance of winning; spin the; mystery box*; "
                "surprise box*; last chance; only today; today only; days in a row; "
                "consecutive day*; don't miss; pre-ticked; already ticked; without a break; "
                "every single day; or lose; draws; at random; random; opening the page; "
                "open the app every day; while time runs; clock is ticking; gambl*; "
                "keep your streak; unbroken; miss one day; missed day; starts again from; "
                "chain breaks; chain of days; before it is gone; only a few left; ends tonight; "
                "tonight only; only until midnight; * hours left; minutes left; act now; gacha; "
                "bingo; roulette; casino; scratch card*; tombola; wheel of; by lot; drawn by lot; "
                "winning number*; can win; you may win; prize*; up to 500 points; between 0 and; "
                "already selected; box is ticked; we remind you every; log in daily; log in every; "
                "check the app; while time lasts; hurry up; hurry, ; you might lose; "
                "lose your streak; a chance of; won by lot; decided by lot; winner is drawn; "
                "winners are drawn; is drawn; are drawn; names are drawn; prize money; "
                "grand prize; main prize; prizes by lot"
            ),
            "th": (
                "จับฉลาก; ลอตเตอรี; สุ่มรางวัล; กล่องสุ่ม; ลุ้นรางวัล; ลุ้นรับ; ทุกวันติดต่อกัน; วันติดต่อกัน; นับถอยหลัง; "
                "โอกาสสุดท้าย; เสี่ยงโชค; ชิงโชค; เสี่ยงดวง; วงล้อ; หมุนวงล้อ; จับรางวัล; ห้ามขาด; ห้ามพลาด; "
                "หมดเขตคืนนี้; เหลือเวลา; ติ๊กไว้แล้ว; ล็อกอินทุกวัน; เปิดแอปทุกวัน; รีบก่อนหมด; ด่วนก่อน"
            ),
            "zh-Hans": (
                "抽奖; 幸运; 彩票; 盲盒; 连续签到; 连续打卡; 倒计时; 限时; 最后机会; 随机; 中奖; "
                "赌; 转盘; 刮奖; 开奖; 摇号; 不间断; 断签; 秒杀; 每日登录; 每天登录; 默认勾选; "
                "连续参加; 连续天数; 天天打卡; 赢取大奖; 抽取幸运; 最后一天"
            ),
        }
    ),
    question=N_("Does anything here press people, or let chance decide?"),
    check=check,
)
