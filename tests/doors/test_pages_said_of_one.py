"""What a member reads of one point, one day or one minute is English too."""

from __future__ import annotations

import re

import pytest

from plaudit.core import decision_words, transfer_words
from plaudit.core.refusals import Code, Refusal, refusal
from plaudit.core.voice import points_in_words
from plaudit.pages import showing
from plaudit.pages.member import data_words
from plaudit.pages.refusal_words import TO_MEMBERS, reason_in_words
from plaudit.pages.voices import voice_of

ENGLISH = voice_of("en")
OF_POINTS = (
    showing._EXPIRED,
    showing._SOON,
    showing._GRACE,
    data_words._GIVES_UP,
    data_words._VOUCHERS_END,
    data_words._VOUCHERS_STAY,
    decision_words._LOSS,
    decision_words._IN_VOUCHERS,
    transfer_words._GRACE,
)
OF_TIME = (
    refusal(Code.TOO_LATE, days=1, happened_on="2026-11-01"),
    refusal(Code.TOO_MANY_SIGN_INS, minutes=1),
    refusal(Code.CHECK_IN_WAITS, tries=10, minutes=1),
)


@pytest.mark.parametrize("sentence", OF_POINTS)
def test_one_point_is_told_as_one(sentence: str) -> None:
    said = ENGLISH.say(sentence, points=points_in_words(1, ENGLISH), day="1 May 2027")

    (about,) = re.findall(r"\b1 point\b[^.:;]*", said)
    assert not re.search(r"\b(are|were|have|they|them|their)\b", about), said
    assert "bears them" not in said


@pytest.mark.parametrize("refused", OF_TIME, ids=lambda one: str(one.code))
def test_one_day_and_one_minute_are_told_as_one(refused: Refusal) -> None:
    for words in (TO_MEMBERS, {}):  # the member's, and the partner's
        said = reason_in_words(refused, ENGLISH, words=words)
        assert not re.search(r"\b1 (days|minutes)\b", said)
