"""C12: nothing in an essential or public service depends on points."""

from __future__ import annotations

from collections.abc import Iterator

from plaudit.core.catalogue.saying import listed, shown
from plaudit.core.catalogue.scanner import Path
from plaudit.core.charter.clause import Clause
from plaudit.core.charter.finding import Finding
from plaudit.core.charter.registries import RewardClass
from plaudit.core.charter.rewards import partner_kind, partners_are_sound, rewards
from plaudit.core.charter.view import Table, View
from plaudit.core.charter.words import NameWords, Phrases, in_words
from plaudit.core.refusals import N_
from plaudit.core.sentence import sentence

_NO_WAY = frozenset(
    ("none", "no", "n_a", "na", "not_available", "nowhere", "only_with_points", "tbd")
)


def check(view: View) -> Iterator[Finding]:
    """Yield rewards of classes and from providers that may not give any."""
    for path, reward in rewards(view):
        yield from _class(view, path, reward)
        yield from _provider(view, path, reward)


def _class(view: View, path: Path, reward: Table) -> Iterator[Finding]:
    named = view.text(*path, "class")
    if not named:
        return
    classes = view.registries.reward_classes
    known = classes.allowed.get(named)
    if known is not None:
        yield from _alternative(view, path, reward, known=known)
        return
    refused = classes.refusal_of(named)
    if refused is not None:
        yield view.refuse(
            refused.clause,
            (*path, "class"),
            seen=sentence(
                N_("{named} is no reward. {reason}"), named=shown(named), reason=refused.reason
            ),
            write=refused.instead,
        )
        return
    yield view.refuse(
        "C12",
        (*path, "class"),
        seen=sentence(N_("{named} is not in the registry of reward classes."), named=shown(named)),
        write=sentence(N_("Choose from: {known}."), known=listed(classes.allowed)),
    )


def _alternative(view: View, path: Path, reward: Table, *, known: RewardClass) -> Iterator[Finding]:
    if not known.open_alternative:
        return
    said = reward.get("open_alternative")
    if said is None:
        yield view.refuse(
            "C12",
            path,
            seen=sentence(N_("Nothing says how anyone can have this without points.")),
            write=sentence(
                N_('Add open_alternative = {{ en = "Tickets stay on sale to everybody." }}.')
            ),
            on_key=True,
        )
    for language in said if isinstance(said, dict) else ():
        text = view.text(*path, "open_alternative", language)
        if text is not None and text.isascii() and in_words(text) in _NO_WAY:
            yield view.refuse(
                "C12",
                (*path, "open_alternative", language),
                seen=sentence(
                    N_("{text} says that nobody can have this without points."), text=shown(text)
                ),
                write=sentence(N_("Offer something that stays open to everybody, and say how.")),
            )
            return


def _provider(view: View, path: Path, reward: Table) -> Iterator[Finding]:
    provider = view.text(*path, "provider")
    if not provider:
        return
    found = partner_kind(view, provider)
    if found is None:
        if partners_are_sound(view):
            yield _unknown(view, path, provider)
        return
    kinds = view.registries.partner_kinds
    kind = kinds.allowed.get(found[0])
    refused = None if kind else kinds.refusal_of(found[0])
    if kind is not None and not kind.rewards:
        yield view.refuse(
            kind.reward_clause or "C12",
            (*path, "provider"),
            seen=sentence(
                N_("{provider} is of the kind {kind} ({title}), which gives no rewards."),
                provider=shown(provider),
                kind=kind.id,
                title=kind.title,
            ),
            write=kind.reward_instead or sentence(N_("Let a café, a shop or a museum give it.")),
        )
    elif refused is not None and not found[1]:
        yield view.refuse(
            refused.reward_clause,
            (*path, "provider"),
            seen=sentence(
                N_("{provider} is of the kind {kind}, which gives no rewards. {reason}"),
                provider=shown(provider),
                kind=found[0],
                reason=refused.reason,
            ),
            write=refused.instead,
        )
    elif kind is not None and kind.public_fees:
        yield from _public_fee(view, path, reward, provider=provider)


