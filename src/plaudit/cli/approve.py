"""`plaudit approve`: a second person puts a name under an edition; `rehearsed`: names a report."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.check import EXIT_NEEDS_A_PERSON, activities_for, examined, print_reports
from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, now_instant, stop_with
from plaudit.cli.writing import written

if TYPE_CHECKING:
    from plaudit.core.charter.check import Report
    from plaudit.core.charter.view import View


def add_to(app: typer.Typer) -> None:
    """Add `plaudit approve` and `plaudit rehearsed` to the command line."""
    app.command("approve")(approve)
    app.command("rehearsed")(rehearsed)


def approve(
    file: Annotated[Path, typer.Argument(help="The edition.", show_default=False)],
    *,
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who approves it: the approver that it names.")
    ],
    activities: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Deed types.", show_default="catalogue/activities"),
    ] = None,
) -> None:
    """Approve an edition as it stands: write the table [approval] into its file.

    The approver is another person than the author, and has read what `plaudit check` and
    `plaudit diff` say of the edition. The approval holds the hash of all that the edition and its
    deed types say; it is void when any of it changes.

    Exit code 0: approved; 1: refused; 3: a person must answer a question first.
    """
    from plaudit.core.approving import CannotApprove, approval_table, with_table

    (report,) = examined([file], activities or activities_for([file]))
    view = _ready(report)
    today = today_of(view)
    promised = view.day("people", "published_on")
    if promised is not None and promised < today:
        stop_with(
            f"{file} was not approved.\n\nIts day of publication, {promised}, is past. Write a "
            "later published_on first, at least 14 days before starts_on."
        )
    try:
        text = with_table(view, approval_table(view, by=by, on=today))
    except CannotApprove as wrong:
        stop_with(f"{file} was not approved.\n\n{wrong}")
    _replace(file, text)
    typer.echo(
        f"Approved by {by}: {report.content_sha256}\nNext: plaudit publish {file}, on {promised}."
    )


def rehearsed(
    file: Annotated[Path, typer.Argument(help="The edition.", show_default=False)],
    report: Annotated[
        Path, typer.Argument(help="The report of its rehearsal, as JSON.", show_default=False)
    ],
    *,
    activities: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Deed types.", show_default="catalogue/activities"),
    ] = None,
) -> None:
    """Name the report of a rehearsal in an edition: write the table [rehearsal] into its file.

    The report has to be about the edition as it stands. The approver signs the table with the rest;
    plaudit check refuses it as soon as anything of the edition or its deed types changes.

    Exit code 0: named; 1: refused; 3: a person must answer a question first.
    """
    from plaudit.core.approving import CannotApprove, rehearsal_table, with_table

    (checked,) = examined([file], activities or activities_for([file]))
    if checked.view is None or checked.kind != "edition":
        print_reports([checked], as_json=None)
        raise typer.Exit(EXIT_REFUSED)
    try:
        text = with_table(checked.view, rehearsal_table(checked.view, report.read_bytes()))
    except OSError as wrong:
        stop_with(f"{report} can't be read: {wrong.strerror}.", code=EXIT_USAGE)
    except CannotApprove as wrong:
        stop_with(f"{file} names no rehearsal.\n\n{wrong}")
    _replace(file, text)
    typer.echo(f"{file} names its rehearsal.\nNext: plaudit check {file}")


def _replace(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}.draft")
    with written(file):
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)


def _ready(report: Report) -> View:
    """Return the edition's view; end the command where the check has something against it."""
    from plaudit.core.drafts import open_questions

    against = list(open_questions(report))
    if against or report.view is None:
        print_reports([report], as_json=None)
        refused = report.view is None or any(found.is_error for found in against)
        raise typer.Exit(EXIT_REFUSED if refused else EXIT_NEEDS_A_PERSON)
    if report.kind != "edition":
        stop_with(f"{report.file} is no edition: editions are approved.", code=EXIT_USAGE)
    return report.view


def today_of(view: View) -> date:
    """Return the day it is in the time zone of an edition."""
    from plaudit.core.period import Calendar, date_of

    zone = view.text("edition", "time_zone")
    assert zone is not None, "an edition that passes has a time zone"
    return date_of(Calendar(zone).day_of(now_instant()))
