"""Every template is sound, and the check would see one that isn't."""

from __future__ import annotations

from pathlib import Path

from tests.house.templates import unsound_templates


def test_every_template_can_be_compiled() -> None:
    assert [str(finding) for finding in unsound_templates()] == []


def test_a_tag_that_nobody_knows_and_a_template_that_is_not_there_are_found(tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text("{% block content %}{% endblock %}")
    (tmp_path / "good.html").write_text('{% extends "frame.html" %}\n{% include one %}')
    (tmp_path / "tag.html").write_text("\n{% empty %}")
    (tmp_path / "away.html").write_text('{% include "gone.html" %}')
    (tmp_path / "words.html").write_text("{% translate words %}")

    found = [(finding.path, finding.line) for finding in unsound_templates(tmp_path)]

    assert found == [("away.html", 1), ("tag.html", 2), ("words.html", 1)]
