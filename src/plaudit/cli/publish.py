"""`plaudit publish`: an edition becomes a programme's rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import now_instant, opened, stop_with

if TYPE_CHECKING:
    from plaudit.core.charter.view import View


def add_to(app: typer.Typer) -> None:
    """Add `plaudit publish` to the command line."""
    app.command("publish")(publish)


def publish(
    files: Annotated[list[Path], typer.Argument(help="Editions, the earliest first.")],
    activities: Annotated[
        Path | None, typer.Option(help="The folder of activities. Otherwise catalogue/activities.")
    ] = None,
) -> None:
    """Publish editions of a programme. From then on they can't be changed.

    An edition must pass `plaudit check`, be approved as it stands (`plaudit approve`), and be
    published on the day that it names, 14 days before it starts at least.

    Exit code 0: published; 1: refused; 3: a person must answer a question first.
    """
    from plaudit.actions.publish import CannotPublish
    from plaudit.actions.publish import publish as run
    from plaudit.cli.check import activities_for
    from plaudit.cli.notice import notices_of
    from plaudit.core.catalogue.mistakes import Mistakes
    from plaudit.core.notice.particulars import particulars_of
    from plaudit.pages.voices import UnknownLanguage

    with opened() as connection:
        for path in files:
            folder = activities or activities_for([path])
            try:
                text, texts = edition_text(path), activity_texts(folder)
                view = stop_unless_it_passes(path, folder)
                now, name, notices = now_instant(), str(path), notices_of(particulars_of(view))
                edition = run(connection, text, texts, now=now, file=name, notices=notices)
            except UnknownLanguage as unknown:
                stop_with(f"{path} was not published. There are no sentences in {unknown}.")
            except (Mistakes, CannotPublish) as wrong:
                stop_with(f"{path} was not published.\n\n{wrong}")
            typer.echo(f"Published {edition.programme}, edition {edition.id}.")


def stop_unless_it_passes(path: Path, activities: Path) -> View:
    """Return an edition as the charter looks at it; end the command where it doesn't pass."""
    from plaudit.cli.check import examined, print_reports, stop_at_result
    from plaudit.core.charter.finding import Result
    from plaudit.core.charter.showing import overall

    reports = examined([path], activities)
    if overall(reports) is not Result.PASSES:
        print_reports([one for one in reports if one.findings], as_json=None)
        stop_at_result(reports)
    (report,) = reports
    if report.view is None:
        stop_with(f"{path} is no edition.")
    return report.view


def edition_text(path: Path) -> str:
    """Return the text of an edition's file.

    Refuses: catalogue Mistakes where the file can't be read as text.
    """
    from plaudit.actions.catalogue_files import source_at
    from plaudit.core.catalogue.mistakes import Mistakes

    source = source_at(path)
    if source.table is None:
        raise Mistakes(source.mistakes)
    return source.text


def activity_texts(folder: Path) -> dict[str, str]:
    """Return the texts of all sound activity files by id.

    Refuses: catalogue Mistakes, as `read_activities` does.
    """
    from plaudit.actions.catalogue_files import read_activities
    from plaudit.core.catalogue.activities import parse_activity

    read_activities(folder)
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))]
    return {parse_activity(text).id: text for text in texts}
