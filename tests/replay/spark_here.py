"""Skips the tests of Spark, saying why, where Spark can't run. In CI they run or fail."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from plaudit.cli.replaying_spark import PACKAGES

if not os.environ.get("CI"):
    if any(find_spec(name) is None for name in PACKAGES):
        pytest.skip("plaudit[spark] isn't installed: make setup-spark", allow_module_level=True)
    from plaudit.replay.spark.session import java

    if java() is None:
        said = "Spark needs Java: as root, apt install default-jre-headless"
        pytest.skip(said, allow_module_level=True)
