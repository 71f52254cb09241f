"""The words of the catalogue are the translators', and the check would see one that is not."""

from __future__ import annotations

from tests.house.catalogue_words import faults, strange_words, texts


def test_the_catalogue_and_the_readmes_use_the_chosen_words() -> None:
    assert [str(finding) for finding in strange_words()] == []


def test_a_word_that_is_not_chosen_is_found_and_a_list_of_words_to_find_is_let_be() -> None:
    edition = {
        "rule": [{"says": {"en": "A deed", "th": "ความดี"}}],
        "ask": {"en": ["good citizen"], "th": ["ความดี"]},
    }

    (found,) = texts(edition)

    assert found == {"en": "A deed", "th": "ความดี"}
    assert list(faults("th", found["th"], written="A deed")) == ["“A deed” names ความดี in th."]
    assert list(faults("th", "การทำดี", written="A deed")) == []
