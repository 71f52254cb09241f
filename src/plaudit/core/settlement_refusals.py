"""What is said where a month can't be closed, or a statement not corrected, paid or disputed."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_SETTLEMENT: dict[str, tuple[int, str]] = {
    "month_not_over": (
        409,
        N_("{month} isn't over yet. Its statements can be made from {from_on}."),
    ),
    "points_wrong": (422, N_("{seen} is no number of points. Give a whole number, 1 to {limit}.")),
    "reference_wrong": (
        422,
        N_("A reference is 1 to {limit} letters, digits, spaces and . - /, like 2026-11/cafe."),
    ),
    "reference_taken": (
        409,
        N_("The reference {seen} was used before, for something else. Nothing was booked."),
    ),
    "settlement_reason_unknown": (422, N_("There is no reason {seen}. Known are: {known}.")),
    "more_than_owed": (
        409,
        N_("{points} points are owed, and {asked} can't be paid. Correct the account first."),
    ),
    "statement_unknown": (404, N_("{partner} has no statement of {month}.")),
    "pdf_not_made": (
        501,
        N_("No PDF can be made here: a font for its letters is missing. GET {csv} says the same."),
    ),
    "line_unknown": (
        404,
        N_("There is no such line. Give a number from 0 to {lines}; 0 is the whole statement."),
    ),
    "disputed_already": (409, N_("This was disputed on {disputed_on}. It can be disputed once.")),
    "dispute_unknown": (404, N_("This was not disputed.")),
    "dispute_decided": (409, N_("This was decided on {decided_on}. Decisions aren't changed.")),
    "words_missing": (422, N_("Say what is wrong, in 1 to {limit} characters.")),
}
"""By code; core.refusals takes them in."""
