"""What stands in a closed list is chosen from it, by names in the reader's language."""

from __future__ import annotations

from datetime import date

import pytest

from plaudit.core.catalogue.amending import amended
from plaudit.core.catalogue.beginning import new_table
from plaudit.core.catalogue.source import read_source
from plaudit.core.edition_form import Field, groups_of, offer_in_words
from plaudit.core.edition_lists import Lists
from plaudit.core.edition_shape import to_remove
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.charter.cases import registries
from tests.drafts import next_text
from tests.riverside import ACTIVITIES

LISTS = Lists(registries(), ACTIVITIES, tuple(LANGUAGES))
LISTED = {
    "audience.joining", "audience.open_to", "edition.languages",
    "basis.legal_basis", "budget.when_used_up",
    "partner.activities", "partner.kind", "partner_check.looks_at", "reversal.reasons",
    "reward.class", "reward.provider", "rule.on", "rule.per",
    "rule.count", "rule.each",
}  # fmt: skip


def fields_of(text: str, language: str, lists: Lists | None = LISTS) -> list[Field]:
    groups = groups_of(read_source("", text.encode()), voice_of(language), lists)
    return [field for group in groups for field in group.fields]


@pytest.mark.parametrize("language", ["en", "th", "zh-Hans"])
def test_each_value_of_a_closed_list_is_among_its_choices_and_has_a_name(language: str) -> None:
    text = next_text() + new_table("partner_check", "x", languages=["en"], today=date(2026, 11, 20))
    found = [one for one in fields_of(text, language) if one.choices]

    keys = {".".join(key for key in one.value.path if isinstance(key, str)) for one in found}
    assert keys >= LISTED
    for one in found:
        words = {choice.value: choice.words for choice in one.choices}
        assert len(words) == len(one.choices)
        assert one.value.shown in words
        same = [value for value, said in words.items() if said == value]
        assert all(words.values())
        assert language == "en" or same == [], one.name


def test_a_value_that_is_in_no_list_stays_what_it_is_until_another_is_chosen() -> None:
    text = next_text()
    (kind, *_) = [one for one in fields_of(text, "th") if one.name == "partner.0.kind"]
    odd = amended(read_source("", text.encode()), {kind.value.path: "zeppelin"})
    (shown, *_) = [one for one in fields_of(odd, "th") if one.name == "partner.0.kind"]

    assert shown.choices[0] == ("zeppelin", "zeppelin")
    assert shown.choices[1:] == kind.choices
    back = amended(read_source("", odd.encode()), {kind.value.path: kind.value.shown})
    assert back == text


def test_without_a_catalogue_its_lists_are_written_and_the_languages_own_are_chosen() -> None:
    found = {one.name: one.choices for one in fields_of(next_text(), "th", None)}

    assert found["partner.0.kind"] == found["audience.open_to.0"] == ()
    assert len(found["rule.0.per"]) == 7
    assert found["reward.0.provider"]


def test_a_house_that_gives_no_rewards_is_no_choice_for_one() -> None:
    found = {one.name: one.choices for one in fields_of(next_text(), "en")}
    known = {one.value for one in found["reward.0.provider"]}

    assert "museum-mile" in known
    assert known.isdisjoint({"city-police", "city-hospital", "housing-office", "city-bus"})


def test_choices_with_a_weight_and_conditions_have_names_and_so_has_what_can_be_taken_out() -> None:
    source, voice = read_source("", next_text().encode()), voice_of("th")
    labels = {one.name: one.label for one in fields_of(next_text(), "th")}
    taken = [
        offer_in_words(source, one, voice, lists=LISTS) for one in to_remove(source, ("reversal",))
    ]

    assert labels["rule.1.weigh.material.paper"] == "ตัวคูณ: กระดาษ"
    assert labels["rule.9.when.until"] == "เงื่อนไข: ก่อนวันนี้"
    assert taken
    assert not [one for one in taken if "_" in one]


def test_a_condition_on_a_fact_says_which_fact() -> None:
    text = (
        '[edition]\nprogramme = "x"\nid = "1"\n[[rule]]\nid = "r"\non = "litter_pick"\n'
        "[rule.when]\nbags = { at_least = 2, below = 9 }\nuntil = 2026-12-01\n"
    )

    labels = {one.name: one.label for one in fields_of(text, "en")}

    assert labels["rule.0.when.bags.at_least"] == "Conditions: Full bags: at least"
    assert labels["rule.0.when.bags.below"] == "Conditions: Full bags: below"
    assert labels["rule.0.when.until"] == "Conditions: before this day"
