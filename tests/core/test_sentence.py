"""The check's sentences: English for the command line, and the reader's language on a page."""

from __future__ import annotations

from datetime import date

import pytest

from plaudit.core.catalogue.beginning import skeleton
from plaudit.core.sentence import Sentence, in_voice, sentence, worded
from plaudit.pages.voices import LANGUAGES, voice_of
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
"""


def told(text: str, language: str) -> list[tuple[str, str | None]]:
    found = examined(text, today=TODAY).findings
    voice = voice_of(language)
    sentences = [one for it in found for one in (it.mistake.seen, it.mistake.write)]
    return [(one, in_voice(one, voice)) for one in sentences if one]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_unknown_empty_or_of_a_wrong_kind_is_told_in_each_language(
    language: str,
) -> None:
    begun = skeleton("riverside", "Asia/Bangkok", languages=["en", "th"], today=TODAY)
    for text in (begun, WRONG):
        pairs = told(text, language)
        assert len(pairs) > 20
        assert [english for english, said in pairs if said is None] == []
        if language == "en":
            assert [(one, said) for one, said in pairs if one != said] == []
        else:
            ours = [said for one, said in pairs if one == said]
            assert ours == []


def test_a_fact_that_is_a_sentence_is_said_in_the_same_language() -> None:
    inner = sentence("a whole number from {low} to {high}", low=1, high=9)
    outer = sentence("{name} is {words}; {value}.", name="max", words=inner, value=worded("a date"))
    assert outer == "max is a whole number from 1 to 9; a date."
    said = in_voice(outer, voice_of("zh-Hans"))
    assert said == "max应为1到9的整数，但日期。"


def test_a_text_that_is_no_sentence_is_left_as_it_is() -> None:
    assert in_voice("Write 3.", voice_of("th")) is None
    assert not isinstance(worded("says = { en = 1 }"), Sentence)
    made = sentence("Add title = {{ en = {it} }}.", it="'{x}'")
    assert (made, in_voice(made, voice_of("en"))) == ("Add title = { en = '{x}' }.", made)
