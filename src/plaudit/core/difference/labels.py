"""What each key of an edition is called, for members: a few words, and the unit of its number."""

from __future__ import annotations

from typing import NamedTuple

from plaudit.core.refusals import N_


class Label(NamedTuple):
    """A key in words. `unit` names what a number counts.

    "day" is a day of the calendar, "end" the day after a last one.
    """

    words: str
    unit: str = ""


_SOURCE = Label(N_("Decision behind it"))
_DECIDED_BY = Label(N_("Who decides"))
_STAGE = {
    "id": Label(N_("Short name")),
    "on": Label(N_("Deeds that count")),
    "on_tally": Label(N_("What is counted")),
    "period": Label(N_("Period")),
    "when": Label(N_("Conditions")),
    "count": Label(N_("What is added up")),
    "weigh_by": Label(N_("What the weight depends on")),
    "weights": Label(N_("Weights")),
    "each": Label(N_("Counted separately for each")),
    "schedule": Label(N_("Points")),
    "rounding": Label(N_("Rounding")),
    "at_most": Label(N_("Limit")),
    "source": _SOURCE,
    "says": Label(N_("Name")),
}

LABELS: dict[str, dict[str, Label]] = {
    "rule": _STAGE,
    "tally": _STAGE,
    "ceiling": {
        "id": _STAGE["id"],
        "rules": Label(N_("Rules that share it")),
        "period": _STAGE["period"],
        "at_most": Label(N_("Limit"), "points"),
        "source": _SOURCE,
        "says": Label(N_("Name")),
    },
    "reward": {
        "id": _STAGE["id"],
        "title": Label(N_("Name")),
        "class": Label(N_("Kind of reward")),
        "provider": Label(N_("Given by")),
        "price_points": Label(N_("Price, the same for everyone"), "points"),
        "stock": Label(N_("How many there are")),
        "opens_on": Label(N_("First day to take it"), "day"),
        "closes_on": Label(N_("Last day to take it"), "end"),
        "at_most_a_month": Label(N_("How many each member may take in a month")),
        "open_alternative": Label(N_("How anyone has it without points")),
    },
    "points": {
        "expires_after_months": Label(
            N_("How long points can be used after the month of the deed"), "months"
        ),
        "announced_days_before": Label(N_("Notice before points expire"), "days"),
    },
    "leaving": {"usable_days": Label(N_("How long points can be used after leaving"), "days")},
    "budget": {
        "points_a_year": Label(N_("Budget of the programme for a year"), "points"),
        "paid_by": Label(N_("Paid by")),
        "when_used_up": Label(N_("When the budget is used up")),
    },
    "partner": {
        "id": _STAGE["id"],
        "name": Label(N_("Name")),
        "kind": Label(N_("Kind of house")),
        "activities": Label(N_("Deeds that it may report")),
        "back_date_days": Label(N_("How far back it may report"), "days"),
        "budget_points_a_week": Label(N_("Budget of its reports for a week"), "points"),
    },
    "activity": {
        "id": _STAGE["id"],
        "title": Label(N_("Name")),
        "class": Label(N_("Kind of deed")),
        "evidence": Label(N_("How it is confirmed")),
        "without_phone": Label(N_("Without a phone")),
        "keep_days": Label(N_("How long the evidence is kept"), "days"),
    },
    "fact": {
        "type": Label(N_("Kind of entry")),
        "title": Label(N_("Name")),
        "unit": Label(N_("Unit")),
        "units": Label(N_("Unit after a number")),
        "min": Label(N_("Smallest number")),
        "max": Label(N_("Largest number")),
        "places": Label(N_("Decimal places")),
        "values": Label(N_("Choices")),
        "labels": Label(N_("Names of the choices")),
        "required": Label(N_("Must be reported")),
        "kind": Label(N_("Entry of the data catalogue")),
    },
    "retention": {
        "evidence_days": Label(N_("Check-ins, lists and reports are kept"), "days"),
        "deed_months": Label(N_("Deeds and points are kept"), "months"),
        "voucher_months": Label(N_("Vouchers are kept"), "months"),
        "question_months": Label(N_("Questions and answers are kept"), "months"),
        "consent_months": Label(N_("The agreement is kept after leaving"), "months"),
        "security_log_days": Label(N_("The security log is kept"), "days"),
    },
    "reversal": {
        "within_days": Label(N_("How long points of a wrong report can be taken back"), "days"),
        "reasons": Label(N_("Reasons for taking points back")),
        "decided_by": Label(N_("Who decides to take points back")),
        "alone_points_max": Label(N_("How many points one person may take back alone"), "points"),
    },
    "challenge": {
        "decided_by": Label(N_("Who decides when you question something")),
        "answer_days": Label(N_("How long an answer may take"), "days"),
        "hold_hours": Label(N_("How long something may wait for a person"), "hours"),
    },
    "partner_check": {
        "id": _STAGE["id"],
        "looks_at": Label(N_("What it looks at")),
        "says": Label(N_("What it looks for")),
        "decided_by": _DECIDED_BY,
    },
    "audience": {
        "open_to": Label(N_("Open to")),
        "from_age_years": Label(N_("Youngest age"), "years"),
        "joining": Label(N_("How people join")),
    },
    "basis": {
        "legal_basis": Label(N_("Why the law allows it")),
        "reason": Label(N_("Why this fits")),
        "assessment": Label(N_("Data protection assessment")),
    },
    "contact": {
        "controller": Label(N_("Who answers for the programme")),
        "address": Label(N_("Address")),
        "email": Label(N_("E-mail")),
        "phone": Label(N_("Telephone")),
        "data_protection_officer": Label(N_("Who watches over the data")),
        "supervisory_authority": Label(N_("Where to complain outside")),
    },
    "statistics": {
        "groups_from_members": Label(N_("Smallest group of which a total is shown"), "members"),
        "rounded_to_points": Label(N_("Totals are rounded to"), "points"),
    },
    "edition": {
        "programme": Label(N_("Programme")),
        "id": Label(N_("Name of the edition")),
        "starts_on": Label(N_("First day"), "day"),
        "time_zone": Label(N_("Time zone of its days")),
        "languages": Label(N_("Languages")),
        "title": Label(N_("Title of the programme")),
        "purpose": Label(N_("Purpose")),
        "source": _SOURCE,
    },
    "people": {
        "author": Label(N_("Written by")),
        "approver": Label(N_("Approved by")),
        "published_on": Label(N_("Day of publication"), "day"),
    },
    "answer": {
        "question": Label(N_("Question of the check")),
        "says": Label(N_("Answer")),
        "by": Label(N_("Answered by")),
        "answered_on": Label(N_("Answered on"), "day"),
    },
}
"""By part of an edition and key. A key that isn't here is shown by its own name."""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("What gives points"), ("rule",)),
    (N_("Limits over several rules"), ("ceiling",)),
    (N_("Counted for other rules"), ("tally",)),
    (N_("Rewards"), ("reward",)),
    (N_("How long points can be used, and the budget"), ("points", "leaving", "budget")),
    (N_("Partners"), ("partner",)),
    (N_("Deeds, and what a report of them says"), ("activity", "fact")),
    (N_("How long data is kept"), ("retention",)),
    (N_("When something was wrong"), ("reversal", "challenge", "partner_check")),
    (N_("For whom it is, and who answers for it"), ("audience", "basis", "contact", "statistics")),
    (N_("The edition itself"), ("edition", "people", "answer")),
)
"""How a difference is ordered: what members get first, papers last."""

NAMED = {
    "refuse_and_say_so": N_("reports are refused, and members are told"),
    "by_own_choice": N_("each by their own choice"),
    "consent": N_("the person's own consent"),
    "contract": N_("an agreement with the person"),
    "reports_of_a_partner": N_("the reports of a partner"),
    "days_of_a_partner": N_("the days of a partner"),
    "integer": N_("a whole number"),
    "decimal": N_("a number with decimal places"),
    "choice": N_("a choice from a closed list"),
}
"""Values that an edition writes as names."""
