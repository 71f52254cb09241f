"""The check's findings for editors: SARIF 2.1.0, each with its rule and its place, in one order."""

from __future__ import annotations

from plaudit.core.charter import showing
from plaudit.core.charter.clauses import CLAUSES
from tests.core.charter.cases import Case, attempts, report_of

SOME: list[Case] = attempts()[::40]


def test_each_finding_is_a_result_with_a_rule_a_message_and_a_place() -> None:
    reports = [report_of(case.files) for case in SOME]
    log = showing.as_sarif(reports, version="0.1.0")

    assert log["version"] == "2.1.0"
    assert str(log["$schema"]).endswith(".json")
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == [clause.number for clause in CLAUSES]
    assert run["tool"]["driver"]["name"]
    assert len(run["results"]) >= len(SOME) // 2
    for result in run["results"]:
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert result["ruleId"] in rules
        assert result["message"]["text"]
        assert (result["kind"], result["level"]) in (("fail", "error"), ("review", "none"))
        assert place["physicalLocation"]["artifactLocation"]["uri"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1


def test_the_findings_stand_in_the_same_order_each_time() -> None:
    for case in SOME:
        assert report_of(case.files).findings == report_of(case.files).findings
