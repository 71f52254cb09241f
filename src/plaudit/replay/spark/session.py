"""A Spark session: the one that is there, or one of our own, which ends with everything it started.

On one machine it listens on the loopback alone. On a cluster it is set up by the cluster's own
settings.
"""

from __future__ import annotations

import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS_AT_ONCE = 65_536
"""How many rows are handed from Spark to Python at once."""
STOP_SECONDS = 30
_JAVA = "Debian: apt install default-jre-headless, or say where it is in JAVA_HOME"


class NotInstalled(Exception):
    """There is no Java that starts Spark; the sentence says what to install."""


def java() -> str | None:
    """Return the Java that Spark would start, or None."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(Path(home, "bin", "java") if home else "java")


@contextmanager
def session(master: str | None, *, threads: int, memory: str) -> Iterator[SparkSession]:
    """Give a session while the block lasts.

    `master` is Spark's own word for where to run: "local[2]", "yarn", "spark://HOST:7077"; None:
    what spark-submit was told, or this machine with so many threads and so much memory.

    Refuses: NotInstalled.
    """
    _hush()
    from pyspark.errors import PySparkRuntimeError
    from pyspark.sql import SparkSession

    there = SparkSession.getActiveSession()
    if there is not None:
        _set(there)
        yield there
        return
    if not _is_submitted() and java() is None:
        raise NotInstalled(f"Spark needs Java 17 or later, which was not found. {_JAVA}.")
    settings: dict[str, bool | float | int | str | None] = {"spark.app.name": "plaudit replay"}
    if master is None and not _is_submitted():
        master = f"local[{threads}]"
    if master is not None:
        settings["spark.master"] = master
        if master.startswith("local"):
            settings |= _on_this_machine(memory)
    try:
        own = SparkSession.builder.config(map=settings).getOrCreate()
    except PySparkRuntimeError as fault:
        said = f"Java didn't start Spark, which needs Java 17 or later. {_JAVA}."
        raise NotInstalled(said) from fault
    try:
        _set(own)
        yield own
    finally:
        own.stop()
        _end_java()


def mapped(frame: DataFrame, through: Callable[[Any], Any], to: str) -> DataFrame:
    """Return what a function makes of a table's rows, partition by partition, as Arrow batches.

    `to` are the columns that come out, as Spark writes them.
    """
    with warnings.catch_warnings():
        _hush()
        return frame.mapInArrow(through, to)


def _hush() -> None:
    """Pass over PySpark's warning of pandas 3 wherever Arrow is used: no row goes through it."""
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas")


def _is_submitted() -> bool:
    """Whether spark-submit started this process, and Java before it."""
    return "PYSPARK_GATEWAY_PORT" in os.environ


def _on_this_machine(memory: str) -> dict[str, str]:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": memory.upper().removesuffix("B").removesuffix("I"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }


def _set(spark: SparkSession) -> None:
    """Set what results hang on, whatever the cluster's settings say."""
    is_here = str(spark.sparkContext.master).startswith("local")
    spark.sparkContext.setLogLevel("OFF" if is_here else "ERROR")  # here, what it raises says it
    for name, value in {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.files.ignoreCorruptFiles": "false",
        "spark.sql.files.ignoreMissingFiles": "false",
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(ROWS_AT_ONCE),
    }.items():
        spark.conf.set(name, value)


def _end_java() -> None:
    """End the Java process that PySpark started; by itself it would live as long as this one."""
    from pyspark import SparkContext

    gateway: Any = SparkContext._gateway  # noqa: SLF001  # nothing public ends it
    process = getattr(gateway, "proc", None)
    if process is None:
        return  # spark-submit's
    gateway.shutdown()
    process.stdin.close()
    process.wait(STOP_SECONDS)
    SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001
