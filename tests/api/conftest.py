"""One town for each file of tests; its book is checked at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plaudit.store.audit import audit
from plaudit.store.connect import connect
from tests.api.town import Town
from tests.conftest import fresh_book


@pytest.fixture(scope="module")
def town(server_url: str, template_url: str) -> Iterator[Town]:
    with fresh_book(server_url) as url:
        with connect(url) as connection:
            made = Town(url, connection)
            try:
                yield made
            finally:
                made.close()
        with connect(url, role="owner") as owner:
            assert audit(owner) == []
