"""Whether a text says a way without a phone: somebody or something at the place."""

from __future__ import annotations

import re

from plaudit.core.charter.words import Phrases, in_words, word_set

_NO_WAY = word_set(
    "none no not_possible impossible n_a na not_available no_way nothing app_only phone_only "
    "not_needed not_applicable smartphone with_the_app use_the_app tbd later"
)
_LETTERS_LEAST = 8
_WITHOUT_ONE = re.compile(
    r"\b(?:without|no|have no|has no) (?:a |any )?(?:smart|mobile )?phones?\b", re.IGNORECASE
)
_NO_PERSON_NEAR = Phrases(
    {
        "en": (
            "app; apps; smartphone*; smart phone*; mobile phone*; mobile*; cell phone*; phone; "
            "telephone*; text message*; sms; website*; web page*; web form*; web; online; "
            "internet; e-mail*; email*; qr code*; qr; download*; tablet*; computer*; portal*; "
            "bluetooth; nfc; whatsapp; chat*; log in; login; account page; link; digital*; "
            "electronic*; chatbot*; to be decided; to be done; to be announced; to follow; "
            "follows later; later; soon; not yet; not possible; not available; impossible; "
            "cannot; can't; unfortunately; no way; none; not needed; not necessary; "
            "everybody has one; everyone has one; has to get one; must get one; must buy; "
            "can buy; buy one; borrow one"
        ),
        "th": (
            "แอป; สมาร์ตโฟน; สมาร์ทโฟน; โทรศัพท์; มือถือ; เว็บ; ออนไลน์; อินเทอร์เน็ต; อีเมล; คิวอาร์; "
            "ภายหลัง; เร็วๆ นี้; ไม่มี; ไม่ได้; ไลน์"
        ),
        "zh-Hans": (
            "手机; 应用; app; 网站; 网页; 网上; 在线; 互联网; 二维码; 扫码; 短信; 微信; 邮件; "
            "小程序; 以后; 稍后; 待定; 暂无; 没有; 无法; 不能; 电脑"
        ),
    }
)
"""Devices, and words that put it off."""
_BY_HAND = Phrases(
    {
        "en": (
            "paper*; card; cards; stamp*; list; lists; desk; counter; slip*; steward*; "
            "warden*; helper*; teacher*; staff; cashier*; librarian*; in person; by hand; "
            "sign; signs; signed; signature*; written; writes; write; writing; pen; pencil; "
            "book; booklet*; notebook*; letter; letters; post; postcard*; sheet*; form at; "
            "token*; ticket*; voucher*; receipt*; tag; tags; badge*; chip; chips; pass; "
            "passes; envelope*; box; poster*; notice board*; organiser*; organizer*; "
            "volunteer*; host*; guide*; coach*; caretaker*; gardener*; attendant*; office; "
            "reception*; table; shed; kiosk*; till; clerk*; somebody; someone; visits; "
            "comes by; tells; says their name; landline*"
        ),
        "th": (
            "กระดาษ; บัตร; สมุด; รายชื่อ; เคาน์เตอร์; โต๊ะ; เจ้าหน้าที่; ลงชื่อ; ลงนาม; เซ็น; ตราประทับ; "
            "ประทับตรา; แสตมป์; ใบ; ครู; ผู้ดูแล; อาสาสมัคร; จด; เขียน"
        ),
        "zh-Hans": (
            "纸; 卡; 柜台; 服务台; 名单; 窗口; 签名; 签字; 签到簿; 登记簿; 盖章; 印章; "
            "工作人员; 老师; 手写; 票; 本子; 记录; 填写; 现场; 管理员"
        ),
    }
)
"""Somebody who writes it down, or something on paper; a device beside it is no harm."""


def is_a_way(said: str) -> bool:
    """Return whether a text says how people without a phone do a deed and have it counted.

    >>> is_a_way("The desk stamps a paper card."), is_a_way("Use our app."), is_a_way("n/a")
    (True, False, False)
    """
    word = in_words(said)
    if word in _NO_WAY or (said.isascii() and len(word) < _LETTERS_LEAST):
        return False
    by_device = _NO_PERSON_NEAR.find(_WITHOUT_ONE.sub(" ", said)) is not None
    return not by_device or _BY_HAND.find(said) is not None
