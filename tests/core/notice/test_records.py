"""The record of processing and the skeleton of the assessment follow the edition too."""

from __future__ import annotations

import json
from pathlib import Path

from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES
from plaudit.core.notice.assessment import assessment_of
from plaudit.core.notice.record import FILL, TO_FILL, record_markdown, record_of
from plaudit.core.notice.risks import BEYOND, RISKS
from tests.core.notice.fullest import fullest, leaves, made_of, named

ROOT = Path(__file__).parents[3]


def test_a_record_holds_what_article_30_asks_for_and_marks_the_rest() -> None:
    edition, deed = fullest()
    record = record_of(made_of(edition, deed))

    assert record["controller"]["controller"] == "City of Riverside"
    assert record["data_protection_officer"] == "Nok Boonma, dpo@riverside.example"
    assert record["deeds"][0]["facts"][0]["class"] == "amount of a deed"
    assert record["deeds"][0]["details_deleted_after_days"] == 80
    assert [one["id"] for one in record["kept"]][:2] == ["evidence", "deed"]
    assert [(one["name"], len(one["learns"])) for one in record["recipients"]] == [
        ("Green Depot", 1),
        ("City Museum", 1),
    ]
    assert set(record["to_be_filled_in"]) == {"processors", "transfers", "measures"}
    assert json.loads(json.dumps(record)) == record


def test_a_record_in_markdown_has_every_value_and_every_place_to_fill() -> None:
    edition, deed = fullest()
    record = record_of(made_of(edition, deed))
    text = record_markdown(record).replace("\\", "")

    code = {"id", "name", "clause", "to_be_filled_in"}
    missing = [
        named(path)
        for path in leaves(record)
        if not code & set(map(str, path)) and str(record_value(record, path)) not in text
    ]
    assert missing == []
    assert text.count(FILL) == len(TO_FILL)


def record_value(record: object, path: tuple[str | int, ...]) -> object:
    """Return what stands at a place of a record."""
    for key in path:
        record = record[key]  # type: ignore[index]
    return record


def test_every_clause_answers_a_risk_and_is_shown_with_what_checks_it() -> None:
    edition, deed = fullest()
    text = assessment_of(made_of(edition, deed))

    assert {clause for risk in RISKS for clause in risk.clauses} == set(BY_NUMBER)
    for clause in CLAUSES:
        module = f"core/charter/{clause.number.lower()}.py"
        assert (ROOT / "src/plaudit" / module).is_file()
        assert f"`{module}`" in text
        assert all(f"`{case}`" in text for case in clause.cases)


def test_each_risk_has_a_place_for_a_person_and_the_places_are_counted() -> None:
    edition, deed = fullest()
    text = assessment_of(made_of(edition, deed))

    places = [line for line in text.splitlines() if line.startswith(FILL)]
    assert f"{len(places)} places are marked" in text
    assert sum("how likely and how grave" in place for place in places) == len(RISKS + BEYOND)
    assert any("article 36" in place for place in places)


def test_an_assessment_names_the_edition_that_it_was_made_for_and_the_answers_of_people() -> None:
    edition, deed = fullest()
    made = made_of(edition, deed)
    text = assessment_of(made)

    assert made.content_sha256 in text
    assert "It is the name of the bay." in text
    edition["contact"]["phone"] = "+66 2 111 1111"
    assert made_of(edition, deed).content_sha256 not in text
