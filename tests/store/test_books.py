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
    "a guard": (
        "ALTER TABLE transfer DISABLE TRIGGER reversal_undoes_one_award",
        "ALTER TABLE transfer ENABLE TRIGGER reversal_undoes_one_award",
    ),
    "a setting of a role": (
        "ALTER ROLE plaudit_service IN DATABASE {database} SET work_mem = '5MB'",
        "ALTER ROLE plaudit_service IN DATABASE {database} RESET work_mem",
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
            names = {"database": owner.info.dbname}
            [(view,)] = owner.execute("SELECT pg_get_viewdef('total_move'::regclass)").fetchall()
        run("SELECT make_deed_week('2026-03-02')")
        assert book.emptied(), "a week of deeds is no change"
        names["total_move"] = view.rstrip(";")
        kept = []
        for name, (change, undo) in CHANGES.items():
            run(change.format(**names))
            kept += [name] if book.emptied() else []
            run(undo.format(**names))
            assert book.emptied(), f"{name}: undone, and still not as it was"
        assert kept == []


def test_what_a_kept_connection_changed_is_seen_as_well(shelf: Shelf) -> None:
    with shelf.book(damaged=True) as book:
        owner = book.lasting("owner")
        assert book.emptied()

        owner.execute("COMMENT ON TABLE partner IS 'no part of it'")
        assert book.emptied()
        owner.execute("ALTER TABLE partner ALTER COLUMN name DROP NOT NULL")
        assert not book.emptied()
