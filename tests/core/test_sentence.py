"""The check's sentences: English for the command line, and the reader's language on a page."""

from __future__ import annotations

from datetime import date

import pytest

from plaudit.core.catalogue.beginning import skeleton
from plaudit.core.marking import N_
from plaudit.core.sentence import as_written, in_languages, in_voice, sentence, worded
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.charter.cases import registries
from tests.core.untold import untold
from tests.drafts import examined

TODAY = date(2026, 11, 20)
WRONG = """
[edition]
programme = "riverside"
id = "x"
starts_on = "2026-12-18"
time_zone = "Asia/Bankok"
languages = ["en", "th"]
titel = { en = "A" }
[points]
expires_after_months = 3
announced_days_before = "30"
[budget]
points_a_year = 1.5
when_used_up = "stop"
[people]
published_on = 2026-12-01
author = "AI"
approver = 7
[[rule]]
id = "a b"
on = []
per = "hour"
rate = { points = 1 }
when = { weekday = "Mnday", until = 2026-01-01, from = 2026-02-01 }
[[rule]]
ladder = [[1, 2], 3]
bands = [[1]]
"""


def test_what_is_missing_unknown_empty_or_of_a_wrong_kind_is_told_in_each_language() -> None:
    begun = skeleton("riverside", "Asia/Bangkok", languages=["en", "th"], today=TODAY)
    for text in (begun, WRONG):
        found = examined(text, today=TODAY).findings

        assert len(found) > 20
        assert untold(found) == []
        english = voice_of("en")
        for one in found:
            assert in_voice(one.mistake.seen, english) == one.mistake.seen
            assert in_voice(one.mistake.write, english) == one.mistake.write


def test_what_the_registries_say_is_said_in_each_language() -> None:
    known = registries()
    kinds = (known.partner_kinds, known.activity_classes, known.reward_classes)
    told = [one.title for registry in kinds for one in registry.allowed.values()]
    told += [
        one.reward_instead for one in known.partner_kinds.allowed.values() if one.reward_instead
    ]
    every = (*kinds, known.facts, known.evidence, known.audiences)
    for never in (one for registry in every for one in registry.never):
        told += [never.reason, never.instead, *([never.question] if never.question else ())]
    told += [one.title for one in known.facts.never]

    assert len(told) > 150
    assert [one for one in told for code in LANGUAGES if not one.texts.get(code)] == []


def test_a_fact_that_is_a_sentence_is_said_in_the_same_language() -> None:
    inner = sentence(N_("a whole number from {low} to {high}"), low=1, high=9)
    value = worded(N_("a date"))
    outer = sentence(N_("{name} is {words}; {value}."), name="max", words=inner, value=value)
    assert outer == "max is a whole number from 1 to 9; a date."
    said = in_voice(outer, voice_of("zh-Hans"))
    assert said == "max应为1到9的整数，但日期。"


def test_a_piece_of_a_file_is_the_same_in_every_language() -> None:
    brackets = sentence(N_("Add {example}."), example=as_written("says = { en = 1 }"))

    assert brackets == "Add says = { en = 1 }."
    assert "says = { en = 1 }" in (in_voice(brackets, voice_of("th")) or "")


@pytest.mark.parametrize(
    ("texts", "english", "thai"),
    [
        ({"en": "No.", "th": "ไม่ได้"}, "No.", "ไม่ได้"),
        ({"en": "No."}, "No.", None),
        ({"": "No."}, "No.", None),
        ({"th": "ไม่ได้"}, "ไม่ได้", "ไม่ได้"),
    ],
)
def test_what_a_file_says_is_said_in_the_languages_that_it_has(
    texts: dict[str, str], english: str, thai: str | None
) -> None:
    said = in_languages(texts)

    assert (said, in_voice(said, voice_of("th"))) == (english, thai)
    assert in_voice(sentence(N_("{seen} {reason}"), seen="x", reason=said), voice_of("th")) == (
        f"x · {thai or english}"
    )
