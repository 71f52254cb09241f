"""Every sentence is there in every language, and the check would see one that is not."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from tests.house.languages import (
    incomplete,
    incomplete_languages,
    misnamed,
    misquoted,
    misset,
)

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


def test_a_thai_word_for_an_activity_is_found_where_the_english_says_a_deed() -> None:
    written, translated = Catalog(), Catalog("th")
    for sentence in ("A new activity.", "A new deed."):
        written.add(sentence, locations=[("plaudit/core/deed.py", 3)])
        translated.add(sentence, "กิจกรรมใหม่")

    found = misnamed("th", translated, written=written)

    assert [str(one) for one in found] == [
        "src/plaudit/core/deed.py:3: “A new deed.” names กิจกรรม in th."
    ]


def test_marks_and_spaces_that_are_set_as_in_english_are_found() -> None:
    wrong = {"zh-Hans": ("满了,贵", "在Plaudit里", "好。。"), "th": ("ดีๆ ", "ดี  มาก")}
    right = {"zh-Hans": ("满了，贵", "[起点, 积分] 各级", "在 Plaudit 里"), "th": ("ดี ๆ มาก",)}

    def found(language: str, said: str) -> int:
        written, translated = Catalog(), Catalog(language.replace("-", "_"))
        written.add(SENTENCE, locations=[("plaudit/core/deed.py", 3)])
        translated.add(SENTENCE, said)
        return len(list(misset(language, translated, written=written)))

    assert all(found(language, said) == 1 for language in wrong for said in wrong[language])
    assert all(found(language, said) == 0 for language in right for said in right[language])


def test_a_button_that_is_quoted_by_other_words_than_it_has_is_found() -> None:
    written, translated = Catalog(), Catalog("zh_Hans")
    for sentence, said in (
        ("This is wrong", "这一条不对"),
        ("The member pressed “This is wrong”.", "会员按了“这有误”。"),
        ("Press “This is wrong”, not “{title}”.", "请按“这一条不对”，不要按“{title}”。"),
    ):
        written.add(sentence, locations=[("plaudit/core/deed.py", 3)])
        translated.add(sentence, said)

    found = misquoted("zh-Hans", translated, written=written)

    assert [str(one) for one in found] == [
        (
            "src/plaudit/core/deed.py:3: “The member pressed “This is wrong”.” quotes "
            "“This is wrong” by other words than it has in zh-Hans."
        )
    ]
