"""What a notice says, in each language, and that its forms say the same."""

from __future__ import annotations

from hashlib import sha256

import pytest

from plaudit.actions.catalogue_files import source_at
from plaudit.core.charter.view import View, World
from plaudit.core.notice.blocks import Notice, fingerprint, notice_json, read_notice
from plaudit.core.notice.making import notice_of, wording_of
from plaudit.core.notice.markdown import notice_markdown, plain
from plaudit.core.notice.particulars import Particulars, particulars_of
from plaudit.pages.voices import LANGUAGES, voice_of
from tests.core.charter.cases import registries
from tests.core.notice.fullest import fullest, made_of
from tests.riverside import ACTIVITY_TEXTS, CATALOGUE, EDITIONS


@pytest.fixture(scope="module")
def particulars() -> Particulars:
    """Riverside's newest edition."""
    texts = {id: source_at(CATALOGUE / f"activities/{id}.toml") for id in ACTIVITY_TEXTS}
    return particulars_of(View(source_at(EDITIONS[-1]), "edition", World(registries(), texts)))


def words_of(notice: Notice) -> list[str]:
    """Return every text of a notice."""
    words = [notice.title, *notice.lead]
    for section in notice.sections:
        words.append(section.title)
        for block in section.blocks:
            pairs = [word for pair in block.pairs for word in pair]
            words += [block.heading, *block.paragraphs, *block.items, *pairs]
    return [word for word in words if word]


def test_it_says_who_answers_and_where_to_complain(particulars: Particulars) -> None:
    said = " ".join(words_of(notice_of(particulars, voice_of("en"))))

    for fact in (
        "City of Riverside runs this programme",
        "points@riverside.example",
        "Nok Boonma, dpo@riverside.example",
        "Write to: Personal Data Protection Committee.",
        "from the age of 18",
        "DPIA 2026/4 of 20 February 2026",
        "You can still spend your points for 180 days, or until their own last day",
        "You can spend points for 18 months",
        "You are told 30 days before points end.",
        "their last day is over by then, you can still use them for 30 days at least.",
        "only for 20 members or more, rounded to 100 points",
        "Nothing is held back longer than 72 hours",
    ):
        assert fact in said, fact


@pytest.mark.parametrize("language", LANGUAGES)
def test_ways_in_stay_until_so_long_after_leaving_as_membership_does(
    particulars: Particulars, language: str
) -> None:
    notice = notice_of(particulars, voice_of(language))
    (kept,) = (section for section in notice.sections if section.id == "kept")
    rows = kept.blocks[0].pairs
    span = {"en": "36 months", "th": "36 เดือน", "zh-Hans": "36个月"}[language]

    assert span in rows[0][1]
    assert span in rows[-2][1]


def test_it_lists_what_lies_on_the_members_own_phone(particulars: Particulars) -> None:
    notice = notice_of(particulars, voice_of("en"))
    (kept,) = (section for section in notice.sections if section.id == "kept")
    said = dict(kept.blocks[0].pairs)["On your own phone or computer"]

    for what in ("a pass", "your language", "vouchers", "codes for partners", "check-ins"):
        assert what in said, what
    assert "the number of the place, its code and the time, until they are sent" in said


def test_each_deed_says_its_details_its_partners_its_last_day_and_a_way_without_a_phone(
    particulars: Particulars,
) -> None:
    notice = notice_of(particulars, voice_of("en"))
    (deeds,) = (section for section in notice.sections if section.id == "deeds")
    blocks = {block.heading: dict(block.pairs) for block in deeds.blocks}

    assert blocks["Reusable cups returned"] == {
        "Details": "Cups: a whole number from 1 to 50 cups",
        "What for": "to count how much was done",
        "Details are deleted": "after 90 days",
        "From whom": "Café Lotus, Café Pier 4. How they know: a partner's report.",
        "Without a phone": "The café stamps a paper card; the desk enters it.",
    }
    assert blocks["Tool borrowed instead of bought"]["Details"] == "None. Only that it happened."
    counted = {activity.title["en"] for activity in particulars.activities}
    assert {heading for heading in blocks if heading} == counted


def test_details_are_deleted_on_the_sooner_day() -> None:
    edition, deed = fullest()
    edition["retention"]["evidence_days"] = 85

    said = words_of(notice_of(made_of(edition, deed), voice_of("en")))
    assert "after 80 days" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_says_everything_and_no_sentence_of_another(
    particulars: Particulars, language: str
) -> None:
    notice = notice_of(particulars, voice_of(language))
    english = notice_of(particulars, voice_of("en"))

    assert [one.id for one in notice.sections] == [one.id for one in english.sections]
    assert len(words_of(notice)) == len(words_of(english))
    names = set(map(str, particulars.parts["contact"].found.values()))
    same = set(words_of(notice)) & set(words_of(english)) - names
    assert language == "en" or same == set()


def test_what_is_kept_is_read_back_and_its_fingerprint_is_of_it(particulars: Particulars) -> None:
    notice = notice_of(particulars, voice_of("zh-Hans"))

    assert read_notice(notice_json(notice)) == notice
    assert fingerprint(notice) == sha256(notice_json(notice).encode()).hexdigest()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_member_agrees_to_is_the_sentence_of_the_notice_with_its_fingerprint(
    particulars: Particulars, language: str
) -> None:
    notice = notice_of(particulars, voice_of(language))
    wording = wording_of(notice, voice_of(language))

    assert wording.startswith(notice.agreement)
    assert fingerprint(notice) in wording
    assert notice.agreement in words_of(notice)


def test_markdown_says_every_word(particulars: Particulars) -> None:
    for language in LANGUAGES:
        notice = notice_of(particulars, voice_of(language))
        text = notice_markdown(notice)
        assert [word for word in words_of(notice) if plain(word) not in text] == []


def test_a_text_of_an_edition_can_not_become_markup() -> None:
    edition, deed = fullest()
    edition["contact"]["controller"] = "# <b>City</b> [of](x) *R*\n- y"

    text = notice_markdown(notice_of(made_of(edition, deed), voice_of("en")))
    assert r"\# \<b\>City\</b\> \[of\](x) \*R\* - y runs this programme" in text
    assert "\n- y runs" not in text


def test_a_contract_is_told_as_one() -> None:
    edition, deed = fullest()
    edition["basis"]["legal_basis"] = "contract"

    said = words_of(notice_of(made_of(edition, deed), voice_of("en")))
    assert any("article 6(1)(b)" in one for one in said)
    assert "End the agreement" in said
    assert "Take your agreement back" not in said


def test_sentences_are_short_enough_for_a_reader_of_twelve(particulars: Particulars) -> None:
    said = words_of(notice_of(particulars, voice_of("en")))
    sentences = [
        one for text in said for one in text.replace(":", ".").replace(";", ".").split(". ")
    ]
    lengths = [len(one.split()) for one in sentences if one]

    assert max(lengths) <= 30
    assert sum(lengths) / len(lengths) < 12
