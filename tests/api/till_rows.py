"""The matrix' rows of the till: whoever has that role has them, and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plaudit.core.staff import Role
from tests.api.rows import Asked, Expected, Row, fixed, for_staff
from tests.api.town import Town

HERE = "/staff/till/"
READS = for_staff(200, Role.TILL)


def pressed(status: int, others: int | None = None) -> Expected:
    return for_staff(status, Role.TILL, others=others, outside=403)


def a_code(path: str, mark: str) -> Callable[[Town], Asked]:
    """A voucher at the café: its own till reads what it is for, another partner's finds none."""
    return lambda town: Asked(HERE + path, {"code": town.code()}, mark)


def telling(path: str, sent: Any) -> Callable[[Town], Asked]:
    return lambda _: Asked(HERE + path, sent)


TILL_ROWS = (
    Row("GET", HERE, fixed(HERE), READS),
    Row("POST", f"{HERE}look", a_code("look", "Valid: Coffee"), pressed(200, 404)),
    Row("POST", f"{HERE}honour", a_code("honour", "Honoured: Coffee"), pressed(200, 404)),
    # There is no such honour; taking one back is in test_till_pages.py.
    Row("POST", f"{HERE}<int:number>/undo", fixed(f"{HERE}999999/undo"), pressed(409)),
    Row("GET", f"{HERE}list", fixed(f"{HERE}list"), READS),
    Row("POST", f"{HERE}sync", telling("sync", {"taken": "[]"}), pressed(200)),
    Row("GET", f"{HERE}kept", fixed(f"{HERE}kept"), READS),
    Row("GET", f"{HERE}worker.js", fixed(f"{HERE}worker.js"), READS),
)
