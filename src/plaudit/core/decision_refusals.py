"""What is said where an award can't be undone, or a question not asked or answered."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_DECISIONS: dict[str, tuple[int, str]] = {
    "programme_budget_spent": (
        422,
        N_(
            "The programme's budget of {budget_points} points for {year} is used up. The deed "
            "was not counted, and its member is told. Send it again once the budget is raised."
        ),
    ),
    "not_a_person": (
        422,
        N_(
            "{seen} names no person. Somebody decides this and signs with a name, like "
            "“Pim Chaiyo, points office”."
        ),
    ),
    "award_unknown": (
        404,
        N_("Member {member} has no deed {deed}. The number stands in the statement."),
    ),
    "record_restricted": (
        409,
        N_("The record of member {member} is restricted. Nothing in it moves until that ends."),
    ),
    "two_people_needed": (
        422,
        N_(
            "This takes back more than {limit} points, which one person may not do alone. A second "
            "person has to look at it and agree."
        ),
    ),
    "second_is_the_same": (422, N_("{name} can't be both persons. Another one has to agree.")),
    "proposed_already": (
        409,
        N_("A proposal about this deed waits already. Look at it under “Wrong reports”."),
    ),
    "proposal_unknown": (
        404,
        N_("There is no such proposal any more. It was decided, taken back, or is too old."),
    ),
    "record_stands_still": (
        409,
        N_("This member's record stands still, so nothing in it moves until that ends."),
    ),
    "reason_unknown": (
        422,
        N_("{seen} is no reason for which this programme undoes an award. It knows: {known}."),
    ),
    "too_late_to_reverse": (
        422,
        N_(
            "The award was given on {recorded_on}; it can be undone for {days} days. "
            "It stands from now on."
        ),
    ),
    "struck_out_already": (409, N_("This deed was struck out already.")),
    "nothing_came_back": (
        409,
        N_(
            "Nothing came back of what was missing. Only points that lay in a voucher when the "
            "award was taken back, and came out of it since, can be taken now."
        ),
    ),
    "nothing_to_reverse": (
        409,
        N_("Nothing of this award is left: it gave no points, or they were taken back or spent."),
    ),
    "nothing_to_restore": (
        409,
        N_("Nothing of this award was taken back, and the deed is counted."),
    ),
    "entry_unknown": (
        404,
        N_("There is no such entry in the statement. Open the page again and choose one."),
    ),
    "question_open": (
        409,
        N_("You asked about this entry already. The answer comes by {answer_on}."),
    ),
    "too_many_questions": (
        422,
        N_("{limit} of your questions are open. Ask again when one of them has been answered."),
    ),
    "words_too_long": (
        422,
        N_("The text has {seen} characters; {limit} is the most. Make it shorter."),
    ),
    "question_unknown": (404, N_("There is no question {question}.")),
    "question_answered": (
        409,
        N_("Question {question} was answered on {answered_on}. Answers aren't changed."),
    ),
    "answer_missing": (
        422,
        N_("An answer is 1 to {limit} characters in words that its member understands."),
    ),
    "answer_doesnt_fit": (
        422,
        N_("This answer is for an award, and the question is about a refusal."),
    ),
    "answer_not_chosen": (422, N_("None of the answers was chosen.")),
    "new_deed_doesnt_fit": (
        422,
        N_(
            "This deed doesn't answer the question. It has to be another one of the member, be "
            "reported after the question was asked, and count, and it answers one question alone."
        ),
    ),
}
