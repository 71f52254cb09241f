"""No file names a registry or a place of one machine, and the check would see it."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

import pytest

from tests.house.places import all_named_places, named_places
from tests.house.reading import ROOT, files


def test_no_file_names_a_registry_or_a_place_of_one_machine() -> None:
    assert [str(finding) for finding in all_named_places()] == []


@pytest.mark.parametrize(
    "line",
    [
        "https://py" + "pi.org/simple",
        "--extra-index" + "-url https://packages.example",
        "https://files.python" + "hosted.org/packages/x.whl",
        "see /ho" + "me/anna/notes",
        "/ro" + "ot/x",
        f"{ROOT}/README.md",
    ],
)
def test_a_named_place_is_found(line: str) -> None:
    assert [finding.line for finding in named_places("README.md", f"first\n{line}\n")] == [2]


def test_a_place_that_every_machine_has_is_let_pass() -> None:
    assert list(named_places("README.md", "http://127.0.0.1:8000 and var/postgres")) == []


def test_the_locks_are_looked_at_and_hold_hashes() -> None:
    locks = [path for path in files() if path.parent.name == "requirements"]

    names = ["dev.txt", "forecast.txt", "run.txt", "source.txt"]
    assert [path.name for path in locks] == names
    for path in locks:
        assert_pinned_with_hashes(ROOT / path)


@pytest.mark.parametrize("name", ["browser", "reader"])
def test_the_lock_of_what_comes_from_npm_holds_versions_and_hashes_and_no_place(name: str) -> None:
    folder = ROOT / "requirements" / name
    wanted = json.loads((folder / "package.json").read_text())["devDependencies"]
    locked = json.loads((folder / "package-lock.json").read_text())["packages"]

    ours = locked.pop("")
    assert ours["devDependencies"] == wanted
    # Beside what is wanted there are programs of one tool, one for each kind of machine.
    assert {f"node_modules/{name}": version for name, version in wanted.items()} == {
        path: package["version"]
        for path, package in locked.items()
        if not path.startswith("node_modules/@esbuild/")
    }
    for package in locked.values():
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_what_reads_qr_codes_is_the_release_that_is_named() -> None:
    """Who changes the file by hand, or takes another release, has to say so."""
    reader = ROOT / "src/plaudit/pages/static/qr_reader.js"
    release = json.loads((ROOT / "requirements/reader/package.json").read_text())
    decided = (ROOT / "docs/decisions/0001-dependencies.md").read_text("utf-8")

    assert reader.read_text("utf-8").startswith(f"// qr {release['devDependencies']['qr']} (MIT")
    assert hashlib.sha256(reader.read_bytes()).hexdigest() in decided
    assert "MIT License" in reader.with_suffix(".LICENSE").read_text("utf-8")


def test_the_locks_for_tests_hold_the_locks_for_running() -> None:
    names = ("run.txt", "forecast.txt", "dev.txt")
    run, forecast, dev = (pins(ROOT / "requirements" / name) for name in names)

    assert run < forecast < dev


def test_only_pyspark_is_installed_from_source_and_it_is_the_one_that_the_extra_names() -> None:
    extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]

    [source] = pins(ROOT / "requirements" / "source.txt")

    assert source.startswith("pyspark==")
    assert source in extra["spark"]


def assert_pinned_with_hashes(path: Path) -> None:
    blocks = path.read_text().replace("\\\n", " ").splitlines()
    for block in blocks:
        if block.strip() and not block.lstrip().startswith("#"):
            assert "==" in block, block
            assert "--hash=sha256:" in block, block


def pins(path: Path) -> set[str]:
    return {line.split()[0] for line in path.read_text().splitlines() if "==" in line}
