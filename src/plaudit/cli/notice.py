"""`plaudit notice`, `plaudit record` and `plaudit assessment`: papers made from an edition."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, EXIT_USAGE, stop_with

if TYPE_CHECKING:
    from plaudit.core.notice.blocks import Notice
    from plaudit.core.notice.particulars import Particulars

Edition = Annotated[
    Path, typer.Argument(metavar="EDITION", help="The file of an edition.", show_default=False)
]
Activities = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Deed types.", show_default="catalogue/activities"),
]


class NoticeFormat(StrEnum):
    """How a notice is printed. JSON is what is kept, and what its fingerprint is of."""

    MD = "md"
    HTML = "html"
    JSON = "json"


class RecordFormat(StrEnum):
    """How a record is printed."""

    MD = "md"
    JSON = "json"


def add_to(app: typer.Typer) -> None:
    """Add `plaudit notice`, `plaudit record` and `plaudit assessment` to the command line."""
    app.command("notice")(notice)
    app.command("record")(record)
    app.command("assessment")(assessment)


def notice(
    edition: Edition,
    *,
    language: Annotated[
        str | None,
        typer.Option(help="One of the edition's languages.", show_default="the edition's first"),
    ] = None,
    form: Annotated[
        NoticeFormat, typer.Option("--format", help="Markdown, a page to print, or JSON.")
    ] = NoticeFormat.MD,
    activities: Activities = None,
) -> None:
    """Print the privacy notice of an edition (GDPR, articles 13 and 14). Needs no database.

    Each word comes from the edition, its deed types and the data catalogue, or is held true by the
    charter; so an edition that the charter refuses has none. The fingerprint that a member agrees
    to is the SHA-256 of what --format json prints.

    Exit code 0: printed; 1: refused; 2: wrong use.
    """
    from plaudit.core.notice.blocks import notice_json
    from plaudit.core.notice.markdown import notice_markdown

    made = _notice(particulars(edition, activities), language)
    if form is NoticeFormat.HTML:
        from plaudit.pages.notices import document

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plaudit.config.settings")
        typer.echo(document(made), nl=False)
    else:
        show = notice_json if form is NoticeFormat.JSON else notice_markdown
        typer.echo(show(made), nl=False)


def record(
    edition: Edition,
    *,
    form: Annotated[
        RecordFormat, typer.Option("--format", help="Markdown or JSON.")
    ] = RecordFormat.MD,
    activities: Activities = None,
) -> None:
    """Print the record of processing of an edition (GDPR, article 30). Needs no database.

    Places that a person has to fill in are marked ☐.

    Exit code 0: printed; 1: refused; 2: wrong use.
    """
    from plaudit.core.notice.record import record_markdown, record_of

    made = record_of(particulars(edition, activities))
    if form is RecordFormat.JSON:
        typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
    else:
        typer.echo(record_markdown(made), nl=False)


def assessment(edition: Edition, *, activities: Activities = None) -> None:
    """Print the skeleton of the assessment of an edition (GDPR, article 35), as Markdown.

    Each risk names the clauses of the charter that answer it, and what checks them. Places that a
    person has to fill in are marked ☐. Needs no database.

    Exit code 0: printed; 1: refused; 2: wrong use.
    """
    from plaudit.core.notice.assessment import assessment_of

    typer.echo(assessment_of(particulars(edition, activities)), nl=False)


def particulars(path: Path, activities: Path | None) -> Particulars:
    """Return what a paper is made from; say on stderr where a person must still look.

    Refuses: ends the command for what is no edition, or is refused by the charter.
    """
    from plaudit.cli.check import examined
    from plaudit.core.charter.finding import Result
    from plaudit.core.charter.showing import lines, verdict
    from plaudit.core.notice.particulars import particulars_of

    (report,) = examined([path], activities)
    if report.result is Result.REFUSED:
        errors = (found for found in report.findings if found.is_error)
        for found in errors:
            typer.echo("\n".join(lines(found)) + "\n", err=True)
        stop_with(verdict(report), code=EXIT_REFUSED)
    if report.view is None:
        stop_with(f"{path} is no edition: it has no table [edition].", code=EXIT_USAGE)
    if report.result is Result.NEEDS_A_PERSON:
        typer.echo(f"{verdict(report)} This is a draft until then.", err=True)
    return particulars_of(report.view)


def notices_of(made_from: Particulars) -> list[Notice]:
    """Return the notice in every language of an edition.

    Refuses: UnknownLanguage for a language that the program has no sentences in.
    """
    from plaudit.core.notice.making import notice_of
    from plaudit.pages.voices import voice_of

    return [notice_of(made_from, voice_of(code)) for code in made_from.edition.languages]


def _notice(made_from: Particulars, language: str | None) -> Notice:
    from plaudit.core.notice.making import notice_of
    from plaudit.pages.voices import UnknownLanguage, voice_of

    spoken = made_from.edition.languages
    wanted = language or spoken[0]
    if wanted.lower() not in {one.lower() for one in spoken}:
        said = f"The edition doesn't speak {wanted}; it speaks {', '.join(spoken)}."
        stop_with(said, code=EXIT_USAGE)
    try:
        return notice_of(made_from, voice_of(wanted))
    except UnknownLanguage as unknown:
        stop_with(f"There are no sentences in the language {unknown}.", code=EXIT_USAGE)
