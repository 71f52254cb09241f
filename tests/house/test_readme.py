"""The README in each language: the same commands, links, numbers and parts as the English one."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.house.reading import ROOT

LANGUAGES = ("th", "zh-Hans")
_COMMANDS = re.compile(r"^(?:make|\.venv)[^#\n]*", re.MULTILINE)
_LINKS = re.compile(r"\]\(([^)]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_NUMBERS = re.compile(r"\d[\d,.:]*\d|\d")


def told(text: str) -> dict[str, Counter[str]]:
    """Return what has to be the same in each language, apart from the line that names them."""
    rest = text.replace("README.zh-Hans.md", "").replace("README.th.md", "")
    return {
        "commands": Counter(one.strip() for one in _COMMANDS.findall(rest)),
        "links": Counter(link for link in _LINKS.findall(rest) if link not in ("", "README.md")),
        "code": Counter(_CODE.findall(rest)),
        "numbers": Counter(_NUMBERS.findall(rest)),
        "parts": Counter(len(head) for head in re.findall(r"^#+ ", rest, re.MULTILINE)),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_says_the_same_in_each_language(language: str) -> None:
    english = (ROOT / "README.md").read_text("utf-8")
    other = (ROOT / f"README.{language}.md").read_text("utf-8")

    assert told(other) == told(english)
    assert all(f"README.{code}.md" in english for code in LANGUAGES)
    assert "(README.md)" in other


@pytest.mark.parametrize("changed", ["make demo", "(docs/tour.md)", "2,000", "`var/`", "## "])
def test_a_readme_that_fell_behind_is_seen(changed: str) -> None:
    english = (ROOT / "README.md").read_text("utf-8")

    assert told(english.replace(changed, "", 1)) != told(english)
