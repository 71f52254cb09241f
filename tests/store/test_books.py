"""A book for tests is handed on only where nothing but its rows was changed."""

from __future__ import annotations

from plaudit.store.connect import connect
from tests.books import Shelf

CHANGES = {
    "what a function costs": (
        "ALTER FUNCTION make_deed_week(DATE) COST 7",
        "ALTER FUNCTION make_deed_week(DATE) COST 100",
    ),
    "an index by the same name": (
        "DROP INDEX link_code_by_end; CREATE INDEX link_code_by_end ON link_code (ends_at DESC)",
        "DROP INDEX link_code_by_end; CREATE INDEX link_code_by_end ON link_code (ends_at)",
    ),
    "what a view shows": (
        "CREATE OR REPLACE VIEW total_move AS SELECT * FROM ({total_move}) AS t WHERE t IS NULL",
        "CREATE OR REPLACE VIEW total_move AS {total_move}",
    ),
    "a column's type": (
        "ALTER TABLE question ALTER COLUMN event_id TYPE VARCHAR",
        "ALTER TABLE question ALTER COLUMN event_id TYPE TEXT",
    ),
    "a default": (
        "ALTER TABLE question ALTER COLUMN event_id SET DEFAULT 'x'",
        "ALTER TABLE question ALTER COLUMN event_id DROP DEFAULT",
    ),
    "a right": (
        "GRANT SELECT (name) ON partner TO public",
        "REVOKE SELECT (name) ON partner FROM public",
    ),
}


def test_a_book_that_was_changed_otherwise_than_by_rows_is_not_handed_on(shelf: Shelf) -> None:
    with shelf.book(damaged=True) as book:

        def run(statement: str) -> None:
            with connect(book.hand_out(), role="owner") as owner:
                owner.execute(statement.encode())

        with connect(book.hand_out(), role="owner") as owner:
            [(view,)] = owner.execute("SELECT pg_get_viewdef('total_move'::regclass)").fetchall()
        run("SELECT make_deed_week('2026-03-02')")
        assert book.emptied(), "a week of deeds is no change"
        kept = []
        for name, (change, undo) in CHANGES.items():
            run(change.format(total_move=view.rstrip(";")))
            kept += [name] if book.emptied() else []
            run(undo.format(total_move=view.rstrip(";")))
            assert book.emptied(), f"{name}: undone, and still not as it was"
        assert kept == []
