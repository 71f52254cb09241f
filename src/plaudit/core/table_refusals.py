"""What is said of a table of deeds, and of a cell in it: status and sentence."""

from __future__ import annotations

from plaudit.core.marking import N_

OF_TABLES: dict[str, tuple[int, str]] = {
    "table_unreadable": (
        400,
        N_(
            "The letters of this file can't be told for certain. Save it as CSV UTF-8, or as "
            ".xlsx or .ods, and send it again."
        ),
    ),
    "not_a_table": (
        400,
        N_(
            "This file can't be read as a table. Save it as .xlsx, .ods or .csv, without a "
            "password."
        ),
    ),
    "sheets_too_many": (
        400,
        N_(
            "Several sheets of this workbook have something in them: {names}. Keep one, or send "
            "one file for each. Nothing was stored."
        ),
    ),
    "table_empty": (400, N_("The table has no rows. Its first row names the columns.")),
    "table_too_large": (
        413,
        N_(
            "The table is too large: {rows} rows, {columns} columns and {megabytes} MB are the "
            "most. Send it in smaller parts."
        ),
    ),
    "columns_missing": (
        400,
        N_("The first row names the columns, and here these are missing: {names}."),
    ),
    "column_unknown": (
        400,
        N_("No activity of yours has a column {name}. Take it out; nothing of it was stored."),
    ),
    "column_twice": (400, N_("Two columns are called {name}. Take one out.")),
    "cell_formula": (
        422,
        N_("The cell holds the formula {seen}. Copy it and paste it as a value."),
    ),
    "cell_error": (422, N_("The cell shows the error {seen} of the spreadsheet program.")),
    "cell_shortened": (
        422,
        N_(
            "The spreadsheet program shortened a long number to {seen}. Make the column text, and "
            "put the number in again."
        ),
    ),
    "number_unclear": (
        422,
        N_("{seen} can be two numbers. Choose whether a comma or a point stands before decimals."),
    ),
    "number_wrong": (422, N_("{seen} can't be read as a number.")),
    "day_unclear": (
        422,
        N_("{seen} can be two days. Choose whether the day or the month comes first."),
    ),
    "day_wrong": (
        422,
        N_("{seen} can't be read as a day or a time. Write it like 2026-04-03 09:12."),
    ),
    "year_short": (422, N_("The year of {seen} has two digits. Write it with four.")),
    "clock_changed": (
        422,
        N_(
            "The clocks were changed that night, so {seen} came twice or not at all. Write the "
            "time with its offset, like 2026-04-03T09:12:00+07:00."
        ),
    ),
}
"""By code; core.refusals takes them in."""
