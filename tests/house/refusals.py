"""Every refusal is in the reference as the code has it, and every one that is said is tested."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plaudit.cli.refusals_page import page
from plaudit.core.refusals import Code
from tests.house.reading import ROOT, Finding, Module, modules

PAGE = "docs/reference/refusals.md"
CODES = "src/plaudit/core/codes.py"
_TABLES = re.compile(r"src/plaudit/core/(codes|(\w+_)?refusals)\.py")
"""Where codes and sentences stand: what only they name is said nowhere yet."""
_SAYS = re.compile(r'Code\.(\w+)|"(\w+)"')
_WORD = re.compile(r"\w+")


def page_out_of_date() -> Iterator[Finding]:
    """Find a reference page that isn't what the code says."""
    path = ROOT / PAGE
    if not path.is_file() or path.read_text("utf-8") != page():
        yield Finding(PAGE, 1, "this isn't what the code says: run `plaudit schema --write`.")


def untested_codes(read: Iterable[Module]) -> Iterator[Finding]:
    """Find codes that the program says and no test names."""
    said: set[str] = set()
    tested: set[str] = set()
    for module in read:
        path = str(module.path)
        if path.startswith("src/") and not _TABLES.fullmatch(path):
            said.update(*_SAYS.findall(module.text))
        elif path.startswith("tests/") and not path.startswith("tests/house/"):
            tested.update(_WORD.findall(module.text))
    for code in Code:
        names = {code.name, code.value}
        if names & said and not names & tested:
            sentence = f"no test names {code.name}: write one where it is said for a real cause."
            yield Finding(CODES, 1, sentence)


def refusal_findings() -> Iterator[Finding]:
    """Return both for the project's own files."""
    yield from page_out_of_date()
    yield from untested_codes(modules())
