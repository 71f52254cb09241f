"""`make check`: every house rule and every checker, each finding on a line of its own."""

from __future__ import annotations

import sys

from tests.house.checks import findings
from tests.house.tools import TOOLS, check


def main() -> int:
    """Say what is wrong; return 1 when something is."""
    found = [str(finding) for finding in findings()]
    print("house:", "clean" if not found else f"{len(found)} found", *found, sep="\n  ")
    wrong = bool(found)
    for name in TOOLS:
        code, said = check(name)
        print(f"{name}: {'clean' if code == 0 else said}", flush=True)
        wrong = wrong or code != 0
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
