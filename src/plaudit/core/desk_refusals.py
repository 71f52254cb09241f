"""What is said at the desk where a record can't be opened, or isn't open."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_DESK: dict[str, tuple[int, str]] = {
    "look_reason_missing": (
        400,
        N_("Choose why you open the record. The member sees the reason and your name."),
    ),
    "card_wrong": (
        400,
        N_("This is no number of a card. Compare each of its twelve digits."),
    ),
    "card_unknown": (404, N_("There is no member of this programme with this card.")),
    "card_of_another": (
        409,
        N_(
            "This isn't the card of the record that is open. Nothing was erased. Type the number "
            "from the card that the member shows."
        ),
    ),
    "too_many_erasures": (
        429,
        N_(
            "You can erase {limit} records an hour at most. Nothing was erased. Ask a colleague, "
            "or wait a little."
        ),
    ),
    "too_many_openings": (
        429,
        N_(
            "You can use {limit} cards an hour at most. Nothing was done. Ask a colleague to go "
            "on, or wait a little."
        ),
    ),
    "joining_closed": (
        409,
        N_(
            "Nobody can join now: no edition is in force, or no privacy notice is kept with it. "
            "Tell the programme's office."
        ),
    ),
    "form_sent_twice": (
        409,
        N_(
            "This form was sent already, and its card didn't reach this screen. Let the person "
            "join with a new form: what the first press made is empty, and nobody has its card."
        ),
    ),
    "record_not_open": (
        409,
        N_(
            "No record is open: it closes by itself after {minutes} minutes. This press did "
            "nothing. If you pressed before, open the record with the card and look whether that "
            "was done."
        ),
    ),
    "other_record_open": (
        409,
        N_(
            "This page belongs to a record that was opened earlier. This press did nothing. Open "
            "the record again with the card."
        ),
    ),
}
"""By code; core.refusals takes them in."""
