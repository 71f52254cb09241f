"""What is said of one deed, as it was written and against what is known: status and sentence."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_DEEDS: dict[str, tuple[int, str]] = {
    "row_broken": (400, N_("The row can't be read as CSV: {seen}.")),
    "not_an_object": (400, N_("A deed is a JSON object; this is {seen}.")),
    "attribute_missing": (400, N_("The attribute {name} is missing.")),
    "attribute_unknown": (
        400,
        N_("The attribute {name} is not part of a deed. Leave it out; it was not stored."),
    ),
    "attribute_wrong": (400, N_("The attribute {name} is {seen}; it must be {expected}.")),
    "specversion_unknown": (400, N_("specversion is {seen}; this address understands 1.0.")),
    "time_wrong": (
        400,
        N_(
            "The time {seen} can't be read. Write it with its offset from UTC, like "
            "2026-04-03T09:12:00+07:00."
        ),
    ),
    "activity_unknown": (400, N_("There is no activity {seen}. Known are: {known}.")),
    "fact_unknown": (
        400,
        N_("The activity {activity} has no fact {name}. Leave it out; it was not stored."),
    ),
    "fact_missing": (400, N_("The fact {name} of the activity {activity} is missing.")),
    "fact_wrong_type": (400, N_("The fact {name} is {seen}; it must be {expected}.")),
    "fact_not_a_choice": (400, N_("The fact {name} is {seen}; it must be one of {known}.")),
    "fact_too_precise": (
        400,
        N_("The fact {name} is {seen}; it can have {places} decimal places at most."),
    ),
    "fact_out_of_range": (400, N_("The fact {name} is {seen}; it must be from {low} to {high}.")),
    "source_unknown": (422, N_("The source is {seen}; no partner of that id is registered.")),
    "source_not_yours": (403, N_("The source is {seen}, but the key belongs to another partner.")),
    "member_unknown": (
        404,
        N_(
            "At this moment nobody who takes part has this handle at you. If the person says that "
            "they do, let them show a code, and link them by it."
        ),
    ),
    "content_conflict": (
        409,
        N_(
            "You reported a deed with this id before, with other content. "
            "The first report stands; send a new deed under a new id."
        ),
    ),
    "not_registered_for": (
        403,
        N_("You are not registered to report {activity}. Ask the programme to add it."),
    ),
    "in_the_future": (
        422,
        N_("The deed's time, {happened_at}, lies ahead. Check the clock of your till."),
    ),
    "too_late": (
        422,
        N_("The deed happened on {happened_on}. Days that you can report back, at most: {days}."),
    ),
    "no_edition": (
        422,
        N_("The programme had no rules yet on {happened_on}; they start on {starts_on}."),
    ),
    "budget_spent": (
        422,
        N_(
            "Your budget of {budget_points} points for this week is used up. "
            "The deed can be sent again from {from_on}."
        ),
    ),
    "total_too_large": (
        422,
        N_(
            "With this deed a total would be larger than can be counted exactly. Check the number "
            "that was reported, and tell the programme."
        ),
    ),
}
"""By code; core.refusals takes them in."""
