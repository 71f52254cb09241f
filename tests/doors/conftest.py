"""What tests of the door share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.serving import Served


@pytest.fixture
def served() -> Iterator[Served]:
    place = Served()
    place.start()
    yield place
    place.stop()
