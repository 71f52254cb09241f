"""One town for each file of tests; its book is checked at the end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plaudit.store.connect import connect
from tests.api.town import Town
from tests.books import Shelf


@pytest.fixture(scope="module")
def town(shelf: Shelf) -> Iterator[Town]:
    with shelf.fresh() as url, connect(url) as connection:
        made = Town(url, connection)
        try:
            yield made
        finally:
            made.close()
