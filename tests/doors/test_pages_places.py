"""Pages may have a few connections at once, so that deeds always find one."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from plaudit.pages import book
from plaudit.store import connect


def test_a_page_without_a_place_is_away_and_gives_none_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLAUDIT_DATABASE_URL", database_url)
    monkeypatch.setattr(book, "PLACES", threading.BoundedSemaphore(1))
    monkeypatch.setattr(book, "PATIENCE_SECONDS", 0.01)

    def elsewhere() -> bool:
        try:
            with book.connected():
                return True
        except book.BookAway:
            return False

    with book.connected() as connection, ThreadPoolExecutor(1) as others:
        assert not others.submit(elsewhere).result()
        with book.connected("eraser") as second:
            assert second is not connection, "who has a place waits for no second one"
        assert not others.submit(elsewhere).result()
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with book.connected() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_never_answers_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connect, "CONNECT_SECONDS", 2)  # libpq takes no less
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(psycopg.OperationalError):
            connect.connect(f"postgresql://nobody@127.0.0.1:{port}/plaudit")
