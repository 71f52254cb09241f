"""Every sentence is there in every language, and the check would see one that is not."""

from __future__ import annotations

from babel.messages.catalog import Catalog

from tests.house.languages import Sentence, incomplete, incomplete_languages, sentences
from tests.house.reading import module

WRITTEN = [Sentence("src/plaudit/core/deed.py", 3, ("{points} for {amount}.",))]


def faults(catalog: Catalog) -> list[str]:
    return [finding.sentence for finding in incomplete("th", catalog, written=WRITTEN)]


def test_every_sentence_is_said_in_every_language() -> None:
    assert [str(finding) for finding in incomplete_languages()] == []


def test_marked_sentences_are_found_where_they_are_written() -> None:
    text = 'A = N_("One")\nB = NN_("{number} deed", "{number} deeds")\nC = other("Not this")\n'

    found = list(sentences(module("src/plaudit/core/deed.py", text)))

    assert [(sentence.line, sentence.forms) for sentence in found] == [
        (1, ("One",)),
        (2, ("{number} deed", "{number} deeds")),
    ]


def test_a_sentence_that_is_missing_empty_guessed_or_with_other_facts_is_found() -> None:
    missing, empty, guessed, other, whole = (Catalog("th") for _ in range(5))
    empty.add("{points} for {amount}.", "")
    guessed.add("{points} for {amount}.", "{points} / {amount}", flags=["fuzzy"])
    other.add("{points} for {amount}.", "{points}")
    whole.add("{points} for {amount}.", "{amount}: {points}")

    assert "is not said in th" in faults(missing)[0]
    assert "is not said in th" in faults(empty)[0]
    assert "is only guessed in th" in faults(guessed)[0]
    assert "has other facts in th" in faults(other)[0]
    assert faults(whole) == []
