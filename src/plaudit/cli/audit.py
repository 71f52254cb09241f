"""`plaudit audit`: the book's checks."""

from __future__ import annotations

from typing import Annotated

import typer

from plaudit.cli.opening import EXIT_REFUSED, opened


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
            words = name.replace("_", " ")
            if name not in found:
                typer.echo(f"  right  {words}")
                continue
            typer.echo(f"  WRONG  {words}: {found[name].rows} rows")
            for example in found[name].examples:
                typer.echo(
                    "         " + ", ".join(f"{key} {value}" for key, value in example.items())
                )
        said = "The book is sound." if not findings else "The book is not sound. Stop and look."
        typer.echo(said)
    if findings:
        raise typer.Exit(EXIT_REFUSED)
