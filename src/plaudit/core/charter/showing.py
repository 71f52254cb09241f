"""A report of the charter's check, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from plaudit.core.charter.check import Report
from plaudit.core.charter.clause import LAYERS, Clause
from plaudit.core.charter.clauses import BY_NUMBER, CLAUSES
from plaudit.core.charter.finding import Finding, Result

SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


def heading(finding: Finding) -> str:
    """Return a finding's first line: the clause, the place, and what it means."""
    mistake = finding.mistake
    place = f", {mistake.place}" if mistake.place else ""
    where = f"{mistake.file}, line {mistake.line}, column {mistake.column}{place}"
    if finding.is_error:
        return f"{finding.clause} refused: {where}"
    if finding.answered_by:
        return f"{finding.clause} answered by {finding.answered_by}: {where}"
    return f"{finding.clause} needs a person ({finding.mark}): {where}"


def lines(finding: Finding) -> Iterator[str]:
    """Yield a finding as people read it: place, source line with a caret, seen, what to do."""
    mistake = finding.mistake
    yield heading(finding)
    if mistake.source_line.strip():
        shown, caret_at = mistake.window()
        yield f"    {shown}"
        yield f"    {' ' * caret_at}^"
    yield f"{mistake.seen} {mistake.write}"
    clause = BY_NUMBER[finding.clause]
    yield f"{clause.number}: {clause.text}"


def verdict(report: Report) -> str:
    """Return the last line about a file.

    >>> verdict(Report("a.toml", "edition", ()))
    'a.toml: passes.'
    """
    errors = sum(found.is_error for found in report.findings)
    questions = sum(not found.is_error and not found.answered_by for found in report.findings)
    parts = [report.result.value]
    if errors:
        parts.append(f"{report.refused_for} first, {_many(errors, 'error')}")
    if questions:
        parts.append(_many(questions, "question"))
    return f"{report.file}: {', '.join(parts)}."


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def overall(reports: Sequence[Report]) -> Result:
    """Return what the check says of all files together: the worst."""
    order = (Result.REFUSED, Result.NEEDS_A_PERSON, Result.PASSES)
    results = {report.result for report in reports}
    return next(result for result in order if result in results or result is Result.PASSES)


def as_data(reports: Sequence[Report]) -> dict[str, Any]:
    """Return reports as plain data, for `--json`."""
    return {
        "result": overall(reports).value,
        "files": [
            {
                "file": report.file,
                "kind": report.kind,
                "result": report.result.value,
                "refused_for": report.refused_for,
                "content_sha256": report.content_sha256,
                "findings": [_finding(found) for found in report.findings],
            }
            for report in reports
        ],
    }


def _finding(found: Finding) -> dict[str, Any]:
    mistake = found.mistake
    return {
        "clause": found.clause,
        "kind": "error" if found.is_error else "question",
        "file": mistake.file,
        "line": mistake.line,
        "column": mistake.column,
        "key": mistake.key,
        "place": mistake.place,
        "seen": mistake.seen,
        "write": mistake.write,
        "question": found.question or "",
        "mark": found.mark,
        "answered_by": found.answered_by,
        "clause_text": BY_NUMBER[found.clause].text,
    }


def as_sarif(reports: Sequence[Report], *, version: str) -> dict[str, Any]:
    """Return reports as SARIF 2.1.0, for editors and CI. A question is a result to review."""
    driver = {
        "name": "plaudit check",
        "version": version,
        "rules": [_rule(clause) for clause in CLAUSES],
    }
    results = [_result(found) for report in reports for found in report.findings]
    return {
        "$schema": SARIF,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _rule(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.number,
        "shortDescription": {"text": clause.text},
        "fullDescription": {"text": clause.reason},
        "help": {"text": "\n".join(clause.instead)},
        "properties": {"layers": [LAYERS[layer] for layer in clause.layers]},
    }


def _result(found: Finding) -> dict[str, Any]:
    mistake = found.mistake
    region = {"startLine": max(1, mistake.line), "startColumn": max(1, mistake.column)}
    location = {
        "physicalLocation": {"artifactLocation": {"uri": mistake.file}, "region": region},
        "logicalLocations": [{"fullyQualifiedName": mistake.key}],
    }
    return {
        "ruleId": found.clause,
        "ruleIndex": int(found.clause[1:]) - 1,
        "kind": "fail" if found.is_error else "review",
        "level": "error" if found.is_error else "none",
        "message": {"text": f"{mistake.seen} {mistake.write}"},
        "locations": [location],
    }


def clause_as_data(clause: Clause) -> dict[str, Any]:
    """Return a clause as plain data."""
    return {
        "clause": clause.number,
        "text": clause.text,
        "reason": clause.reason,
        "layers": {layer: LAYERS[layer] for layer in clause.layers},
        "instead": list(clause.instead),
        "cases": list(clause.cases),
        "question": clause.question or "",
    }
