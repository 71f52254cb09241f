"""The skeleton of the assessment of the risks. Source: GDPR, article 35(7) to (9) and 36.

What the edition and the charter say is filled in; what only a person can know is a marked place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plaudit.core.charter.clause import LAYERS, Clause
from plaudit.core.charter.clauses import BY_NUMBER
from plaudit.core.notice.markdown import pairs, plain, table
from plaudit.core.notice.particulars import Particulars
from plaudit.core.notice.record import FILL, deeds_table, kept_table, record_of, worded
from plaudit.core.notice.risks import BEYOND, RISKS, Risk
from plaudit.core.period import date_of

_LIKELY = "how likely and how grave this is here (low, medium, high), and why"


def assessment_of(of: Particulars) -> str:
    """Return the skeleton as Markdown."""
    record = record_of(of)
    parts = [
        *_described(record, of),
        *_needed(record),
        "## 3. Risks for people, and what is done about them",
        "",
        *(line for number, risk in enumerate(RISKS, start=1) for line in _risk(number, risk)),
        *_beyond(),
        *_answers(of),
        *_decided(),
    ]
    places = sum(line.startswith(FILL) for line in parts)
    return "\n".join([*_head(record, places), *parts]).rstrip() + "\n"


def _head(record: dict[str, Any], places: int) -> Iterator[str]:
    yield f"# Assessment of the risks (GDPR, article 35): {plain(record['edition']['title'])}"
    yield ""
    yield (
        f"This is a skeleton, made from the edition. {places} places are marked “{FILL}”. It is no "
        "assessment until a person has filled them in, and it ends when the edition changes: the "
        "hash below is that of the edition that it was made for."
    )
    yield ""
    yield from pairs(worded(record["edition"]))


def _described(record: dict[str, Any], of: Particulars) -> Iterator[str]:
    yield from ("## 1. What is planned", "")
    yield from pairs(worded({"purpose": record["purpose"], **record["controller"]}))
    yield from pairs(worded(record["people"]))
    yield from deeds_table(record)
    yield from kept_table(record)
    budget = f"{of.one('budget', 'points_a_year')} points a year, paid by"
    yield f"The most that it gives: {budget} {plain(of.one('budget', 'paid_by'))}."
    yield ""
    yield from _fill("how many members are expected, and of which groups")
    for place in record["to_be_filled_in"].values():
        yield from _fill(place)


def _needed(record: dict[str, Any]) -> Iterator[str]:
    yield from ("## 2. Why it is needed, and why not less", "")
    yield from pairs(worded(record["legal_basis"]))
    facts = [
        (deed["title"], fact["title"], fact["purpose"])
        for deed in record["deeds"]
        for fact in deed["facts"]
    ]
    yield "A report holds these facts and no others: there is no free text and no name."
    yield ""
    yield from table(("Deed", "Fact", "What for"), facts)
    yield from _fill("for each fact: why the purpose can't be reached without it")
    yield from _fill("why agreement is free here: what power the controller has over members")
    yield from _fill("whether what the programme reaches is worth what it asks of people")


def _risk(number: int, risk: Risk) -> Iterator[str]:
    yield from (f"### 3.{number} {risk.title}", "", risk.harm, "")
    for clause in risk.clauses:
        yield from _held(BY_NUMBER[clause])
    yield ""
    yield from _fill(f"{_LIKELY}; what remains after {', '.join(risk.clauses)}")


def _held(clause: Clause) -> Iterator[str]:
    layers = "; ".join(LAYERS[layer] for layer in clause.layers)
    cases = ", ".join(f"`{case}`" for case in clause.cases)
    yield f"- **{clause.number}** {plain(clause.text)}"
    yield f"  - Held: {layers}."
    yield f"  - Checked by `core/charter/{clause.number.lower()}.py`; refused cases: {cases}."


def _beyond() -> Iterator[str]:
    number = len(RISKS) + 1
    yield from (f"### 3.{number} Risks that no rule can answer", "")
    for risk in BEYOND:
        yield from (f"- {risk}", "")
        yield from _fill(f"{_LIKELY}; what is done about it, by whom, until when")


def _answers(of: Particulars) -> Iterator[str]:
    rows = [
        (one["question"], one["says"], one["by"], date_of(one["answered_on"]).isoformat())
        for one in of.many("answer")
    ]
    if rows:
        yield from ("### Questions of the check that a person answered", "")
        yield from table(("Question", "Answer", "By", "On"), rows)


def _decided() -> Iterator[str]:
    yield from ("## 4. Who was asked", "")
    yield from _fill("the advice of the data protection officer, and what was made of it")
    yield from _fill("what members or those who speak for them said (article 35(9))")
    yield from ("## 5. Decision", "")
    yield from _fill(
        "whether the risk that remains can be answered for; else the authority is asked first "
        "(article 36)"
    )
    yield from _fill("name, office, day and signature of the one who decides")
    yield from _fill("when it is looked at again, at the latest with the next edition")


def _fill(place: str) -> Iterator[str]:
    yield from (f"{FILL} {plain(place)}.", "")
