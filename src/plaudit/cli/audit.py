"""`plaudit audit`: the book's checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, opened

if TYPE_CHECKING:
    from plaudit.store.audit import Finding


def add_to(app: typer.Typer) -> None:
    """Add `plaudit audit` to the command line."""
    app.command("audit")(audit)


def audit(
    as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Check the book: wallets, lots, batches, counters and keys must fit together.

    Exit code 0: every check found nothing; 1: some found rows, shown with the first few.
    """
    import json

    from plaudit.sql.loader import checks
    from plaudit.store.audit import audit as run

    with opened() as connection:
        findings = run(connection)
    found = {finding.check: finding for finding in findings}
    if as_json:
        listed = [
            {
                "check": name,
                "rows": found[name].rows if name in found else 0,
                "examples": found[name].examples if name in found else [],
            }
            for name in checks()
        ]
        typer.echo(json.dumps(listed, default=str))
    else:
        for name in checks():
            _show(name, found.get(name))
        said = "The book is sound." if not findings else "The book is not sound. Stop and look."
        typer.echo(said)
    if findings:
        raise typer.Exit(EXIT_REFUSED)


def _show(check: str, finding: Finding | None) -> None:
    """Print what one check found, with the first few rows."""
    words = check.replace("_", " ")
    if finding is None:
        typer.echo(f"  right  {words}")
        return
    typer.echo(f"  WRONG  {words}: {finding.rows} {'row' if finding.rows == 1 else 'rows'}")
    for example in finding.examples:
        typer.echo("         " + ", ".join(f"{key} {value}" for key, value in example.items()))
