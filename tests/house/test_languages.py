"""Every sentence is there in every language, and the check would see one that is not."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from tests.house.languages import incomplete, incomplete_languages, misnamed

SENTENCE = "{points} for {amount}."


def faults(string: str | None, *, flags: tuple[str, ...] = ()) -> list[str]:
    written, translated = Catalog(), Catalog("th")
    written.add(SENTENCE, locations=[("plaudit/core/deed.py", 3)])
    if string is not None:
        translated.add(SENTENCE, string, flags=flags)
    return [str(finding) for finding in incomplete("th", translated, written=written)]


def test_every_sentence_is_said_in_every_language() -> None:
    assert [str(finding) for finding in incomplete_languages()] == []


def test_a_sentence_that_is_there_with_its_facts_is_let_pass() -> None:
    assert faults("{amount}: {points}") == []


def test_a_sentence_that_is_missing_empty_guessed_or_with_other_facts_is_found() -> None:
    place = f"src/plaudit/core/deed.py:3: “{SENTENCE}”"

    assert faults(None) == [f"{place} is not said in th."]
    assert faults("") == [f"{place} is not said in th."]
    assert faults("{points} / {amount}", flags=("fuzzy",)) == [
        f"{place} is only guessed (fuzzy) in th."
    ]
    assert faults("{points}") == [f"{place} has other facts in th."]


def test_both_forms_of_a_sentence_with_a_number_are_asked_for() -> None:
    written, translated = Catalog(), Catalog("th")
    written.add(("{number} deed", "{number} deeds"), locations=[("plaudit/core/deed.py", 3)])
    translated.add(("{number} deed", "{number} deeds"), ("{number} x", ""))

    found = incomplete("th", translated, written=written)

    assert [finding.line for finding in found] == [3]


def test_a_word_that_names_somebody_else_than_the_english_does_is_found() -> None:
    written, translated = Catalog(), Catalog("th")
    for sentence in ("The partner can send it again.", "The member can send it again."):
        written.add(sentence, locations=[("plaudit/core/deed.py", 3)])
        translated.add(sentence, "ผู้ร่วมโครงการส่งใหม่ได้")

    found = misnamed("th", translated, written=written)

    assert [str(one) for one in found] == [
        "src/plaudit/core/deed.py:3: “The partner can send it again.” names ผู้ร่วมโครงการ in th."
    ]