def _unknown(view: View, path: Path, provider: str) -> Finding:
    refused = view.registries.partner_kinds.refusal_of(provider)
    seen = sentence(
        N_("{provider} is neither a [[partner]] nor in the registry of partners."),
        provider=shown(provider),
    )
    return view.refuse(
        refused.reward_clause if refused else "C12",
        (*path, "provider"),
        seen=seen
        if refused is None
        else sentence(N_("{seen} {reason}"), seen=seen, reason=refused.reason),
        write=refused.instead
        if refused
        else sentence(N_("Name a partner that the edition or the registry has.")),
    )


def _public_fee(view: View, path: Path, reward: Table, *, provider: str) -> Iterator[Finding]:
    """Ask a person about a lower price where a public body sets the price (trap b)."""
    known = view.registries.reward_classes.allowed.get(str(reward.get("class")))
    if known is not None and known.fee:
        yield view.ask(
            "C12",
            (*path, "provider"),
            seen=sentence(
                N_("{provider} takes public fees, and the reward lowers one."),
                provider=shown(provider),
            ),
            question=sentence(
                N_(
                    "Was the fee raised for all, or will it be, so that members pay "
                    "what everybody paid before? If so, it is a price for being a "
                    "member."
                )
            ),
        )


CLAUSE = Clause(
    number="C12",
    plain=N_(
        "School, doctor, home, permits, power, aid and bus tickets have nothing to do with points."
    ),
    text="No access, place, priority, price or duty in an essential or public service (health, "
    "school, housing, permits, utilities, benefits, transport fares) depends on points or "
    "membership; rewards come from allowed classes and providers.",
    reason=N_("Who needs a doctor, a school or a home must not need points."),
    layers="XP",
    instead=(
        N_(
            "Offer what nobody needs: a museum evening, a "
            "meal, a hotel night, a discount at a shop."
        ),
        "Keep it on sale to everybody, and say how: open_alternative.",
        "Choose a provider whose kind may give rewards: café, shop, hotel, museum, bike hire.",
    ),
    cases=("nursery-places", "housing-office", "bus-fares", "no-open-alternative", "raised-fee"),
    names=NameWords(
        "priority* prioriti* queue* served_first* serve_first* fast_lane* fast_track* "
        "waiting_list* waitlist* permit* essential* public_service* housing* nursery* "
        "kindergarten* fare* fee_waiver* skip_the* jump_the* place_at* service_level* "
        "citizen_service* faster* benefit* served_before* before_others* first_in_line* skips_* "
        "skip_queue* skip_line* jumps_* cut_the_line* shorter_wait* shortens_wait* waiting_time* "
        "public_services* services_for* service_for* needed_for* required_to_* "
        "membership_required* members_first* place_in* places_in* place_on* right_to* entitle* "
        "entitlement* licence* license* school_place* hospital* rent_* rents_* tariff* utility* "
        "tax_relief* fines_waived* fine_waived* waiver* waives* fee_relief* parking* appointment* "
        "visa* residence_permit* job_offer* loan* credit_line* insurance* rent*"
    ),
    ids=NameWords(
        "priority* queue* fast_lane* fast_track* waiting_list* waitlist* permit* skip_the_* "
        "priority_*"
    ),
    reward_ids=NameWords(
        "bus_pass* bus_ticket* bus_card* bus_day* metro_* subway_* tram_ticket* tram_pass* "
        "train_ticket* train_pass* rail_pass* day_pass_bus* travel_pass* season_ticket* transit_* "
        "commut* transport_pass* ferry_pass* electricity_* power_bill* water_bill* gas_bill* "
        "heating_* utility_* rent rent_rebate* rent_voucher* school_fee* tuition* kindergarten* "
        "nursery* hospital_* clinic_* doctor_* appointment* visa_* passport_* licence_* license_* "
        "registry_* skip_* jump_the_* first_in_line* served_first* job_* loan_* mortgage* "
        "insurance_* benefit_* welfare_* pension_* parking* toll_* express_desk* express_lane* "
        "express_service* fine_relief* fines_* fee_relief* waiver* rent_* bus_fare* train_fare* "
        "fare_* tax_* fine_waiver* fee_waiver* parking_permit* nursery_place* school_place* "
        "housing*"
    ),
    phrases=Phrases(
        {
            "en": (
                "waiting list*; served first; priority; permit; permits; jump the queue; "
                "skip the queue; no queue for; queue*; social housing; public housing; housing; "
                "kindergarten*; nursery place*; nursery; school place*; place at school; "
                "bus fare*; train fare*; fares; fare reduction*; rent reduction*; lower rent; "
                "the lease; electricity bill*; water bill*; heating bill*; parking permit*; "
                "fee waiver*; waives the fee; job application*; residence permit*; "
                "benefit payment*; tax relief; tax rebate*; faster appointment*; "
                "earlier appointment*; loan*; mortgage*; insurance premium*; public service*; "
                "front of the queue; front of the line; ahead of others; sooner than others; "
                "first in line; place in line; skips the; shorter wait; waiting time*; "
                "higher on the; place on the list; housing list; passport*; driving licence*; "
                "driver's licence*; licence fee*; school fee*; hospital bed*; gas bill*; the rent; "
                "season ticket*; travel card*; bus pass*; tram ticket*; council tax; city tax; "
                "municipal fee*; job offer*; job interview*; credit line*; rent discount; "
                "rent voucher*; rent paid; cheaper electricity; electricity discount; "
                "heating allowance*; pension supplement*; higher pension*; welfare benefit*; "
                "property tax; tax discount*; tax credit*; free parking permit; free bus*; "
                "free metro*; free train*; cheaper bus*; cheaper metro*; cheaper train*; "
                "visa application*; appointment at the; appointment with the; "
                "faster at the town hall; faster at the permit; served sooner; served before"
            ),
            "th": (
                "ลัดคิว; แซงคิว; รายชื่อรอ; ใบอนุญาต; ค่าโดยสาร; ค่าเช่าบ้าน; สิทธิ์ก่อน; ที่นั่งโรงเรียน; อนุบาล; "
                "การเคหะ; ลดหย่อนภาษี; ลดค่าไฟ; ลดค่าน้ำ; ลดค่าเช่า; บัตรโดยสาร; คิวก่อน; ไม่ต้องรอคิว; "
                "หนังสือเดินทาง; วีซ่า; ค่าเทอม; โรงเรียนอนุบาล; สินเชื่อ; เงินกู้; ประกันสังคม; ลดภาษี; นัดหมอ; "
                "คิวโรงพยาบาล; บ้านเอื้ออาทร; ลดค่ารถ; ขึ้นรถฟรี; ค่ารถเมล์"
            ),
            "zh-Hans": (
                "优先办理; 优先权; 插队; 免排队; 候补名单; 轮候; 许可证; 公租房; 入学名额; 幼儿园; "
                "车费; 票价优惠; 停车证; 落户; 减税; 水费; 电费; 房租; 贷款; 护照; 签证; 学费; "
                "入学; 挂号; 床位; 优先就诊; 优先录取; 保障房; 廉租; 燃气费; 取暖费; 公交卡; 月票; "
                "养老金; 低保; 信贷; 绿色通道; 优先就医; 优先入学; 免费公交; 公交优惠; 地铁优惠; "
                "个税; 税收减免; 医保; 社保; 学区"
            ),
        }
    ),
    question=N_(
        "Does anybody get an essential or public service sooner, cheaper or at all through points?"
    ),
    check=check,
)
