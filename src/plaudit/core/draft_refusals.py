"""What is said where a draft of an edition can't be saved, approved or published."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_DRAFTS: dict[str, tuple[int, str]] = {
    "draft_unknown": (404, N_("Your programme has no such draft, or not this version of it.")),
    "draft_over": (
        409,
        N_("This draft was published or set aside. It isn't changed any more: begin a new one."),
    ),
    "draft_changed": (
        409,
        N_("{name} saved version {version} meanwhile. Open the draft again and look at it first."),
    ),
    "drafts_too_many": (409, N_("{limit} drafts are open, which is the most. Set one aside.")),
    "draft_saved_too_often": (
        409,
        N_("This draft was saved {limit} times, which is the most. Put its text into a new one."),
    ),
    "draft_too_large": (
        413,
        N_("The text has {seen} bytes; {limit} is the most. Make it smaller."),
    ),
    "draft_name_missing": (422, N_("A draft needs a name of 1 to {limit} characters.")),
    "draft_not_ready": (
        422,
        N_(
            "The check has something against this version ({seen} findings). Mend it first, or "
            "answer what is asked."
        ),
    ),
    "draft_elsewhere": (
        422,
        N_("The text says it is of the programme {seen}. You work for {programme}."),
    ),
    "draft_day_past": (
        422,
        N_(
            "The day of publication, {published_on}, is past. Set a later one, at least {days} "
            "days before the first day."
        ),
    ),
    "approver_wrote_it": (
        403,
        N_("{name} wrote in this draft. Another person has to approve it."),
    ),
    "approver_is_another": (
        403,
        N_("The text names {approver} as its approver, not {name}. One of the two has to change."),
    ),
    "draft_not_approved": (
        409,
        N_("This version isn't approved. What was saved after an approval needs a new one."),
    ),
    "draft_not_today": (
        409,
        N_(
            "The text says that it is published on {published_on}. Publish it on that day, or set "
            "another one and have it approved anew."
        ),
    ),
    "draft_table_in_the_way": (
        422,
        N_("The text has a table [{table}] that can't be replaced. Take it out, and save."),
    ),
    "rehearsal_unreadable": (
        422,
        N_(
            "This is no report of a rehearsal. Attach the page that ends in .html, or the file of "
            "numbers that ends in .json, exactly as plaudit rehearse wrote it."
        ),
    ),
    "rehearsal_of_another": (
        409,
        N_("This report is about other rules than this version. Rehearse it as it stands."),
    ),
    "rehearsal_against_another": (
        409,
        N_(
            "This report compares with edition {seen}, or not as that was published. Rehearse the "
            "draft against one that is in force or that it follows, as it was published: {edition}."
        ),
    ),
    "rehearsal_other_words": (
        409,
        N_(
            "The report tells the difference otherwise than these two editions give it. It says: "
            "“{seen}”. Told anew it is: “{written}”. Rehearse the draft with this version of "
            "Plaudit, and attach what that writes."
        ),
    ),
    "rehearsal_other_rows": (
        409,
        N_(
            "The report has a row “{seen}”. Its edition has no rule or ceiling of that name, and "
            "the programme has no such kind of deeds, fact or partner. Rehearse the draft over "
            "this programme's deeds, and attach what that writes."
        ),
    ),
    "file_too_large": (413, N_("The file has more than {limit} bytes, which is the most.")),
    "catalogue_unreadable": (
        503,
        N_("The catalogue of deed types can't be read on this server. Ask who keeps it."),
    ),
    "cannot_publish": (409, N_("It was not published. The book says: {seen}")),
}
"""By code; core.refusals takes them in."""
