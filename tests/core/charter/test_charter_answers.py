"""Questions are answered by a person, in the file; approvals end with the text they were for."""

from __future__ import annotations

from plaudit.core.charter.finding import Result
from tests.core.charter.cases import Files, accepted, deed_types, report_of

TEXT = accepted()["litter-pick-mornings"]
ASKING = TEXT.replace('en = "A litter-pick morning"', 'en = "A lucky litter-pick morning"')
AUTHOR = "Malee Srisai, programme office"
OTHER = "Anan Wongsa, city council"


def _files(text: str) -> Files:
    return Files(text, deed_types())


def _answered(text: str, *, by: str) -> str:
    (asked,) = report_of(_files(ASKING)).findings
    return f"""{text}
[[answer]]
question    = "{asked.mark}"
says        = "It is the name of the bay."
by          = "{by}"
answered_on = 2026-03-08
"""


def _approved(text: str) -> str:
    sha256 = report_of(_files(text)).content_sha256
    return f"""{text}
[approval]
by          = "{OTHER}"
approved_on = 2026-03-09
sha256      = "{sha256}"
"""


def test_a_question_holds_the_edition_up() -> None:
    report = report_of(_files(ASKING))

    assert report.result is Result.NEEDS_A_PERSON
    assert [found.clause for found in report.findings] == ["C20"]


def test_an_answer_by_another_person_lets_it_pass_and_stays_to_be_seen() -> None:
    report = report_of(_files(_answered(ASKING, by=OTHER)))

    assert report.result is Result.PASSES
    assert [found.answered_by for found in report.findings] == [OTHER]


def test_the_author_cannot_answer() -> None:
    report = report_of(_files(_answered(ASKING, by=AUTHOR)))

    assert report.result is Result.REFUSED
    assert report.refused_for == "C25"


def test_a_changed_text_asks_again() -> None:
    changed = ASKING.replace("A lucky litter-pick", "A very lucky litter-pick")

    assert report_of(_files(_answered(changed, by=OTHER))).result is Result.NEEDS_A_PERSON


def test_an_answer_stays_where_its_text_moves_to_another_line() -> None:
    moved = ASKING.replace("[[rule]]", "# One rule only.\n\n[[rule]]")

    assert report_of(_files(_answered(moved, by=OTHER))).result is Result.PASSES


def test_an_error_has_no_answer() -> None:
    wrong = ASKING.replace("usable_days = 90", "usable_days = 0")

    assert report_of(_files(_answered(wrong, by=OTHER))).refused_for == "C14"


def test_an_approval_holds_for_what_was_approved() -> None:
    assert report_of(_files(_approved(TEXT))).findings == ()


def test_comments_and_spaces_do_not_end_an_approval() -> None:
    approved = _approved(TEXT)

    spaced = approved.replace("[leaving]\n", "# On leaving:\n[leaving]\n\n")
    assert report_of(_files(spaced)).findings == ()


def test_a_changed_field_ends_the_approval() -> None:
    for before, after in (
        ("usable_days = 90", "usable_days = 120"),
        ("at_most = 80", "at_most = 100"),
        ("every   = { points = 20", "every   = { points = 20.5"),
        ("annex 2, line 9", "annex 2, line 10"),
    ):
        report = report_of(_files(_approved(TEXT).replace(before, after)))
        assert [found.clause for found in report.findings] == ["C25"], after
        assert report.result is Result.NEEDS_A_PERSON


def test_a_changed_deed_type_ends_the_approval() -> None:
    texts = dict(deed_types())
    texts["litter_morning"] = texts["litter_morning"].replace(
        "keep_days     = 90", "keep_days = 30"
    )

    report = report_of(Files(_approved(TEXT), texts))
    assert [found.clause for found in report.findings] == ["C25"]


def test_only_the_approver_approves() -> None:
    approved = _approved(TEXT).replace(f'by          = "{OTHER}"', 'by          = "Pim Chaiyo"')

    assert report_of(_files(approved)).refused_for == "C25"
