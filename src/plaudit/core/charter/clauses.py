"""The registry of clauses, and which of several weighs most."""

from __future__ import annotations

from plaudit.core.charter import (
    c01,
    c02,
    c03,
    c04,
    c05,
    c06,
    c07,
    c08,
    c09,
    c10,
    c11,
    c12,
    c13,
    c14,
    c15,
    c16,
    c17,
    c18,
    c19,
    c20,
    c21,
    c22,
    c23,
    c24,
    c25,
    c26,
)
from plaudit.core.charter.clause import Clause

CLAUSES: tuple[Clause, ...] = (
    c01.CLAUSE,
    c02.CLAUSE,
    c03.CLAUSE,
    c04.CLAUSE,
    c05.CLAUSE,
    c06.CLAUSE,
    c07.CLAUSE,
    c08.CLAUSE,
    c09.CLAUSE,
    c10.CLAUSE,
    c11.CLAUSE,
    c12.CLAUSE,
    c13.CLAUSE,
    c14.CLAUSE,
    c15.CLAUSE,
    c16.CLAUSE,
    c17.CLAUSE,
    c18.CLAUSE,
    c19.CLAUSE,
    c20.CLAUSE,
    c21.CLAUSE,
    c22.CLAUSE,
    c23.CLAUSE,
    c24.CLAUSE,
    c25.CLAUSE,
    c26.CLAUSE,
)

BY_NUMBER = {clause.number: clause for clause in CLAUSES}

_GRAVEST_FIRST = (
    "C26", "C03", "C21", "C02", "C13", "C10", "C09", "C11", "C12", "C08", "C07", "C05", "C20",
    "C19", "C06", "C14", "C15", "C16", "C17", "C18", "C22", "C23", "C24", "C04", "C25", "C01",
)  # fmt: skip

GRAVITY = {number: weight for weight, number in enumerate(_GRAVEST_FIRST)}
"""How much a clause weighs: of several findings the one with the smallest weight is shown first."""
